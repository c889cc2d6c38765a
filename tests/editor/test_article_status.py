"""Where an article stands at a time, and in which feeds."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from feedsvc.editor.article_status import status_of
from feedsvc.model.article import Article, Section
from feedsvc.model.entry import Entry, Term
from feedsvc.model.status import Status
from feedsvc.settings.site import FeedSettings, Settings

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SETTINGS = Settings(feeds=FeedSettings(correction_days=2))


def entry(article: dict[str, Any] | None = None, **values: Any) -> Entry:
    made = Article(path="a.md", headline="A", slug="a", **article or {})
    return Entry(
        **{"id": "id:a", "slug": "a", "published": NOW, "updated": NOW, "article": made} | values
    )


@pytest.mark.parametrize(
    ("article", "values", "standing"),
    [
        ({}, {}, "published"),
        ({}, {"published": NOW + HOUR}, "embargoed"),
        ({"expires": NOW + HOUR}, {}, "published"),
        ({"expires": NOW}, {}, "expired"),
        ({"expires": NOW + HOUR}, {"published": NOW + 2 * HOUR}, "embargoed"),
        ({}, {"private": True}, "private"),
        ({"expires": NOW}, {"private": True}, "private"),
        ({"draft": True}, {"private": True}, "draft"),
        ({"draft": True, "status": "withdrawn"}, {}, "withdrawn"),
    ],
)
def test_one_reason_is_told_why_readers_do_not_see_it(
    article: dict[str, Any], values: dict[str, Any], standing: Status
) -> None:
    found = status_of(entry(article, **values), SETTINGS, NOW)
    assert found.standing == standing
    assert found.public == (standing == "published")


def test_expiry_counts_only_where_it_is_to() -> None:
    ignoring = Settings(ignore_expiry=True)
    found = status_of(entry({"expires": NOW - HOUR}), ignoring, NOW)
    assert (found.standing, found.expires) == ("published", None)


def test_it_stands_in_everything_first_and_in_each_feed_once() -> None:
    terms = {
        "category": Term("world", "World"),
        "tags": (Term("c-2", "C++"), Term("c", "C"), Term("c-2", "c++")),
        "authors": (Term("ada", "Ada"),),
    }
    assert status_of(entry(**terms), SETTINGS, NOW).feeds == (
        *("feed", "category/world", "tag/c-2", "tag/c", "author/ada", "language/en"),
    )


@pytest.mark.parametrize(
    ("age", "corrected"), [(timedelta(days=2), False), (timedelta(hours=47), True)]
)
def test_a_correction_counts_for_its_days(age: timedelta, corrected: bool) -> None:
    assert status_of(entry(corrected=NOW - age), SETTINGS, NOW).corrected is corrected


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        ({"headline": "B"}, True),
        ({"content": "<p>More.</p>"}, True),
        ({"sections": (Section("top", "", 0, "More."),)}, True),
        ({"path": "b.md"}, False),
        ({"extra": {"mood": "wet"}}, False),
        ({"draft": True}, False),
    ],
)
def test_what_readers_see_is_told_from_what_they_do_not(change: dict[str, Any], seen: bool) -> None:
    before = entry()
    article = msgspec.structs.replace(before.article, **change)
    after = msgspec.structs.replace(before, article=article)
    found = [status_of(one, SETTINGS, NOW).seen for one in (before, after)]
    assert (found[0] != found[1]) is seen
