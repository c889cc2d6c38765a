"""The indexer, the one writer of the store: notices changed files, reads and publishes them."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from feedsvc.indexer.due_changes import DueChanges
    from feedsvc.indexer.folder_diff import Difference
    from feedsvc.indexer.hide_private import retract_private
    from feedsvc.indexer.index import Index
    from feedsvc.indexer.indexer import Indexer, Watching
    from feedsvc.indexer.log import LOGGER, IndexerLog
    from feedsvc.indexer.problems import Problems
    from feedsvc.indexer.read_file import ReadFile, could_be_slow
    from feedsvc.indexer.read_pool import Reader, ReadPool, usable_cores
    from feedsvc.indexer.remove import too_many
    from feedsvc.indexer.report import (
        Progress,
        ScanReport,
        UpdateReport,
        departures,
        quiet,
        times_ahead,
        waiting_for_new,
    )
    from feedsvc.indexer.sign_of_life import SignOfLife, to_pipe
    from feedsvc.indexer.transaction import Placement
    from feedsvc.indexer.unreported import why_unreported
    from feedsvc.indexer.upgrade import WAITS
    from feedsvc.indexer.visible_content import as_seen
    from feedsvc.indexer.watch import FolderEyes, Watch

__all__ = [
    "LOGGER",
    "WAITS",
    "Difference",
    "DueChanges",
    "FolderEyes",
    "Index",
    "Indexer",
    "IndexerLog",
    "Placement",
    "Problems",
    "Progress",
    "ReadFile",
    "ReadPool",
    "Reader",
    "ScanReport",
    "SignOfLife",
    "UpdateReport",
    "Watch",
    "Watching",
    "as_seen",
    "could_be_slow",
    "departures",
    "quiet",
    "retract_private",
    "times_ahead",
    "to_pipe",
    "too_many",
    "usable_cores",
    "waiting_for_new",
    "why_unreported",
]

_MODULES = {
    "feedsvc.indexer.due_changes": ("DueChanges",),
    "feedsvc.indexer.folder_diff": ("Difference",),
    "feedsvc.indexer.hide_private": ("retract_private",),
    "feedsvc.indexer.index": ("Index",),
    "feedsvc.indexer.remove": ("too_many",),
    "feedsvc.indexer.indexer": (
        "Indexer",
        "Watching",
    ),
    "feedsvc.indexer.log": (
        "IndexerLog",
        "LOGGER",
    ),
    "feedsvc.indexer.problems": ("Problems",),
    "feedsvc.indexer.read_file": (
        "ReadFile",
        "could_be_slow",
    ),
    "feedsvc.indexer.read_pool": (
        "ReadPool",
        "Reader",
        "usable_cores",
    ),
    "feedsvc.indexer.report": (
        "Progress",
        "ScanReport",
        "UpdateReport",
        "departures",
        "quiet",
        "times_ahead",
        "waiting_for_new",
    ),
    "feedsvc.indexer.sign_of_life": (
        "SignOfLife",
        "to_pipe",
    ),
    "feedsvc.indexer.transaction": ("Placement",),
    "feedsvc.indexer.upgrade": ("WAITS",),
    "feedsvc.indexer.unreported": ("why_unreported",),
    "feedsvc.indexer.visible_content": ("as_seen",),
    "feedsvc.indexer.watch": (
        "FolderEyes",
        "Watch",
    ),
}


def __getattr__(name: str) -> Any:
    """Import a module when a name of it is used (PEP 562): a child that reads files needs few."""
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
