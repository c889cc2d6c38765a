"""What a hook is told of a newsroom, when it is tried again, and when no more."""

import json
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from feedsvc.hooks import HookFailed, Hooks
from feedsvc.hooks.hooks import BATCH, WAITS
from feedsvc.newsroom import Newsroom
from feedsvc.store import hook_events, rebuild

TOML = 'base_url = "https://news.example"\nid_base = "news.example,2026"\n'
HOOK = TOML + '[hooks]\non_change = "./notify"\n[categories.board]\nprivate = true\n'
STORY = "---\ntitle: {0}\ndate: 2026-05-01\n{1}---\nThe text of {0}.\n"


class Listener:
    """A newsroom with a hook that takes what it is told, or fails."""

    def __init__(self, desk: Any) -> None:
        self.desk = desk
        self.fails = False
        self.got: list[dict[str, Any]] = []
        self.monotonic = 0.0
        desk.write("site.toml", HOOK)
        self.save("rain.md", "Rain")
        self.newsroom: Newsroom = desk.open()
        self.hooks = self.made()
        self.turn()

    def made(self) -> Hooks:
        room = self.newsroom
        store = room.store
        return Hooks(
            store,
            lambda: room.settings,
            room.now,
            self.desk.folder,
            self.tell,
            lambda: self.monotonic,
        )

    def tell(self, target: str, text: bytes) -> None:
        assert target == "./notify"
        if self.fails:
            raise HookFailed("it is away")
        self.got.append(json.loads(text))

    def save(self, path: str, title: str, header: str = "") -> None:
        self.desk.write(path, STORY.format(title, header))

    def update(self, *paths: str) -> None:
        self.newsroom.index.update(paths)

    def turn(self) -> list[tuple[str, str | None]]:
        """Kind and title of what is told now."""
        self.got.clear()
        while self.hooks.turn():
            pass
        return [(one["kind"], one["title"]) for told in self.got for one in told["events"]]

    def state(self) -> hook_events.HookState:
        with self.newsroom.store.reading() as connection:
            return hook_events.hook_state(connection)


@pytest.fixture
def listener(desk: Any) -> Listener:
    return Listener(desk)


def test_a_life_is_told_as_readers_saw_it(listener: Listener) -> None:
    assert listener.turn() == []  # what is there at the start is no change
    told: list[tuple[str, str | None]] = []
    for header in ("draft: true\n", "", "tags: x\n", "tags: y\nminor: true\n"):
        listener.desk.clock.forward(minutes=1)
        listener.save("snow.md", "Snow", header)
        listener.update("snow.md")
        told += listener.turn()
    assert told == [("new", "Snow"), ("changed", "Snow")]
    listener.desk.clock.forward(minutes=1)
    listener.save("snow.md", "Snow", "correction: It was hail.\n")
    listener.update("snow.md")
    assert listener.turn() == [("corrected", "Snow")]
    (event,) = listener.got[0]["events"]
    assert event.pop("event") > 0
    assert event == {
        "kind": "corrected",
        "id": "tag:news.example,2026:snow.md",
        "url": "https://news.example/articles/snow",
        "title": "Snow",
        "feeds": event["feeds"],
        "published": "2026-05-01T00:00:00Z",
        "updated": event["at"],
        "at": event["at"],
    }
    assert "feed" in event["feeds"]
    listener.desk.clock.forward(minutes=1)
    (listener.desk.folder / "snow.md").unlink()
    listener.update("snow.md")
    assert listener.turn() == [("withdrawn", None)]


def test_nothing_is_told_before_an_embargo_nor_of_what_is_private(listener: Listener) -> None:
    lifts = listener.newsroom.now() + timedelta(hours=1)
    listener.save("later.md", "Later", f"embargo: {lifts.isoformat()}\n")
    listener.save("board/plan.md", "Plan")
    listener.update("later.md", "board/plan.md")
    assert listener.turn() == []
    listener.save("board/plan.md", "Plan B")
    listener.update("board/plan.md")
    listener.desk.clock.forward(minutes=59)
    assert listener.turn() == []
    listener.desk.clock.forward(minutes=1)
    assert listener.turn() == [("new", "Later")]


