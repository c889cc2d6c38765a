"""Numbered pages hold each public article once, and stay; months hold what came out in them."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain, count
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.errors import NoSuchFeed
from feedsvc.feeds import list_catalog, page_starts
from feedsvc.feeds.list_catalog import A_PAGE, ListCatalog, Older
from feedsvc.feeds.looks import Looks
from feedsvc.settings import Settings
from feedsvc.store import Store, articles, feeds, locate
from tests.store.keeping import NOW, row

pytestmark = pytest.mark.each_database

FEED = "tag/x"


class Piece(NamedTuple):
    """An article: days since it was published, and days until it expires, if it does."""

    age: int
    expires: int | None = None
    live: bool = True

    @property
    def public(self) -> bool:
        return self.live and self.age >= 0 and (self.expires is None or self.expires > 0)


class Shelf:
    """A store whose articles are replaced, and the lists of one feed in it."""

    def __init__(self, folder: Path) -> None:
        self.store = Store.open(locate(folder, "", {}))
        looks = Looks(Settings(base_url="https://news.example"), self.store)
        self.lists = ListCatalog(looks, lambda: NOW)
        self.pieces: dict[str, Piece] = {}
        self._names = count()

    def put(self, *pieces: Piece) -> None:
        """Save articles."""
        new = {f"{next(self._names):06}": piece for piece in pieces}
        self.pieces |= new
        rows = []
        for name, (age, expires, live) in new.items():
            end = None if expires is None else NOW + timedelta(days=expires)
            rows.append(row(name, NOW - timedelta(days=age), expires=end, live=live))
        with self.store.writing() as connection:
            articles.put_articles(connection, rows)
            feeds.touch_feeds(connection, [FEED], NOW)

    def delete(self, *names: str) -> None:
        for name in names:
            del self.pieces[name]
        with self.store.writing() as connection:
            articles.delete_articles(connection, names)
            feeds.touch_feeds(connection, [FEED], NOW)

    def public(self) -> list[str]:
        """Ids of what readers may see, the oldest first, ties by id."""
        seen = [(-piece.age, name) for name, piece in self.pieces.items() if piece.public]
        return [name for _, name in sorted(seen)]

    def pages(self) -> list[list[str]]:
        """Ids on all pages, each with the oldest first, as leafing through them gives them."""
        found: list[list[str]] = []
        for number in count(1):
            try:
                page = self.lists.page(FEED, number)
            except NoSuchFeed:
                return found
            assert (page.number, page.first) == (number, (number - 1) * A_PAGE + 1)
            found.append([entry.id for entry in reversed(page.entries)])
            assert page.newest == (sum(map(len, found)) == len(self.public()))
        raise AssertionError


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page_starts, "STEP", 7)  # so that places lie within pages as well
        found = Shelf(tmp_path_factory.mktemp("shelf"))
        yield found
        found.store.close()


ANY = st.builds(
    Piece,
    st.integers(-3, 40),
    st.one_of(st.none(), st.none(), st.integers(-3, 3)),
    st.sampled_from([True, True, True, False]),
)


@given(
    before=st.lists(ANY, max_size=70),
    newer=st.integers(0, 30),
    gone=st.sets(st.integers(0, 99), max_size=20),
)
def test_pages_hold_what_is_public_once_and_full_ones_stay(
    shelf: Shelf, before: list[Piece], newer: int, gone: set[int]
) -> None:
    shelf.delete(*shelf.pieces)
    shelf.put(*(piece._replace(age=piece.age + 1 if piece.age >= 0 else -1) for piece in before))
    first = shelf.pages()
    assert [*chain(*first)] == shelf.public()
    assert all(len(page) == A_PAGE for page in first[:-1])
    shelf.put(*[Piece(0)] * newer)
    second = shelf.pages()
    assert [*chain(*second)] == shelf.public()
    full = [page for page in first if len(page) == A_PAGE]
    assert second[: len(full)] == full
    shelf.delete(*(name for number, name in enumerate(list(shelf.pieces)) if number in gone))
    assert [*chain(*shelf.pages())] == shelf.public()


@pytest.mark.parametrize("shown", [0, 1, 5, 19, 20, 25, 44, 45, 46])
def test_the_older_ones_begin_where_a_list_ends(shelf: Shelf, shown: int) -> None:
    shelf.delete(*shelf.pieces)
    shelf.put(*map(Piece, range(45)), Piece(-1), Piece(1, 0), Piece(1, live=False))
    found = shelf.lists.older(FEED, shown)
    if shown >= 45:
        assert found is None
        return
    assert found is not None
    page = shelf.lists.page(FEED, found.page)
    hidden = shelf.public()[: 45 - shown]
    assert page.entries[-1 - (found.article - page.first)].id == hidden[-1]


@pytest.mark.parametrize("number", [0, -1, 2, 10**8])
def test_a_page_that_is_not_there(shelf: Shelf, number: int) -> None:
    shelf.delete(*shelf.pieces)
    shelf.put(Piece(1))
    assert len(shelf.lists.page(FEED, 1).entries) == 1
    with pytest.raises(NoSuchFeed, match=r"the list ends at page 1$|numbered 1, 2, 3"):
        shelf.lists.page(FEED, number)
    for name in ("tag/none", "nothing", "x/y"):
        with pytest.raises(NoSuchFeed):
            shelf.lists.page(name, 1)


def test_the_last_page_may_be_full(shelf: Shelf) -> None:
    shelf.delete(*shelf.pieces)
    shelf.put(*map(Piece, range(A_PAGE)))
    assert shelf.lists.page(FEED, 1).newest
    with pytest.raises(NoSuchFeed, match=r"the list ends at page 1$"):
        shelf.lists.page(FEED, 2)


def test_of_a_private_category_there_is_no_page(shelf: Shelf) -> None:
    shelf.delete(*shelf.pieces)
    shelf.put(*map(Piece, range(45)))
    looks = Looks(Settings(base_url="https://news.example"), shelf.store, hidden={FEED})
    lists = ListCatalog(looks, lambda: NOW)
    assert lists.older(FEED, 5) is None
    with pytest.raises(NoSuchFeed, match="nothing is published"):
        lists.page(FEED, 1)


TOML = 'base_url = "https://news.example"\nid_base = "news.example,2026"\ntimezone = "Asia/Tokyo"\n'
HELD = {
    "draft": "draft: true",
    "coming": "embargo: 2026-06-02",
    "over": "expires: 2026-05-20",
    "gone": "status: withdrawn",
    "secret": "category: Board",
}


def story(date: str, more: str = "") -> str:
    return f"---\ntitle: Of {date}\ndate: {date}\n{more}\n---\nText.\n"


def months(newsroom: Any) -> list[tuple[str, int]]:
    return [(one.month.title, one.total) for one in newsroom.feeds.lists.months()]


def test_months_count_what_is_public_in_the_zone_of_the_site(desk: Any, clock: Any) -> None:
    desk.write("site.toml", TOML + "[categories.board]\nprivate = true\n")
    newsroom = desk.open()
    assert months(newsroom) == []
    for number, date in enumerate(["2024-02-29", "2026-04-30T14:59:59Z", "2026-04-30T15:00:00Z"]):
        desk.write(f"{number}.md", story(date))
    for name, line in HELD.items():
        desk.write(f"{name}.md", story("2025-05-02", line))
    newsroom.scan()
    assert months(newsroom) == [("May 2026", 1), ("April 2026", 1), ("February 2024", 1)]
    for name in ("2025/05", "2026/06", "2026/13", "2026/5", "x/y"):
        with pytest.raises(NoSuchFeed):
            newsroom.feeds.lists.month(name)
    clock.forward(days=1)
    assert months(newsroom)[0] == ("June 2026", 1)


def test_the_page_of_a_month_leads_to_those_beside_it(desk: Any) -> None:
    desk.write("site.toml", TOML)
    for date in ("2024-02-29", "2026-04-29", "2026-04-30", "2026-05-01"):
        desk.write(f"{date}.md", story(date))
    lists = desk.open().feeds.lists
    page = lists.month("2026/04")
    assert [entry.headline for entry in page.entries] == ["Of 2026-04-30", "Of 2026-04-29"]
    assert (page.total, page.older) == (2, None)
    assert (page.before.name, page.after.name) == ("2024/02", "2026/05")
    assert lists.month("2024/02").before is None
    assert lists.month("2026/05").after is None


def test_a_month_of_very_many_leads_to_the_rest(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_catalog, "MOST_ARTICLES", 2)
    for number in range(20):
        desk.write(f"a{number}.md", story("2026-03-01"))
    for day in (1, 2, 3, 4):
        desk.write(f"b{day}.md", story(f"2026-04-0{day}"))
    lists = desk.open().feeds.lists
    page = lists.month("2026/04")
    assert [entry.headline for entry in page.entries] == ["Of 2026-04-04", "Of 2026-04-03"]
    assert (page.total, page.older) == (4, Older(2, 22))
    found = lists.page("feed", 2)
    assert found.entries[-1 - (22 - found.first)].headline == "Of 2026-04-02"
    desk.write("c.md", story("2026-05-01"))
    desk.write("d.md", story("2026-05-02"))
    page = desk.open().feeds.lists.month("2026/05")
    assert (page.total, page.older) == (2, None)
