"""Parses search queries, and splits texts into the words that are searched."""

from feedsvc.search.query import (
    MAX_LENGTH,
    Every,
    Label,
    LabelKind,
    Node,
    Not,
    Phrase,
    Query,
    Some,
    is_of_words,
    labels,
    parse,
    parted,
)
from feedsvc.search.words import BETWEEN, BREAK, fold_label, spaced

__all__ = [
    "BETWEEN",
    "BREAK",
    "MAX_LENGTH",
    "Every",
    "Label",
    "LabelKind",
    "Node",
    "Not",
    "Phrase",
    "Query",
    "Some",
    "fold_label",
    "is_of_words",
    "labels",
    "parse",
    "parted",
    "spaced",
]
