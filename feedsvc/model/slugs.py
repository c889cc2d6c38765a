"""Names in URLs, and what makes two labels the same."""

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
    """A URL name: NFC, casefolded, every run of other than letters, marks and digits a hyphen.

    At most LONGEST_SLUG characters. Never empty: a text of symbols alone becomes their code
    points (`🙂` -> `u1f642`).
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
def label_key(label: str) -> str:
    """What makes two labels the same tag, category or author.

    Case, spaces, hyphens and underscores do not tell labels apart; other signs do (C++, C#).
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", label).casefold())
    return "-".join(re.split(r"[\s_-]+", folded.strip())).strip("-") or folded.strip()


def distinct(labels: Iterable[str]) -> tuple[str, ...]:
    """The labels in their order, folded to one line, each key once, empty ones left out."""
    seen: dict[str, str] = {}
    for label in labels:
        label = one_line(label)
        if label:
            seen.setdefault(label_key(label), label)
    return tuple(seen.values())


def unused(name: str, taken: Container[str]) -> str:
    """The name itself, or with the lowest of -2, -3, … that nothing in `taken` has."""
    if name not in taken:
        return name
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"
