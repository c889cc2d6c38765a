"""Reads and checks the settings of a newsroom: site.toml and the FEEDSVC_ variables."""

from feedsvc.settings.categories import CategorySettings
from feedsvc.settings.file_patterns import matching
from feedsvc.settings.kept import keeping, kept
from feedsvc.settings.limits import DEFAULTS, KILO, MEGA, LimitSettings
from feedsvc.settings.media import MediaSettings
from feedsvc.settings.searches import SearchSettings
from feedsvc.settings.site import (
    FILE_NAME,
    Content,
    FeedSettings,
    Settings,
    category_title,
    check_settings,
    load_settings,
)
from feedsvc.settings.toml_faults import toml_fault
from feedsvc.settings.usual_folder import usual_folder

__all__ = [
    "DEFAULTS",
    "FILE_NAME",
    "KILO",
    "MEGA",
    "CategorySettings",
    "Content",
    "FeedSettings",
    "LimitSettings",
    "MediaSettings",
    "SearchSettings",
    "Settings",
    "category_title",
    "check_settings",
    "keeping",
    "kept",
    "load_settings",
    "matching",
    "toml_fault",
    "usual_folder",
]
