"""Summaries that a careful editor would accept, on sections of news (see README.md here)."""

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from feedsvc.summary.form import leans
from feedsvc.summary.sentences import words_of
from feedsvc.summary.summarize import SectionText, summarize
from feedsvc.summary.word_lists import lists_of

ARTICLES = json.loads((Path(__file__).parent / "news.json").read_text(encoding="utf-8"))
ENGLISH = lists_of("en")


def texts(article: dict[str, Any]) -> list[SectionText]:
    return [
        SectionText(one["heading"], one["text"], one.get("kinds", ""))
        for one in article["sections"]
    ]


def accepted(choose: Callable[[dict[str, Any]], tuple[str, ...]]) -> float:
    """How often a reader accepts what is chosen, as a part of all sections and readers."""
    found = []
    for article in ARTICLES:
        for section, summary in zip(article["sections"], choose(article), strict=True):
            found += [summary in marks for marks in section.get("accepted", ())]
    assert len(found) == 600
    return sum(found) / len(found)


@pytest.fixture(scope="module")
def summaries() -> list[tuple[str, ...]]:
    return [summarize(texts(one), standfirst=one["standfirst"]) for one in ARTICLES]


def test_an_editor_would_accept_more_of_them_than_of_first_sentences() -> None:
    hybrid = accepted(lambda one: summarize(texts(one), standfirst=one["standfirst"]))
    lead = accepted(lambda one: summarize(texts(one), method="lead"))
    assert hybrid >= lead + 0.05


def test_hardly_any_leans_on_what_went_before(summaries: list[tuple[str, ...]]) -> None:
    told = [summary for some in summaries for summary in some if summary]
    assert sum(leans(summary, ENGLISH) for summary in told) <= 0.005 * len(told)


def test_neighbours_hardly_overlap(summaries: list[tuple[str, ...]]) -> None:
    shares = []
    for some in summaries:
        terms = [words_of(summary) - ENGLISH.stop for summary in some if summary]
        shares += [len(a & b) / len(a | b) for a, b in pairwise(terms) if a | b]
    assert sum(shares) / len(shares) <= 0.062


def test_a_section_with_prose_has_a_summary(summaries: list[tuple[str, ...]]) -> None:
    asked = [
        (section, summary)
        for article, some in zip(ARTICLES, summaries, strict=True)
        for section, summary in zip(article["sections"], some, strict=True)
        if "accepted" in section
    ]
    assert len(asked) == 300
    assert [section["heading"] for section, summary in asked if not summary] == []
