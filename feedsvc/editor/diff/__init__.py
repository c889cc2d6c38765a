"""Tells in plain sentences what would change for subscribers if the folder were published now."""

from feedsvc.editor.diff.changes import Change, compare
from feedsvc.editor.diff.describe import short, tell
from feedsvc.editor.diff.run import NAMED, Comparison, compare_published, edges, label_in
from feedsvc.editor.diff.visible import narrow

__all__ = [
    "NAMED",
    "Change",
    "Comparison",
    "compare",
    "compare_published",
    "edges",
    "label_in",
    "narrow",
    "short",
    "tell",
]
