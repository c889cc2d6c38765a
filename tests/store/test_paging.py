"""Places of public articles in a feed, the oldest first, and how many lie in spans of time."""

from datetime import datetime, timedelta

import pytest

from feedsvc.store import Connection, articles, paging
from feedsvc.store.paging import START, ListPlace
from tests.store.keeping import NOW, row

FEED = "tag/x"


def day(number: int) -> datetime:
    return NOW - timedelta(days=number)


@pytest.fixture
def places(connection: Connection) -> Connection:
    """Five public articles, two of one time, and some that nobody may see."""
    articles.put_articles(
        connection,
        [
            row("old", day(9)),
            row("b", day(5)),
            row("a", day(5)),
            row("now", NOW),
            row("young", day(1), expires=NOW + timedelta(seconds=1)),
            row("later", NOW + timedelta(seconds=1)),
            row("over", day(4), expires=NOW),
            row("draft", day(3), live=False),
        ],
    )
    return connection


def ids(found: list[ListPlace]) -> list[str]:
    return [place.entry_id for place in found]


def test_the_oldest_come_first_and_ties_by_id(places: Connection) -> None:
    found = paging.places_after(places, FEED, START, NOW, 9)
    assert ids(found) == ["old", "a", "b", "young", "now"]
    assert found[0] == ListPlace(day(9), "old")


@pytest.mark.parametrize(
    ("after", "limit", "skip", "wanted"),
    [
        (ListPlace(day(5), "a"), 9, 0, ["b", "young", "now"]),
        (ListPlace(day(5), "b"), 1, 0, ["young"]),
        (START, 2, 1, ["a", "b"]),
        (ListPlace(NOW, "now"), 9, 0, []),
    ],
)
def test_they_go_on_after_a_place(
    places: Connection, after: ListPlace, limit: int, skip: int, wanted: list[str]
) -> None:
    assert ids(paging.places_after(places, FEED, after, NOW, limit, skip)) == wanted


def test_what_comes_after_a_place_is_counted(places: Connection) -> None:
    assert paging.count_after(places, FEED, START, NOW) == 5
    assert paging.count_after(places, FEED, ListPlace(day(5), "a"), NOW) == 3
    assert paging.count_after(places, "tag/y", START, NOW) == 0


def test_the_oldest_since_a_time(places: Connection) -> None:
    assert paging.oldest_since(places, FEED, day(9), NOW) == day(9)
    assert paging.oldest_since(places, FEED, day(4), NOW) == day(1)
    assert paging.oldest_since(places, FEED, NOW + timedelta(seconds=1), NOW) is None


def test_many_spans_are_counted_in_their_order(places: Connection) -> None:
    spans = [(day(number + 1), day(number)) for number in range(400)]
    counts = paging.count_by_span(places, FEED, spans, NOW)
    assert len(counts) == 400
    # A span holds its start, and not its end.
    assert {number: found for number, found in enumerate(counts) if found} == {0: 1, 4: 2, 8: 1}
    assert paging.count_by_span(places, FEED, spans[::-1], NOW) == counts[::-1]
    assert paging.count_by_span(places, FEED, [], NOW) == []
