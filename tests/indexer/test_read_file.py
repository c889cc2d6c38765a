"""One file as it is read: by whom, and what of it may be wrong."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from feedsvc import sources
from feedsvc.indexer import read_pool
from feedsvc.indexer.folder_diff import Difference
from feedsvc.indexer.read_file import (
    QUICK,
    QUICK_PLAIN,
    SIGNS,
    could_be_slow,
    given_up,
    read_file,
)
from feedsvc.model.problem import Problem
from feedsvc.settings import Settings, check_settings
from feedsvc.sources import Folder
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


@pytest.mark.parametrize(
    ("data", "slow"),
    [
        (b"*" * QUICK, False),
        (b"*" * (QUICK + 1), True),
        (b"x" * QUICK_PLAIN, False),
        (b"x" * (QUICK_PLAIN + 1), True),
        ((b"*" + b"x" * (SIGNS - 1)) * 4096, False),
        ((b"*" + b"x" * (SIGNS - 1)) * 4095 + b"*" * SIGNS, True),
        (b"x" * (QUICK + 1) + b"  " * 2340, False),
        (b"x" * (QUICK + 1) + b"  " * 2341, True),
        (b"x" * (QUICK + 1) + b"\n\n\n" * 2520, False),
        (b"x" * (QUICK + 1) + b"\n\n\n" * 2521, True),
        ((b"x" * 60 + b"\n\n") * 1000, False),
    ],
)
def test_a_file_could_be_slow_from_these_sizes_on(data: bytes, slow: bool) -> None:
    assert could_be_slow(data) is slow


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


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000030000000208060000009d74661a0000000049454e44ae426082"
)


def test_media_files_are_measured_and_missing_ones_are_named(desk) -> None:
    desk.write("w/there.png", PIXEL)
    desk.write("w/ep.mp3", b"x" * 77)
    front = "image: there.png\nenclosure: [ep.mp3, gone.mp3, 'https://x.y/far.mp3']"
    desk.write("w/a.md", f"---\ntitle: A\ndate: 2026-05-01\n{front}\n---\nText.\n")
    found = read_file(Folder(desk.folder, sources.is_listed), "w/a.md", Settings(), desk.clock())
    assert found is not None
    assert found.article is not None
    image = found.article.image
    assert image is not None
    assert (image.length, image.width, image.height) == (len(PIXEL), 3, 2)
    assert [one.length for one in found.article.enclosures] == [77, None, None]
    assert all((one.width, one.height) == (None, None) for one in found.article.enclosures)
    message = "w/gone.mp3 is not there; put the file beside the article, or mend its name"
    assert found.problems == (Problem("w/a.md", 1, "warning", "missing-file", message),)
    assert found.media.keys() == {"w/there.png", "w/ep.mp3", "w/gone.mp3"}


def test_a_file_from_a_clock_ahead_is_named(desk) -> None:
    file = desk.write("a.md", "# A\n\nText.\n")
    os.utime(file, (4_070_908_800, 4_070_908_800))
    found = read_file(Folder(desk.folder, sources.is_listed), "a.md", Settings(), desk.clock())
    assert found is not None
    (problem,) = found.problems
    assert (problem.line, problem.severity, problem.code) == (1, "warning", "time-ahead")
    assert "2099-01-01 00:00 UTC, lies ahead" in problem.message


def refused(desk: Any, seconds: float | None = 5.0, *, certain: bool = True) -> Any:
    folder = Folder(desk.folder, sources.is_listed)
    settings = check_settings({"limits": {"front_matter_kilobytes": 1}})
    return given_up(folder, "posts/a.md", settings, desk.clock(), seconds, certain=certain)


@pytest.mark.parametrize(
    ("seconds", "code", "said"),
    [(5.0, "too-slow", "more than 5 seconds"), (None, "unreadable", "memory")],
)
def test_a_file_that_was_given_up_says_why(
    desk, seconds: float | None, code: str, said: str
) -> None:
    desk.write("posts/a.md", "# A\n\nText.\n")
    found = refused(desk, seconds)
    assert found.article is None
    (problem,) = found.problems
    assert (problem.path, problem.line, problem.severity, problem.code) == (
        *("posts/a.md", 1, "error"),
        code,
    )
    assert said in problem.message
    assert found.holding == ()


@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_a_file_that_was_given_up_is_held_back_by_its_header(desk, coding: str) -> None:
    header = f"---\ntitle: {'x' * 900}\ndraft: true\n---\nText.\n"
    desk.write("posts/a.md", "")
    (desk.folder / "posts/a.md").write_bytes(header.encode(coding))
    assert len(refused(desk).holding) == 1
    desk.write("posts/a.md", header.replace("x" * 900, "x" * 1100))  # beyond the limit
    assert refused(desk).holding == ()
    desk.write("posts/_index.md", "---\ncascade:\n  draft: true\n---\n")
    assert len(refused(desk).holding) == 1


def test_a_file_that_is_gone_or_closed_has_no_header(desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(desk) is None
    desk.write("posts/a.md", "---\ndraft: true\n---\nText.\n")

    def fail(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Folder, "look", fail)
    assert (refused(desk).holding, len(refused(desk).problems)) == ((), 1)


@pytest.mark.parametrize(
    ("ahead", "certain", "sure"), [(60, True, True), (60, False, False), (0, True, False)]
)
def test_one_that_was_given_up_is_read_again_where_that_may_end_otherwise(
    desk, ahead: int, certain: bool, sure: bool
) -> None:
    desk.write("a.md", "# A\n\nText.\n")
    folder = Folder(desk.folder, sources.is_listed)
    stat = folder.stat("a.md")
    assert stat is not None
    now = datetime.fromtimestamp(stat.changed / 1e9 + ahead, UTC)
    found = given_up(folder, "a.md", Settings(), now, None, certain=certain)
    assert found is not None
    assert found.stat == (stat if sure else stat.doubted())
