"""What a change to articles means to subscribers, and how it is told."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.cards import Card
from feedsvc.effects import Change, Edges, Place, compare, feed_label, narrow, tell
from feedsvc.feeds import describe
from feedsvc.settings import Settings

START = datetime(2026, 5, 1, 9, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
FEEDS = ("feed", "category/world", "tag/websub")
NAMES = {
    "feed": "everything",
    "category/world": "World",
    "category/sport": "Sport",
    "tag/websub": "tag websub",
}


def card(name: str = "rain", **values: Any) -> Card:
    plain: dict[str, Any] = {
        "id": f"tag:news.example,2026:{name}.md",
        "slug": name,
        "path": f"{name}.md",
        "headline": name.capitalize(),
        "standing": "published",
        "published": START,
        "updated": START,
        "expires": None,
        "feeds": FEEDS,
        "seen": "as it was",
    }
    return Card(**plain | values)


def edited(name: str = "rain", **values: Any) -> Card:
    return card(name, **{"updated": START + timedelta(days=1), "seen": "as it is"} | values)


def cards(*some: Card) -> dict[str, Card]:
    return {one.path: one for one in some}


def said(before: list[Card], after: list[Card]) -> list[str]:
    return tell(
        compare(cards(*before), cards(*after)), NAMES.__getitem__, ZoneInfo("Europe/Berlin")
    )


ONE_CHANGE = [
    ([], [card()], "1 new entry in everything, World, tag websub: “Rain”."),
    (
        [card()],
        [edited()],
        "Readers show 1 entry as changed in everything, World, tag websub: “Rain”.",
    ),
    (
        [card()],
        [card(seen="as it is", slug="wet")],
        "1 entry changes, though readers do not show it as changed, in everything, World, tag"
        " websub: “Rain” has another address.",
    ),
    ([card()], [], "1 entry leaves everything, World, tag websub: “Rain” is deleted."),
    (
        [card()],
        [edited(standing="draft")],
        "1 entry leaves everything, World, tag websub: “Rain” is a draft.",
    ),
    (
        [card()],
        [edited(standing="withdrawn")],
        "1 entry leaves everything, World, tag websub: “Rain” is withdrawn.",
    ),
    (
        [card()],
        [card(standing="expired", expires=datetime(2026, 6, 30, 22, 30, tzinfo=UTC))],
        "1 entry leaves everything, World, tag websub: “Rain” expired on 1 July 2026, 00:30 CEST.",
    ),
    (
        [card()],
        [edited(standing="embargoed", published=datetime(2026, 12, 1, 8, tzinfo=UTC))],
        "1 entry leaves everything, World, tag websub: “Rain” is embargoed until 1 December 2026,"
        " 09:00 CET.",
    ),
    ([], [card(standing="draft")], "Nothing changes for readers: “Rain” is a draft."),
    (
        [card(standing="embargoed")],
        [edited(standing="embargoed", published=datetime(2026, 6, 1, 7, tzinfo=UTC))],
        "Nothing changes for readers: “Rain” is embargoed until 1 June 2026, 09:00 CEST.",
    ),
    ([card(standing="draft")], [card()], "1 new entry in everything, World, tag websub: “Rain”."),
]
NO_CHANGE = [
    ([], []),
    ([card()], [card()]),
    ([card()], [card(path="2026/rain.md")]),
    ([card(standing="draft")], []),
    ([card(standing="expired")], [card(standing="expired", path="old/rain.md")]),
]


@pytest.mark.parametrize(("before", "after", "sentence"), ONE_CHANGE)
def test_one_change_is_one_sentence(before: list[Card], after: list[Card], sentence: str) -> None:
    assert said(before, after) == [sentence]


@pytest.mark.parametrize(("before", "after"), NO_CHANGE)
def test_what_no_reader_notices_is_no_change(before: list[Card], after: list[Card]) -> None:
    assert compare(cards(*before), cards(*after)) == []
    assert said(before, after) == ["Nothing changes for readers."]


def test_an_entry_that_changes_its_category_is_new_in_one_feed_and_leaves_another() -> None:
    moved = edited(feeds=("feed", "category/sport", "tag/websub"))
    changes = compare(cards(card()), cards(moved))
    assert {c.kind: c.feeds for c in changes} == {
        "updated": ("feed", "tag/websub"),
        "new": ("category/sport",),
        "gone": ("category/world",),
    }
    assert said([card()], [moved]) == [
        "Readers show 1 entry as changed in everything, tag websub: “Rain”.",
        "“Rain” is new in Sport and leaves World.",
    ]


def test_entries_that_change_feeds_are_counted() -> None:
    names = ["rain", "snow", "hail"]
    moved = [edited(n, feeds=("feed", "category/sport", "tag/websub")) for n in names]
    bare = edited("sun", feeds=("feed", "category/world"))
    assert said([card(n) for n in [*names, "sun"]], [*moved, bare]) == [
        "Readers show 4 entries as changed in everything, World (1), tag websub (3).",
        "4 entries change feeds: new in Sport (3); gone from World (3), tag websub (1).",
    ]


def test_an_article_that_changes_its_id_warns_that_readers_show_it_twice() -> None:
    assert said([card()], [edited(id="urn:x-news:1")]) == [
        "“Rain” gets another id and becomes a new entry in everything, World, tag websub: readers"
        " who have it will show it twice."
    ]
    before = [card(), card("snow"), card("sun")]
    after = [edited(id="urn:x-news:1"), edited("snow", id="urn:x-news:2"), card("hail")]
    assert said(before, after) == [
        "2 articles get other ids and become new entries in everything, World, tag websub: readers"
        " who have them will show them twice.",
        "1 entry leaves everything, World, tag websub: “Sun” is deleted.",
        "1 new entry in everything, World, tag websub: “Hail”.",
    ]


def test_many_changes_are_counted_the_most_important_first() -> None:
    before = [card(f"old-{n}", feeds=FEEDS[: 1 + n % 3]) for n in range(6)]
    before += [card(f"kept-{n}") for n in range(4)]
    after = [card(f"new-{n:04}", feeds=FEEDS[: 1 + n % 2]) for n in range(1500)]
    after += [edited(f"kept-{n}") for n in range(3)] + [card("kept-3", seen="other")]
    after += [card("later", standing="embargoed"), edited("old-0", standing="draft")]
    after += [card("never", standing="draft"), card("nor", standing="draft")]
    assert said(before, after) == [
        "6 entries leave everything, World (4), tag websub (2): 5 are deleted, 1 is a draft.",
        "1,500 new entries in everything, World (750).",
        "Readers show 3 entries as changed in everything, World, tag websub.",
        "1 entry changes, though readers do not show it as changed, in everything, World, tag"
        " websub: “Kept-3”.",
        "Readers do not see 3 of the articles: 2 are drafts, 1 is embargoed.",
    ]


def test_where_nothing_changes_the_reasons_are_told() -> None:
    drafts = [card(f"draft-{n}", standing="draft") for n in range(2)]
    assert said([], [*drafts, card("later", standing="embargoed")]) == [
        "Nothing changes for readers: 2 articles are drafts, 1 is embargoed."
    ]
    assert said([], [card(), drafts[0]])[1:] == ["Readers do not see “Draft-0”: it is a draft."]


def test_a_sentence_names_few_feeds_and_short_headlines() -> None:
    feeds = ("feed", "author/desk", *(f"tag/{n}" for n in range(20)), "category/world")
    change = compare({}, cards(card(feeds=feeds, headline="Long\x1b[31m " * 50)))
    (sentence,) = tell(change, lambda name: name)
    assert sentence.startswith(
        "1 new entry in feed, category/world, tag/0, tag/1, tag/2, tag/3 and 17 more feeds: “Long"
    )
    assert len(sentence) < 200
    assert sentence.isprintable()


@pytest.mark.parametrize(
    ("name", "label", "called"),
    [
        ("feed", "", "everything"),
        ("category/world", "World", "World"),
        ("tag/websub", "WebSub", "tag WebSub"),
        ("author/weather-desk", "Weather desk", "author Weather desk"),
    ],
)
def test_feeds_are_called_as_people_call_them(name: str, label: str, called: str) -> None:
    assert feed_label(describe(name, label, Settings())) == called


class Sides:
    """Cards before and after, and what a feed shows of each: the oracle for narrow."""

    def __init__(self, before: list[Card], after: list[Card], entries: int) -> None:
        self.before, self.after, self.entries = cards(*before), cards(*after), entries

    def places(self, side: dict[str, Card], feed: str, limit: int) -> list[Place]:
        here = [(c.published, c.id) for c in side.values() if c.public and feed in c.feeds]
        return sorted(here, reverse=True)[:limit]

    def shown(self, side: dict[str, Card], feed: str) -> dict[str, Card]:
        by_id = {c.id: c for c in side.values()}
        return {i: by_id[i] for _, i in self.places(side, feed, self.entries)}

    def noticed(self, *, after: bool) -> list[Change]:
        side = self.after if after else self.before
        edges = Edges(lambda feed, n: self.places(side, feed, n), self.entries, after=after)
        return narrow(compare(self.before, self.after), edges)


def test_an_article_older_than_what_feeds_show_is_noticed_where_they_are_not_full() -> None:
    full = [card(f"n{n}", feeds=("feed",)) for n in range(3)]
    old = card("old", published=START - timedelta(days=9))
    (change,) = Sides(full, [*full, old], 3).noticed(after=True)
    assert (change.kind, change.feeds) == ("new", ("category/world", "tag/websub"))
    older = card("old", published=START - timedelta(days=9), feeds=("feed",))
    (change,) = Sides(full, [*full, older], 3).noticed(after=True)
    assert (change.kind, change.feeds, change.why) == ("unseen", (), "old")
    assert tell([change], NAMES.__getitem__) == [
        "Nothing changes for readers: “Old” is older than what feeds show."
    ]


NAME = st.sampled_from("abcdefgh")
CARD = st.builds(
    lambda name, days, updated, standing, feeds: card(
        name,
        published=START - timedelta(days=days),
        updated=START + timedelta(days=updated),
        standing=standing,
        feeds=("feed", *sorted(feeds)),
        seen=f"{days} {updated} {sorted(feeds)}",
    ),
    NAME,
    st.integers(0, 4),
    st.integers(0, 1),
    st.sampled_from(["published", "published", "published", "draft"]),
    st.sets(st.sampled_from(FEEDS[1:])),
)
SIDE = st.lists(CARD, max_size=8, unique_by=lambda one: one.id)


@given(SIDE, SIDE, st.integers(1, 4))
def test_changes_are_told_in_the_feeds_that_show_them(
    before: list[Card], after: list[Card], entries: int
) -> None:
    sides = Sides(before, after, entries)
    was = {c.id: c for c in before}
    changes = sides.noticed(after=True)
    assert changes == sides.noticed(after=False)
    for feed in FEEDS:
        had, has = sides.shown(sides.before, feed), sides.shown(sides.after, feed)
        before_ids = {i for _, i in sides.places(sides.before, feed, 99)}
        after_ids = {i for _, i in sides.places(sides.after, feed, 99)}
        expected = {("gone", i) for i in had if i not in after_ids}
        expected |= {("new", i) for i in has if i not in before_ids}
        expected |= {
            ("changed" if was[i].updated == one.updated else "updated", i)
            for i, one in has.items()
            if i in before_ids and was[i].seen != one.seen
        }
        assert {(c.kind, c.id) for c in changes if feed in c.feeds} == expected
    assert all(c.feeds or c.kind == "unseen" for c in changes)
    assert len({(c.id, c.kind) for c in changes}) == len(changes)
