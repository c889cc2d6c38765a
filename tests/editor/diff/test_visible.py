"""Feeds show only their newest entries: which changes are noticed in which of them."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.editor.article_status import ArticleStatus
from feedsvc.editor.diff import Change, compare, narrow, tell
from feedsvc.editor.diff.visible import Position, VisibleEntries
from tests.editor.diff.cards import FEEDS, NAMES, START, card, cards


class Sides:
    """Cards before and after, and what a feed shows of each: the oracle for narrow."""

    def __init__(
        self, before: list[ArticleStatus], after: list[ArticleStatus], entries: int
    ) -> None:
        self.before, self.after, self.entries = cards(*before), cards(*after), entries

    def places(self, side: dict[str, ArticleStatus], feed: str, limit: int) -> list[Position]:
        here = [(c.published, c.id) for c in side.values() if c.public and feed in c.feeds]
        return sorted(here, reverse=True)[:limit]

    def shown(self, side: dict[str, ArticleStatus], feed: str) -> dict[str, ArticleStatus]:
        by_id = {c.id: c for c in side.values()}
        return {i: by_id[i] for _, i in self.places(side, feed, self.entries)}

    def noticed(self, *, after: bool) -> list[Change]:
        side = self.after if after else self.before
        edges = VisibleEntries(
            lambda feed, n: self.places(side, feed, n), self.entries, after=after
        )
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
    before: list[ArticleStatus], after: list[ArticleStatus], entries: int
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
