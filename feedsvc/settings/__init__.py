"""site.toml and FEEDSVC_ variables, checked once."""

from feedsvc.settings.limits import DEFAULTS, KILO, MEGA, LimitSettings
from feedsvc.settings.searches import SearchSettings
from feedsvc.settings.site import (
    FILE_NAME,
    CategorySettings,
    Content,
    FeedSettings,
    Settings,
    category_title,
    load_settings,
)

__all__ = [
    "DEFAULTS",
    "FILE_NAME",
    "KILO",
    "MEGA",
    "CategorySettings",
    "Content",
    "FeedSettings",
    "LimitSettings",
    "SearchSettings",
    "Settings",
    "category_title",
    "load_settings",
]
