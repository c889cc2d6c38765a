"""Which settings wait until the service is restarted, and which keys differ. Pure."""

from collections.abc import Iterator
from typing import Any

import msgspec

from feedsvc.settings.limits import LimitSettings
from feedsvc.settings.site import Settings

_SERVER = "the server's sockets and threads are made with it at the start"
NEEDS_RESTART = {
    "store": "the store that is open goes on, with the ids and dates in it",
    "limits.connections": _SERVER,
    "limits.waiting_connections": _SERVER,
    "limits.requests": _SERVER,
    "limits.header_seconds": _SERVER,
    "limits.header_kilobytes": _SERVER,
    "limits.indexer_seconds": "what watches over the indexer is made with it at the start",
}
_TABLES = (
    *("feeds", "limits", "media", "theme", "readers", "serve", "hooks", "websub", "podcast"),
    *("machines", "categories", "searches", "redirects", "partners"),
)


def as_began(settings: Settings, began: LimitSettings) -> Settings:
    """New settings, with the limits that need a restart as they were when the service began.

    Args:
        settings: checked.
        began: the limits at the start.
    """
    kept = {
        key.removeprefix("limits."): getattr(began, key.removeprefix("limits."))
        for key in NEEDS_RESTART
        if key.startswith("limits.")
    }
    limits = msgspec.structs.replace(settings.limits, **kept)
    if limits.downloads >= limits.requests:
        limits = msgspec.structs.replace(limits, downloads=limits.requests - 1)
    return msgspec.structs.replace(settings, limits=limits)


def limits_waiting(settings: Settings, began: LimitSettings) -> list[str]:
    """The keys of limits that need a restart, and are others than when the service began."""
    keys = changed_keys(msgspec.structs.replace(settings, limits=began), settings)
    return [key for key in keys if key in NEEDS_RESTART]


def changed_keys(before: Settings, after: Settings) -> list[str]:
    """The keys of site.toml whose values differ, such as `title` and `feeds.entries`."""
    was, now = dict(_by_key(before)), dict(_by_key(after))
    return [key for key in {**now, **was} if was.get(key) != now.get(key)]


def _by_key(settings: Settings) -> Iterator[tuple[str, Any]]:
    for key in settings.__struct_fields__:
        value = getattr(settings, key)
        if key not in _TABLES:
            yield key, value
        elif isinstance(value, dict):
            yield from ((f"{key}.{name}", one) for name, one in value.items())
        else:
            yield from ((f"{key}.{name}", getattr(value, name)) for name in value.__struct_fields__)
