"""What subscribers would see of changed articles: pure, from cards to plain sentences."""

from feedsvc.effects.changes import Change, Kind, Why, compare, pair
from feedsvc.effects.edges import Edges, Place, narrow
from feedsvc.effects.telling import feed_label, short, tell

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
