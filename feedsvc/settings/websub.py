"""`[websub]` of site.toml: which hubs tell subscribers of changes (W3C WebSub)."""

import re
from collections.abc import Iterator
from importlib.util import find_spec
from urllib.parse import urlsplit

import msgspec

OWN = "own"
INSTALL = "pip install 'feedsvc[push]'"
_LIBRARY = "pycurl"
_SEVERAL = re.compile(r"[\s,]+")


class WebsubSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[websub]`: the hubs that documents announce.

    Attributes:
        hub: `own` for a hub of this service, or addresses of foreign hubs; empty: there is none.
        allow_private: whether callbacks may be in private networks.
    """

    hub: str | list[str] = ""
    allow_private: bool = False

    @property
    def named(self) -> tuple[str, ...]:
        """What stands in `hub`, each once."""
        found = _SEVERAL.split(self.hub) if isinstance(self.hub, str) else self.hub
        return tuple(dict.fromkeys(filter(None, found)))

    @property
    def own(self) -> bool:
        """Whether this service is a hub."""
        return OWN in self.named

    @property
    def foreign(self) -> tuple[str, ...]:
        """The addresses of foreign hubs, which are told of changes."""
        return tuple(one for one in self.named if one != OWN)

    @property
    def lacks(self) -> str:
        """What is not installed that hubs need, and how to install it; empty: nothing."""
        if not self.named or find_spec(_LIBRARY) is not None:
            return ""
        return f"a hub needs {_LIBRARY}, which is not installed: {INSTALL}"


def websub_complaints(websub: WebsubSettings) -> Iterator[tuple[str, str]]:
    """What is wrong: pairs of a key, as in site.toml, and what it must be."""
    for hub in websub.foreign:
        try:
            parts = urlsplit(hub)
            good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            good = False
        if not good or not hub.isascii() or re.search(r"[\x00-\x20\"<>\\^`{|}\x7f]", hub):
            yield (
                "websub.hub",
                f'{hub!r} is neither "{OWN}" nor the address of a hub; write'
                ' such as "https://hub.example.org/"',
            )
        elif parts.username is not None or parts.fragment:
            yield "websub.hub", "has a user name or a fragment; leave it out"
