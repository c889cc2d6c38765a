"""What a child that reads files may do, and what is read aside."""

import resource
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from feedsvc import sources
from feedsvc.indexer import read_pool
from feedsvc.indexer.read_file import ReadFile, ReadLater
from feedsvc.settings import MEGA, Settings
from feedsvc.sources import Folder

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    (tmp_path / "quick.md").write_text("# Quick\n\nText.\n")
    (tmp_path / "slow.md").write_text("# Slow\n\n" + "*a _b " * 6_000)
    return Folder(tmp_path, sources.is_listed)


class Aside:
    """Is still reading all that it is given."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def aside(self, path: str, source: str, mark: str, now: datetime) -> ReadFile | None:
        assert source
        assert now == NOW
        self.asked.append(path)
        raise ReadLater


def read(folder: Folder, paths: list[str], aside: Any = None) -> tuple[list[str], list[str]]:
    """The headlines of files, and the paths of those that are read later."""
    later: list[str] = []
    found = list(read_pool.read_files(folder, Settings(), NOW, paths, aside, later))
    headlines = [one.article.headline for _, one in found if one and one.article]
    return headlines, later


def test_a_slow_file_is_read_aside_and_the_others_go_on(folder: Folder) -> None:
    aside = Aside()
    assert read(folder, ["slow.md", "quick.md", "nowhere.md"], aside) == (["Quick"], ["slow.md"])
    assert aside.asked == ["slow.md"]
    assert read(folder, ["slow.md", "quick.md"]) == (["Slow", "Quick"], [])


def test_what_is_noted_of_other_files_counts_for_one_look(folder: Folder) -> None:
    folder.noted["old"] = object()
    read(folder, ["quick.md"])
    assert "old" in folder.noted  # one file alone may be one of many, read one after another
    read(folder, ["quick.md", "nowhere.md"])
    assert "old" not in folder.noted


def test_a_child_has_bounds_and_leaves_no_core_file(tmp_path: Path) -> None:
    limits = Path("/proc/self/limits")
    if not limits.exists():
        pytest.skip("only Linux tells the bounds of another process")
    (tmp_path / "a.md").write_text("# A\n\nText.\n")
    settings = Settings()
    child = read_pool._Child((str(tmp_path), settings))
    try:
        assert [len(one) > 1 for one in child.answers(["a.md"], NOW)] == [True]
        pid = child._process.pid
        core = resource.prlimit(pid, resource.RLIMIT_CORE)
        memory = resource.prlimit(pid, resource.RLIMIT_AS)
    finally:
        child.forget()
    assert core[0] == 0
    assert memory[0] == settings.limits.read_megabytes * MEGA
