"""Many files read by child processes give what one process gives."""

import gc
import os
import signal
from pathlib import Path

import pytest

from feedsvc import workers
from feedsvc.newsroom import Newsroom


@pytest.fixture
def many(desk, monkeypatch: pytest.MonkeyPatch):
    """A newsroom of some articles that are many enough for child processes."""
    monkeypatch.setattr(workers, "FEW", 0)
    monkeypatch.setattr(workers, "JOB", 3)
    monkeypatch.setattr(workers, "_cores", lambda: 2)
    for number in range(40):
        header = f"Title: Story {number}\nDate: 2026-05-{number % 30 + 1:02}\nSlug: same\n"
        desk.write(f"{number:02}.txt", f"{header}\nText {number}.\n")
    desk.write("bad.txt", b"Bad\n\n\xff\n")
    return desk


def outcome(newsroom: Newsroom) -> tuple[bytes, list]:
    return newsroom.document("feed", "atom").body, newsroom.problems()


def alone(desk, desks, monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, list]:
    other = desks("other")
    for file in desk.folder.glob("*.txt"):
        other.write(file.name, file.read_bytes())
    monkeypatch.setattr(workers, "_cores", lambda: 1)
    return outcome(other.open())


def test_any_number_of_processes_gives_the_same_bytes(
    many, desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert outcome(many.open()) == alone(many, desks, monkeypatch)


def test_a_child_that_is_killed_takes_no_article_along(
    many, desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = workers._Child.ask

    def killed(child: workers._Child, message: bytes) -> bytes:
        if b"12.txt" in message:
            os.kill(child._process.pid, signal.SIGKILL)
        return ask(child, message)

    monkeypatch.setattr(workers._Child, "ask", killed)
    assert outcome(many.open()) == alone(many, desks, monkeypatch)


def test_where_no_child_can_be_started_the_files_are_read_here(
    many, desks, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(workers.sys, "executable", str(tmp_path / "nothing"))
    assert outcome(many.open()) == alone(many, desks, monkeypatch)


def test_a_scan_that_is_broken_off_leaves_no_child_and_goes_on_later(many) -> None:
    started: list[workers._Child] = []
    newsroom = many.open(scan=False)

    def stop(done: int, total: int) -> None:
        started.extend(team_children())
        raise KeyboardInterrupt

    def team_children() -> list[workers._Child]:
        return [found for found in gc.get_objects() if isinstance(found, workers._Child)]

    with pytest.raises(KeyboardInterrupt):
        newsroom.scan(stop)
    assert started
    assert all(child._process.poll() is not None for child in started)
    assert newsroom.scan().articles == 40
