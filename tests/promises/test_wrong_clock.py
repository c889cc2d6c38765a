"""Promise 7: once a clock is right, no date ahead of now stays, and none of a clock behind."""

import json
import os
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from feedsvc.newsroom import Newsroom
from feedsvc.store import ledger

DATED = "---\ntitle: Dated\ndate: 2026-06-01\n---\nWords of it.\n"
UNDATED = "---\ntitle: Undated\n---\nWords of it.\n"
OLD = "---\ntitle: Old\ndate: 2020-01-01\n---\nWords of it.\n"
FEEDS = ("feed", "digest/daily", "digest/weekly")
RIGHT = datetime(2026, 11, 29, 12, tzinfo=UTC)
AHEAD = datetime(2028, 1, 1, tzinfo=UTC)
BEHIND = datetime(2024, 3, 1, tzinfo=UTC)
Told = dict[str, tuple[str, str]]


def told(newsroom: Newsroom, name: str = "feed") -> Told:
    """The ids, with the times of publication and change, that a feed has."""
    items = json.loads(newsroom.document(name, "json").body)["items"]
    return {i["id"]: (i["date_published"], i["date_modified"]) for i in items}


def nothing_ahead(newsroom: Newsroom, now: datetime) -> None:
    for name in FEEDS:
        feed = json.loads(newsroom.document(name, "json").body)
        times = [time for pair in told(newsroom, name).values() for time in pair]
        times += [one["when"] for one in feed.get("_feedsvc", {}).get("deleted", [])]
        assert [time for time in times if datetime.fromisoformat(time) > now] == []
        atom = newsroom.document(name, "atom").body.decode()
        assert "2028" not in atom


@pytest.fixture
def room(desk: Any) -> Any:
    desk.clock.time = RIGHT
    for name, text in (("d", DATED), ("u", UNDATED), ("o", OLD)):
        desk.write(f"{name}.md", text)
    return desk


def at(room: Any, time: datetime, *touched: str, start: bool = True) -> Newsroom:
    """The newsroom, indexed at a time after some files were saved as they are."""
    room.clock.time = time
    for path in touched:
        file = room.folder / path
        file.write_bytes(file.read_bytes())
        os.utime(file, (time.timestamp() - 60, time.timestamp() - 60))
    newsroom = room.open(scan=start)
    if not start:
        newsroom.index.update([one.path for piece in newsroom.index.survey() for one in piece])
    return newsroom


@pytest.mark.parametrize("start", [True, False])
@pytest.mark.parametrize("touched", [(), ("u.md", "d.md", "o.md")])
def test_a_clock_that_was_behind_leaves_no_date(room, start: bool, touched) -> None:
    before = told(at(room, RIGHT))
    at(room, BEHIND, *touched, start=start)
    at(room, BEHIND + timedelta(days=40), *touched, start=start)
    newsroom = at(room, RIGHT + timedelta(minutes=5), start=start)
    assert told(newsroom) == before
    assert "deleted" not in json.loads(newsroom.document("feed", "json").body)["_feedsvc"]
    assert newsroom.scan().read == 0


@pytest.mark.parametrize("start", [True, False])
def test_a_clock_that_was_ahead_leaves_no_date(room, start: bool) -> None:
    first = at(room, AHEAD)
    dated = {i: times for i, times in told(first).items() if "u.md" not in i}
    for name in FEEDS:
        first.document(name, "json")
    newsroom = at(room, RIGHT, start=start)
    nothing_ahead(newsroom, RIGHT)
    after = told(newsroom)
    assert {i: times for i, times in after.items() if "u.md" not in i} == dated
    assert after["tag:news.example,2026:u.md"] == (RIGHT.isoformat(), RIGHT.isoformat())
    for later in (1, 100, 300, 390, 398, 500):
        moment = RIGHT + timedelta(days=later)
        newsroom = at(room, moment, "u.md")
        assert told(newsroom) == after
    assert newsroom.scan().read == 0


def test_an_edit_under_a_clock_ahead_is_dated_when_the_clock_is_right(room) -> None:
    at(room, RIGHT)
    room.write("o.md", OLD.replace("Words", "Other words"))
    at(room, AHEAD)
    (room.folder / "d.md").unlink()
    at(room, AHEAD + timedelta(hours=1))
    newsroom = at(room, RIGHT + timedelta(days=1))
    nothing_ahead(newsroom, room.clock.time)
    assert told(newsroom)["tag:news.example,2026:o.md"][1] == room.clock.time.isoformat()


def test_an_edit_under_a_clock_behind_is_dated_when_the_clock_is_right(room) -> None:
    before = told(at(room, RIGHT))
    room.write("o.md", OLD.replace("Words", "Other words"))
    at(room, BEHIND)
    newsroom = at(room, RIGHT + timedelta(hours=1))
    after = told(newsroom)
    assert after.pop("tag:news.example,2026:o.md")[1] == room.clock.time.isoformat()
    assert after.items() <= before.items()


def test_a_clock_behind_forgets_no_edit_of_before(room) -> None:
    at(room, RIGHT)
    room.write("o.md", OLD.replace("Words", "Other words"))
    before = told(at(room, RIGHT + timedelta(hours=1)))
    at(room, BEHIND, "o.md")
    assert told(at(room, RIGHT + timedelta(hours=2))) == before


@pytest.mark.parametrize("name", ["feed", "category/world"])
def test_nothing_is_an_entry_and_told_as_withdrawn_when_the_clock_is_set_back(
    room, name: str
) -> None:
    room.write("world/s.md", OLD)
    entry_id = next(i for i in told(at(room, RIGHT)) if "world" in i)
    room.write("world/s.md", OLD.replace("title", "draft: true\ntitle"))
    newsroom = at(room, AHEAD)
    assert entry_id in newsroom.document(name, "json").body.decode()  # as withdrawn
    room.write("world/s.md", OLD.replace("Words", "More words"))
    at(room, AHEAD + timedelta(minutes=1))
    room.clock.time = RIGHT  # no indexer has noticed it yet
    for reader in (newsroom, room.open(scan=False)):
        feed = json.loads(reader.document(name, "json").body)
        assert entry_id in told(reader, name)
        assert "deleted" not in feed["_feedsvc"]
        assert b"deleted-entry" not in reader.document(name, "atom").body


def test_what_was_kept_is_forgotten_once_the_clock_proved_right(room) -> None:
    at(room, AHEAD)
    newsroom = at(room, RIGHT)

    def kept() -> set[bool]:
        with newsroom.store.reading() as connection:
            records = ledger.records_at(connection, ["d.md", "u.md", "o.md"]).values()
        return {one.ahead is not None for one in records}

    assert kept() == {True}
    at(room, RIGHT + timedelta(days=300))
    assert kept() == {False}


def test_a_file_of_the_future_is_told_until_its_time_has_come(desk) -> None:
    then = datetime.now(UTC) + timedelta(days=400)
    os.utime(desk.write("u.md", UNDATED), (then.timestamp(), then.timestamp()))
    desk.write("d.md", DATED)
    newsroom = desk.open()
    (problem,) = (one for one in newsroom.problems.all() if one.code == "time-ahead")
    assert (problem.path, problem.severity) == ("u.md", "warning")
    os.utime(desk.folder / "u.md", (1, 1))
    newsroom.scan()
    assert [one for one in newsroom.problems.all() if one.code == "time-ahead"] == []
