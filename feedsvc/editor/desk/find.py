"""Finds articles on the desk by words of their headlines and file names."""

from collections.abc import Iterable

from feedsvc.editor.article_status import ArticleStatus
from feedsvc.search import spaced


def matching(cards: Iterable[ArticleStatus], asked: str) -> list[ArticleStatus]:
    """The articles in whose headline or file name all words stand, or their beginnings.

    Args:
        cards: of articles; their order stays.
        asked: the words; case and accents do not count.
    """
    words = spaced(asked).split()
    return [
        card
        for card in cards
        if all(f" {word}" in f" {spaced(f'{card.headline} {card.path}')}" for word in words)
    ]
