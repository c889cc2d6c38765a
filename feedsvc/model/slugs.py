"""Makes slugs from texts, and tells which labels mean the same tag, category or author."""

import re
import unicodedata
from collections.abc import Container, Iterable
from functools import lru_cache

from feedsvc.model.characters import one_line

LONGEST_SLUG = 200


_ASCII_WORD = re.compile("[a-z0-9]+")


def _is_of_slug(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def slugify(text: str) -> str:
    """The slug of a text: NFC, casefolded, its words joined by hyphens.

    A word is a run of letters, marks and digits. A slug has at most LONGEST_SLUG characters and is
    never empty: that of a text without words is made of code points (`u1f642` for `🙂`).
    """
    if text.isascii():
        parts = _ASCII_WORD.findall(text.lower())
    else:
        folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
        parts = "".join(c if _is_of_slug(c) else " " for c in folded).split()
    slug = "-".join(parts)[:LONGEST_SLUG].rstrip("-")
    if slug:
        return slug
    return "-".join(f"u{ord(c):x}" for c in one_line(text)[:8]) or "untitled"


@lru_cache(maxsize=10_000)
def plain_slug(label: str) -> str:
    """The slug of a label without differences of width and of the like (Unicode's NFKC)."""
    return slugify(unicodedata.normalize("NFKC", label))


@lru_cache(maxsize=10_000)
def label_key(label: str) -> str:
    """A key that is equal for labels of the same tag, category or author.

    Case, spaces, hyphens and underscores make no difference; other signs do (C++, C#).
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", label).casefold())
    return "-".join(re.split(r"[\s_-]+", folded.strip())).strip("-") or folded.strip()


def distinct(labels: Iterable[str]) -> tuple[str, ...]:
    """The labels in their order, each on one line, without empty ones and repeated ones.

    Labels of the same label_key count as repeated; the first is kept.
    """
    seen: dict[str, str] = {}
    for label in labels:
        label = one_line(label)
        if label:
            seen.setdefault(label_key(label), label)
    return tuple(seen.values())


def unused(name: str, taken: Container[str]) -> str:
    """The name, with -2, -3, … appended if it is in `taken`; the first one that is not."""
    if name not in taken:
        return name
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"
