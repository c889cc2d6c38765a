"""The process that keeps the counts of polls."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from feedsvc.audience import Batch, Spool
from feedsvc.model.audience import FeedDay
from feedsvc.store.audience import counts_since
from tests.web.servers import LIMIT, ROOT, wait

DAY = "2026-06-01"
HEAVY = {"sqlalchemy", "alembic", "flask", "granian", "click", "feedgen", "lxml", "http.client"}


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    folder = tmp_path / "feedsvc-serve-x"
    folder.mkdir()
    return Spool(folder)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "readers.db"


def batch(*pollers: int) -> Batch:
    return Batch(DAY, [FeedDay(DAY, "feed", len(pollers))], {"feed": list(pollers)})


def rows(file: Path) -> list[tuple[int, int]]:
    return [(one.polls, one.pollers) for one in counts_since(file, "")]


@contextmanager
def keeping(
    file: Path, spool: Spool, server: int, form: str = "text"
) -> Iterator[subprocess.Popen[bytes]]:
    """The process, and a pipe that hears its signs of life in place of its standard output."""
    given = [str(file), str(spool.folder), str(server), str(1), form]
    process = subprocess.Popen(
        [sys.executable, "-m", "feedsvc.web.keep_counts", *given],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_it_imports_little() -> None:
    asked = "import sys, feedsvc.web.keep_counts; print(*{one for one in sys.modules})"
    told = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert HEAVY & set(told.stdout.split()) == set()


def test_it_takes_what_lies_there_and_what_comes_at_the_end(file: Path, spool: Spool) -> None:
    spool.put(batch(1, 2))
    with keeping(file, spool, os.getpid()) as process:
        assert process.stdout is not None
        assert process.stdout.read(2) == b".."  # signs of life
        wait(lambda: list(spool.folder.glob("*.batch")) == [], "the first batch is taken")
        spool.put(batch(2, 3))
        process.send_signal(signal.SIGTERM)
        assert process.wait(LIMIT) == 0
    assert rows(file) == [(4, 3)]
    assert spool.folder.exists()  # its service removes it


def test_without_its_server_it_takes_the_last_and_ends(file: Path, spool: Spool) -> None:
    spool.put(batch(1, 2))
    with keeping(file, spool, 1 if os.getppid() != 1 else 2) as process:
        assert process.wait(LIMIT) == 0
    assert rows(file) == [(2, 2)]
    assert not spool.folder.exists()


def test_what_it_cannot_write_is_told_once_in_the_form_of_the_log(file: Path, spool: Spool) -> None:
    file.mkdir(parents=True)
    spool.put(batch(1))
    with keeping(file, spool, os.getpid(), "json") as process:
        assert process.stderr is not None
        first = json.loads(process.stderr.readline())
        assert "readers.db" in first["message"]
        file.rmdir()
        assert json.loads(process.stderr.readline())["message"].endswith("polls are kept again")
        process.send_signal(signal.SIGTERM)
        assert process.wait(LIMIT) == 0
    assert rows(file) == [(1, 1)]
