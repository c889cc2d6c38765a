"""Tells whether a name is that of several authors, such as `Ann and Bo`: each writes elsewhere.

`Health and Human Services` is one, since no article is by Health.
"""

import re
from collections.abc import Callable, Collection

import msgspec

from feedsvc.model.article import Article, Author
from feedsvc.model.slugs import label_key
from feedsvc.store import Store, authors

_BETWEEN = re.compile(r"\s*,?\s+(?:and|&)\s+|\s*,\s*", re.IGNORECASE)
_LAST = re.compile(r"\s(?:and|&)\s", re.IGNORECASE)
_MARKS = ("-and-", "-&-")  # as label_key has them


def authors_apart(article: Article, are_authors: Callable[[Collection[str]], bool]) -> Article:
    """The article with a joint name as the names of its authors, if each is known by itself.

    Args:
        article: as its file has it.
        are_authors: whether authors are known by each of some keys (slugs.label_key).
    """
    found: dict[str, Author] = {}
    joint = False
    for author in article.authors:
        names = _names_in(author.name) if _LAST.search(author.name) else {}
        if names and are_authors(names.keys()):
            joint = True
            for key, name in names.items():
                found.setdefault(key, Author(name))
        else:
            found.setdefault(label_key(author.name), author)
    return msgspec.structs.replace(article, authors=tuple(found.values())) if joint else article


def joint_paths(store: Store) -> list[str]:
    """The files of articles by a joint name whose authors have come to be known by themselves."""
    with store.reading() as connection:
        return [
            path
            for mark in _MARKS
            for label, slug in authors.authors_with(connection, mark).items()
            if (names := _names_in(label)) and authors.are_known(connection, names.keys())
            for path in authors.paths_of(connection, slug)
        ]


def _names_in(name: str) -> dict[str, str]:
    """The names in one with `and` or its like, by their keys; none where it is one name."""
    names = {label_key(part): part for part in _BETWEEN.split(name.strip()) if part}
    return names if len(names) > 1 else {}
