"""Reads and checks the settings of a newsroom: site.toml and the FEEDSVC_ variables."""

from feedsvc.settings.categories import CategorySettings
from feedsvc.settings.elements import ElementSettings
from feedsvc.settings.file_patterns import matching
from feedsvc.settings.hooks import is_url
from feedsvc.settings.limits import DEFAULTS, KILO, MEGA, LimitSettings
from feedsvc.settings.machines import USES, MachinesSettings
from feedsvc.settings.media import MediaSettings
from feedsvc.settings.partners import PartnerSettings
from feedsvc.settings.podcast import PodcastSettings
from feedsvc.settings.restart import NEEDS_RESTART, as_began, changed_keys, limits_waiting
from feedsvc.settings.searches import SearchSettings
from feedsvc.settings.site import (
    FILE_NAME,
    HUB_PATH,
    Content,
    FeedSettings,
    Settings,
    category_title,
    check_settings,
)
from feedsvc.settings.site_file import (
    KEPT_STORE,
    SERVED_AT,
    Site,
    as_log_line,
    load_settings,
    names_store,
    read_site,
    site_of,
)
from feedsvc.settings.toml_faults import toml_fault
from feedsvc.settings.usual_folder import usual_folder
from feedsvc.settings.websub import WebsubSettings

__all__ = [
    "DEFAULTS",
    "FILE_NAME",
    "HUB_PATH",
    "KEPT_STORE",
    "KILO",
    "MEGA",
    "NEEDS_RESTART",
    "SERVED_AT",
    "USES",
    "CategorySettings",
    "Content",
    "ElementSettings",
    "FeedSettings",
    "LimitSettings",
    "MachinesSettings",
    "MediaSettings",
    "PartnerSettings",
    "PodcastSettings",
    "SearchSettings",
    "Settings",
    "Site",
    "WebsubSettings",
    "as_began",
    "as_log_line",
    "category_title",
    "changed_keys",
    "check_settings",
    "is_url",
    "limits_waiting",
    "load_settings",
    "matching",
    "names_store",
    "read_site",
    "site_of",
    "toml_fault",
    "usual_folder",
]
