"""Publishes a folder of articles as Atom, RSS and JSON feeds.

One name is enough to begin:

    import feedsvc

    with feedsvc.open("news") as newsroom:
        print(newsroom.document("feed", "atom").body.decode())

`feedsvc.web.make_routes(newsroom)` is a blueprint for a Flask application. docs/embedding.md has
more.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from feedsvc.embedding import open
    from feedsvc.errors import FeedsvcError, NoSuchFeed
    from feedsvc.feeds import Document
    from feedsvc.newsroom import Newsroom
    from feedsvc.settings import Settings

__version__ = "0.2.0"
__all__ = ["Document", "FeedsvcError", "Newsroom", "NoSuchFeed", "Settings", "open"]

_MODULES = {
    "Document": "feedsvc.feeds",
    "FeedsvcError": "feedsvc.errors",
    "Newsroom": "feedsvc.newsroom",
    "NoSuchFeed": "feedsvc.errors",
    "Settings": "feedsvc.settings",
    "open": "feedsvc.embedding",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is used: a child that reads one file needs none (PEP 562)."""
    if name in _MODULES:
        return getattr(import_module(_MODULES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *_MODULES]
