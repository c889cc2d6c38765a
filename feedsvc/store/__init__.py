"""Keeps a newsroom's state in a database: SQLite by default, PostgreSQL where the URL says so."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from feedsvc.store.changes import Changed, changed_since
    from feedsvc.store.database_file import file_of
    from feedsvc.store.engine import (
        BUSY_SECONDS,
        GLANCE_SECONDS,
        has_ledger,
        locate,
        sqlite_path,
        sqlite_url,
    )
    from feedsvc.store.store import Store

__all__ = [
    "BUSY_SECONDS",
    "GLANCE_SECONDS",
    "Changed",
    "Connection",
    "Store",
    "changed_since",
    "file_of",
    "has_ledger",
    "locate",
    "sqlite_path",
    "sqlite_url",
]

_MODULES = {
    "sqlalchemy": ("Connection",),
    "feedsvc.store.changes": ("Changed", "changed_since"),
    "feedsvc.store.database_file": ("file_of",),
    "feedsvc.store.engine": (
        "BUSY_SECONDS",
        "GLANCE_SECONDS",
        "has_ledger",
        "locate",
        "sqlite_path",
        "sqlite_url",
    ),
    "feedsvc.store.store": ("Store",),
}


def __getattr__(name: str) -> Any:
    """Load SQLAlchemy when it is needed: who keeps counts of polls needs none of it (PEP 562)."""
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
