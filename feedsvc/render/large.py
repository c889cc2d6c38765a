"""Shortens what stands of a large article in its entry: the headline and the section summaries."""

from itertools import accumulate
from typing import NamedTuple

LONGEST_HEADLINE = 1000  # characters


class SectionView(NamedTuple):
    """A section of an entry: its anchor, subheading, level as in HTML, URL and summary."""

    id: str
    heading: str
    level: int
    url: str
    summary: str


def cut_headline(headline: str) -> str:
    """The first words of a headline that is none: a text without a blank line."""
    if len(headline) <= LONGEST_HEADLINE:
        return headline
    return headline[:LONGEST_HEADLINE].rsplit(" ", 1)[0] + "…"


def fitting(sections: tuple[SectionView, ...], room: int) -> tuple[SectionView, ...]:
    """The first sections of an entry that have room in as many bytes."""
    texts = (one.url + one.heading + one.summary for one in sections)
    sizes = accumulate(len(text.encode()) for text in texts)
    return sections[: sum(size <= room for size in sizes)]