def test_the_headline_of_what_left_meanwhile_is_not_told(listener: Listener) -> None:
    listener.fails = True
    listener.save("snow.md", "Snow")
    listener.update("snow.md")
    assert listener.turn() == []
    listener.save("snow.md", "Snow", "draft: true\n")
    listener.update("snow.md")
    listener.fails, listener.monotonic = False, 10.0
    assert listener.turn() == [("new", None), ("withdrawn", None)]


def test_it_is_tried_again_with_growing_waits_and_told_once(
    listener: Listener, caplog: Any
) -> None:
    listener.fails = True
    listener.save("snow.md", "Snow")
    listener.update("snow.md")
    tries: list[float] = []
    listener.hooks._tell = lambda *_: tries.append(listener.monotonic) or listener.tell(*_)
    for second in range(400):
        listener.monotonic = float(second)
        listener.turn()
    assert [after - before for before, after in pairwise(tries)] == list(WAITS[:5])
    assert listener.state() == (True, 1, "it is away", 0)
    assert [m for m in caplog.messages if "it is away" in m] == [
        "the hook was not told: it is away; it is tried again and again"
    ]
    listener.fails, listener.monotonic = False, 10_000.0
    assert listener.turn() == [("new", "Snow")]
    assert listener.turn() == []
    assert listener.state() == (True, 0, "", 0)


def test_after_a_day_it_is_given_up_and_told(listener: Listener, caplog: Any) -> None:
    listener.fails = True
    listener.save("snow.md", "Snow")
    listener.update("snow.md")
    listener.turn()
    listener.desk.clock.forward(days=1, seconds=1)
    listener.monotonic = 2.0
    listener.turn()
    assert listener.state() == (True, 0, "it is away", 1)
    assert "1 changes are given up: the hook did not take them" in caplog.messages


def test_what_happened_while_nobody_told_is_told_later(listener: Listener) -> None:
    listener.save("snow.md", "Snow")
    listener.update("snow.md")
    listener.hooks = listener.made()  # the process was killed before it looked
    assert listener.turn() == [("new", "Snow")]
    listener.hooks = listener.made()
    assert listener.turn() == []


def test_many_changes_are_told_in_batches(listener: Listener) -> None:
    paths = [f"{number}.md" for number in range(BATCH + 5)]
    for path in paths:
        listener.save(path, path)
    listener.update(*paths)
    assert len(listener.turn()) == BATCH + 5
    assert [len(told["events"]) for told in listener.got] == [BATCH, 5]


def test_a_hook_that_is_taken_away_and_put_back_begins_anew(listener: Listener) -> None:
    def settings(text: str) -> None:
        listener.desk.write("site.toml", text)
        listener.newsroom.adopt(listener.newsroom.read_site())
        listener.newsroom.scan()

    settings(TOML)
    assert listener.turn() == []
    listener.save("snow.md", "Snow")
    listener.update("snow.md")
    settings(HOOK)
    assert listener.turn() == []
    listener.save("hail.md", "Hail")
    listener.update("hail.md")
    assert listener.turn() == [("new", "Hail")]


def test_an_upgrade_that_makes_tables_anew_tells_nothing(
    listener: Listener, monkeypatch: Any
) -> None:
    with listener.newsroom.store.writing() as connection:
        rebuild.rebuild(connection)
    assert listener.turn() == []
    listener.newsroom.scan()
    assert listener.turn() == []


def test_a_save_waits_for_no_hook(listener: Listener) -> None:
    """A hook that is being told holds no lock of the store."""

    def slow(publish: Callable[[], object]) -> Callable[[str, bytes], None]:
        def tell(target: str, text: bytes) -> None:
            publish()
            listener.tell(target, text)

        return tell

    def publish() -> None:
        listener.hooks._tell = listener.tell
        listener.save("hail.md", "Hail")
        listener.update("hail.md")
        assert "Hail" in listener.newsroom.document("feed", "json").body.decode()

    listener.hooks._tell = slow(publish)
    listener.save("snow.md", "Snow")
    listener.update("snow.md")
    assert listener.turn() == [("new", "Snow")]
    assert listener.turn() == [("new", "Hail")]
