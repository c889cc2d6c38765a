"""Parses search queries, and splits texts into the words that are searched."""

from feedsvc.search.query import (
    Every,
    Label,
    LabelKind,
    Node,
    Not,
    Phrase,
    Query,
    Some,
    labels,
    parse,
)
from feedsvc.search.words import BETWEEN, fold_label, spaced

__all__ = [
    "BETWEEN",
    "Every",
    "Label",
    "LabelKind",
    "Node",
    "Not",
    "Phrase",
    "Query",
    "Some",
    "fold_label",
    "labels",
    "parse",
    "spaced",
]
