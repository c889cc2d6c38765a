"""One file as it is read: by whom, and what of it may be wrong."""

import os
from pathlib import Path
from typing import Any

import pytest

from feedsvc import sources
from feedsvc.indexer import read_pool
from feedsvc.indexer.folder_diff import Difference
from tests.indexer.ten_articles import age, differences, write


@pytest.mark.parametrize(
    ("text", "slow"),
    [
        ("A sentence of an ordinary article. " * 7_000, False),
        ("[A link](https://news.example/) in a *sentence*. " * 600, False),
        ("[A link](https://news.example/) in a *sentence*. " * 700, True),
        ("A sentence of an ordinary article. " * 8_000, True),
        ("x" + " " * 40_000, True),
        ("*a _b " * 6_000, True),
    ],
    ids=["long", "marked", "long-and-marked", "very-long", "spaces", "signs"],
)
def test_only_what_could_be_slow_is_read_by_a_child(
    desk, monkeypatch: pytest.MonkeyPatch, text: str, slow: bool
) -> None:
    newsroom = desk.open()
    started: list[object] = []
    start = read_pool._Child.__init__

    def starting(child: read_pool._Child, task: object) -> None:
        started.append(task)
        start(child, task)

    monkeypatch.setattr(read_pool._Child, "__init__", starting)
    desk.write("a.md", f"# News\n\n{text}\n")
    newsroom.index.update(["a.md"])
    assert [entry.headline for entry in newsroom.feeds.entries("feed", 9)] == ["News"]
    assert len(started) == slow


def test_a_fault_of_a_reader_is_a_problem_of_its_file_alone(
    desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = sources.read

    def faulty(path: str, data: bytes, **given: Any) -> sources.Reading:
        if path == "bad.md":
            raise RecursionError
        return read(path, data, **given)

    monkeypatch.setattr(sources, "read", faulty)
    for name in ("bad.md", "good.md"):
        desk.write(name, f"# The {name}\n\nA text.\n")
    newsroom = desk.open()
    assert [entry.headline for entry in newsroom.feeds.entries("feed", 9)] == ["The good.md"]
    (problem,) = [p for p in newsroom.problems.all() if p.severity == "error"]
    assert (problem.path, problem.line, problem.code) == ("bad.md", 1, "unreadable")


def test_a_file_that_changes_while_it_is_read_is_read_again(
    desk, ten, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(desk, "late.txt")
    read = os.read

    def growing(number: int, count: int) -> bytes:
        data = read(number, count)
        if data.startswith(b"Title: late"):
            monkeypatch.setattr(os, "read", read)
            with Path(desk.folder / "late.txt").open("a") as file:
                file.write("\nAnd more.\n")
            age(desk)
        return data

    monkeypatch.setattr(os, "read", growing)
    ten.index.update(["late.txt"])
    assert differences(ten) == [Difference("late.txt", gone=False)]
    ten.scan()
    assert "And more." in next(
        v.content for v in ten.feeds.entries("feed", 99) if v.headline == "late.txt"
    )
