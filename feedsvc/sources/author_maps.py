"""Reads the files in which a publisher has its authors and tags by short names. Pure.

Docusaurus keeps `authors.yml` and `tags.yml` in the folder of a blog
(https://docusaurus.io/docs/blog#global-authors), Jekyll's themes `_data/authors.yml`
(https://chirpy.cotes.page/posts/write-a-new-post/#author-information).
"""

import posixpath
import re
from collections.abc import Iterator

import msgspec

from feedsvc.errors import UnreadableArticle
from feedsvc.model.article import Article, Author
from feedsvc.sources.frontmatter.authors import author_of
from feedsvc.sources.frontmatter.yaml import Value, mapping

_AUTHORS, TAGS = "authors.yml", "tags.yml"
KEY = re.compile(r"[a-z0-9][a-z0-9_.-]{0,60}")  # what may be a short name for an author
_MOST = 6  # folders above an article that are looked into


def is_map(path: str) -> bool:
    """Whether a path is that of such a file."""
    return posixpath.basename(path) in (_AUTHORS, TAGS)


def places_of(path: str) -> Iterator[str]:
    """The paths at which the authors of an article file may be, the nearest first."""
    folder = path
    for _ in range(_MOST):
        if not folder:
            return
        folder = posixpath.dirname(folder)
        yield posixpath.join(folder, _AUTHORS)
        yield posixpath.join(folder, "_data", _AUTHORS)


def tag_places_of(path: str) -> Iterator[str]:
    """The paths at which the tags of an article file may be: in its folder, or in the one above."""
    folder = posixpath.dirname(path)
    yield posixpath.join(folder, TAGS)
    if folder:
        yield posixpath.join(posixpath.dirname(folder), TAGS)


def with_authors(article: Article, data: bytes) -> Article:
    """The article with the authors that a file has by their short names.

    A short name that the file lacks is written in words.
    """
    known = _read(data)
    found = []
    for author in article.authors:
        given = known.get(author.name)
        named = author_of(given) if isinstance(given, dict) else None
        if isinstance(given, str) and given.strip():
            named = Author(given.strip())
        if named is None and known and KEY.fullmatch(author.name):
            words = " ".join(re.split(r"[_.-]+", author.name)).strip()
            named = Author(words[:1].upper() + words[1:]) if " " in words else None
        found.append(named or author)
    return msgspec.structs.replace(article, authors=tuple(dict.fromkeys(found)))


def with_tags(article: Article, data: bytes) -> Article:
    """The article with the labels that a file has for its tags."""
    known = _read(data)
    found = []
    for tag in article.tags:
        given = known.get(tag)
        label = given.get("label") if isinstance(given, dict) else None
        found.append(label.strip() if isinstance(label, str) and label.strip() else tag)
    return msgspec.structs.replace(article, tags=tuple(dict.fromkeys(found)))


def _read(data: bytes) -> dict[str, Value]:
    """The keys of a file; none where it cannot be read."""
    try:
        found, _ = mapping(data.decode("utf-8-sig"), 0)
    except (UnicodeDecodeError, UnreadableArticle):
        return {}
    return {key: value for key, (value, _) in found.items()}
