"""What an editor takes back between an upgrade, or a copy of the store, and the first index."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from feedsvc.errors import NoSuchFeed
from feedsvc.newsroom import Newsroom
from feedsvc.store.ledger_copy import copy_store
from tests.promises.test_left_untold import (
    DIGESTS,
    ITS_FEEDS,
    RAIN,
    RAIN_ID,
    SUN,
    TYPO,
    stones,
    titles,
    updated,
)

Step: TypeAlias = Callable[[Any], None]


@pytest.fixture
def published(desk: Any) -> Any:
    """A desk whose two articles subscribers have seen, a day later."""
    desk.write("world/rain.md", RAIN.format(""))
    desk.write("sun.md", SUN)
    for number in range(4):
        desk.write(f"more/{number}.md", f"---\ntitle: {number}\ndate: 2026-04-01\n---\nMore.\n")
    newsroom = desk.open()
    desk.clock.forward(days=1)
    for name in (*ITS_FEEDS, *DIGESTS):
        stones(newsroom, name)
    newsroom.close()
    return desk


@pytest.fixture(params=["upgrade", "copy"])
def opened(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[[Any], Newsroom]:
    """Opens the newsroom with other tables, or on a copy of its store; nothing is read yet."""

    def upgrade(desk: Any) -> Newsroom:
        monkeypatch.setattr("feedsvc.store.schema.REBUILDABLE_VERSION", 999)
        return desk.open(scan=False)

    def copy(desk: Any) -> Newsroom:
        place = desk.folder / ".feedsvc/store.sqlite3"
        target = tmp_path / "copy.sqlite3"
        copy_store(f"sqlite:///{place}", f"sqlite:///{target}", lambda *_: None)
        place.unlink()
        target.rename(place)
        return desk.open(scan=False)

    return {"upgrade": upgrade, "copy": copy}[request.param]


def withdraw(desk: Any) -> None:
    desk.write("world/rain.md", RAIN.format("status: withdrawn\n"))


def draft(desk: Any) -> None:
    desk.write("world/rain.md", RAIN.format("draft: true\n"))


def delete(desk: Any) -> None:
    (desk.folder / "world/rain.md").unlink()


@pytest.mark.parametrize("end", [withdraw, draft, delete])
def test_it_is_told_in_all_its_feeds_and_once(
    published: Any, opened: Callable[[Any], Newsroom], end: Step
) -> None:
    end(published)
    newsroom = opened(published)
    newsroom.scan()
    when = published.clock.time.strftime("%Y-%m-%dT%H:%M:%S")
    for name in ITS_FEEDS:
        ((entry_id, told),) = stones(newsroom, name)
        assert (entry_id, told[:19]) == (RAIN_ID, when)
        assert "Rain" not in titles(newsroom, name)
    for name in DIGESTS:
        assert (updated(newsroom, name) or "")[:19] == when
    published.clock.forward(hours=1)
    newsroom.scan()
    assert [told[:19] for _, told in stones(newsroom)] == [when]


def test_what_stays_is_not_told(published: Any, opened: Callable[[Any], Newsroom]) -> None:
    with published.open(scan=False) as newsroom:
        before = [updated(newsroom, name) for name in (*ITS_FEEDS, *DIGESTS)]
    newsroom = opened(published)
    newsroom.scan()
    assert [updated(newsroom, name) for name in (*ITS_FEEDS, *DIGESTS)] == before
    assert stones(newsroom) == []


def test_what_had_an_error_then_is_told_when_it_is_withdrawn_later(
    published: Any, opened: Callable[[Any], Newsroom]
) -> None:
    published.write("world/rain.md", RAIN.format(TYPO))
    newsroom = opened(published)
    newsroom.scan()
    assert stones(newsroom) == []
    published.clock.forward(hours=1)
    withdraw(published)
    newsroom.scan()
    assert [len(stones(newsroom, name)) for name in ITS_FEEDS] == [1, 1, 1]


def test_deletions_that_were_held_back_are_told_when_they_are_accepted(
    published: Any, opened: Callable[[Any], Newsroom]
) -> None:
    delete(published)
    for number in range(3):
        (published.folder / f"more/{number}.md").unlink()
    newsroom = opened(published)
    assert newsroom.scan().held_count == 4
    assert stones(newsroom) == []
    published.clock.forward(hours=1)
    newsroom.scan(accept_deletions=True)
    assert len(stones(newsroom)) == 4
    assert [len(stones(newsroom, name)) for name in ITS_FEEDS[1:]] == [1, 1]


def test_what_expired_meanwhile_is_not_told(
    published: Any, opened: Callable[[Any], Newsroom]
) -> None:
    published.write("sun.md", SUN.replace("---\nIt", "expires: 2026-05-03\n---\nIt"))
    published.open().close()
    published.clock.forward(days=400)
    (published.folder / "sun.md").unlink()
    newsroom = opened(published)
    newsroom.scan()
    assert stones(newsroom) == []


def test_a_feed_in_which_nothing_stands_any_more_stays(
    published: Any, opened: Callable[[Any], Newsroom]
) -> None:
    withdraw(published)
    with published.open() as newsroom:
        before = [(stones(newsroom, name), updated(newsroom, name)) for name in ITS_FEEDS]
    assert all(len(told) == 1 for told, _ in before)
    published.clock.forward(hours=1)
    newsroom = opened(published)
    newsroom.scan()
    assert [(stones(newsroom, name), updated(newsroom, name)) for name in ITS_FEEDS] == before


def test_a_feed_that_never_opened_is_forgotten_with_its_article(
    published: Any, opened: Callable[[Any], Newsroom]
) -> None:
    later = "---\ntitle: Later\ndate: 2099-01-01\ntags: later\n---\nIt is late.\n"
    published.write("later.md", later)
    published.open().close()
    (published.folder / "later.md").unlink()
    newsroom = opened(published)
    newsroom.scan()
    published.clock.time = published.clock.time.replace(year=2099, month=6)
    with pytest.raises(NoSuchFeed):
        newsroom.document("tag/later", "atom")
