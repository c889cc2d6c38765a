"""Tells in plain sentences what would change for subscribers if the folder were published now."""

from feedsvc.editor.diff.changes import Change, compare
from feedsvc.editor.diff.describe import short, tell
from feedsvc.editor.diff.entry_text import Difference, compare_texts, differ, text_of
from feedsvc.editor.diff.one_save import tell_save, the_changed, what_differs
from feedsvc.editor.diff.published import published_store
from feedsvc.editor.diff.run import NAMED, Comparison, compare_published, edges, label_in
from feedsvc.editor.diff.visible import narrow
from feedsvc.editor.diff.words import Part, Row

__all__ = [
    "NAMED",
    "Change",
    "Comparison",
    "Difference",
    "Part",
    "Row",
    "compare",
    "compare_published",
    "compare_texts",
    "differ",
    "edges",
    "label_in",
    "narrow",
    "published_store",
    "short",
    "tell",
    "tell_save",
    "text_of",
    "the_changed",
    "what_differs",
]
