"""What subscribers would see of changed articles: pure, from cards to plain sentences."""

from feedsvc.editor.diff.changes import Change, Kind, Why, compare, pair
from feedsvc.editor.diff.describe import feed_label, short, tell
from feedsvc.editor.diff.visible import Edges, Place, narrow

__all__ = [
    "Change",
    "Edges",
    "Kind",
    "Place",
    "Why",
    "compare",
    "feed_label",
    "narrow",
    "pair",
    "short",
    "tell",
]
