"""File events of a real folder, and looks at real files."""

import os
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from feedsvc.indexer.watch import Event, FolderEyes, Watch, is_passing

LIMIT = 60.0


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "old.md").write_text("old")
    (folder / "world").mkdir()
    (folder / "world" / "old.md").write_text("old")
    return folder


@pytest.fixture
def watch(root: Path) -> Iterator[Watch]:
    watch = Watch(root)
    assert watch.start() == ""
    yield watch
    watch.stop()


@pytest.fixture
def eyes(root: Path) -> FolderEyes:
    return FolderEyes(root, lambda path: None)


def hears(watch: Watch, *expected: Event) -> None:
    """Wait for all of some events; others may come as well."""
    missing, end = set(expected), time.monotonic() + LIMIT
    while missing and time.monotonic() < end:
        heard = watch.wait(LIMIT)
        assert heard.failure == ""
        missing -= set(heard.events)
    assert not missing


def test_saved_in_place(watch: Watch, root: Path) -> None:
    (root / "old.md").write_text("new")
    hears(watch, Event("old.md", "changed"))


def test_saved_by_rename(watch: Watch, root: Path) -> None:
    (root / ".old.md.tmp").write_text("new")
    (root / ".old.md.tmp").rename(root / "old.md")
    hears(watch, Event("old.md", "made"))


def test_made_moved_and_deleted(watch: Watch, root: Path) -> None:
    (root / "new.md").write_text("new")
    hears(watch, Event("new.md", "made"))
    (root / "new.md").rename(root / "world" / "new.md")
    hears(watch, Event("new.md", "gone"), Event("world/new.md", "made"))
    (root / "world" / "new.md").unlink()
    hears(watch, Event("world/new.md", "gone"))


def test_what_vanished_is_told_first(root: Path) -> None:
    watch = Watch(root)
    watch._events({(1, f"{root}/b.md"), (3, f"{root}/a.md")})
    assert watch.start() == ""
    (root / "old.md").rename(root / "renamed.md")
    end, found = time.monotonic() + LIMIT, []
    while len(found) < 2 and time.monotonic() < end:
        found += watch.wait(LIMIT).events
    assert found == [Event("old.md", "gone"), Event("renamed.md", "made")]
    watch.stop()


def test_a_moved_folder_is_watched_where_it_is_now(watch: Watch, root: Path) -> None:
    (root / "world").rename(root / "planet")
    hears(watch, Event("world", "gone"), Event("planet", "made"))
    (root / "planet" / "old.md").write_text("new")
    hears(watch, Event("planet/old.md", "changed"))


def test_names_are_nfc(watch: Watch, root: Path) -> None:
    (root / unicodedata.normalize("NFD", "é.md")).write_text("new")
    hears(watch, Event("é.md", "made"))


def test_the_store_and_other_hidden_files_are_silent(watch: Watch, root: Path) -> None:
    (root / ".feedsvc").mkdir()
    (root / ".feedsvc" / "store.sqlite3").write_text("x")
    (root / ".a.md.swp").write_text("x")
    (root / "end.md").write_text("x")
    heard: list[Event] = []
    while Event("end.md", "made") not in heard:
        heard += watch.wait(LIMIT).events
    assert {event.path for event in heard} == {"end.md"}


def test_a_name_that_is_not_utf_8_ends_the_watch_and_is_told(watch: Watch, root: Path) -> None:
    (root / os.fsdecode(b"\xff.md")).write_text("x")
    end = time.monotonic() + LIMIT
    while not (heard := watch.wait(LIMIT)).failure:
        assert time.monotonic() < end
    assert "decode" in heard.failure
    assert watch.start() == ""
    (root / "old.md").write_text("new")
    hears(watch, Event("old.md", "changed"))


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert Watch(tmp_path / "nothing").start() != ""


def test_a_wait_can_be_ended(watch: Watch) -> None:
    watch.wake()
    assert watch.wait(LIMIT).events == []
    assert watch.wait(0).events == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.md", False),
        ("world/a.md", False),
        ("2024.05/a.md", False),
        ("world", False),
        (".a.md.swp", True),
        (".git/index", True),
        ("world/.goutputstream-X1Y2Z3", True),
        ("world/4913", True),
        ("a.md~", True),
        ("#a.md#", True),
        ("a.md.part", True),
    ],
)
def test_files_of_programs_are_told_from_articles(path: str, expected: bool) -> None:
    assert is_passing(path) is expected


def test_a_look_tells_files_folders_and_nothing_apart(eyes: FolderEyes, root: Path) -> None:
    file, folder = eyes.look("old.md"), eyes.look("world")
    assert file is not None
    assert (file.folder, file.size) == (False, 3)
    assert folder is not None
    assert folder.folder
    assert eyes.look("nothing.md") is None
    os.mkfifo(root / "pipe.md")
    assert eyes.look("pipe.md") is None
    assert eyes.look("\x00") is None


def test_a_name_in_other_code_points_is_found(root: Path) -> None:
    (root / unicodedata.normalize("NFD", "é.md")).write_text("12345")
    find: Callable[[str], Any] = lambda path: root / unicodedata.normalize("NFD", path)  # noqa: E731
    look = FolderEyes(root, find).look("é.md")
    assert look is not None
    assert look.size == 5


@pytest.mark.skipif(not hasattr(__import__("fcntl"), "F_SETLEASE"), reason="Linux tells")
def test_a_file_that_is_open_for_writing_is_not_closed(eyes: FolderEyes, root: Path) -> None:
    if eyes.closed("old.md") is None:
        pytest.skip("this file system does not tell")
    with (root / "old.md").open() as reading:
        assert eyes.closed("old.md") is True
        with (root / "old.md").open("a"):
            assert eyes.closed("old.md") is False
        assert eyes.closed("old.md") is True
        assert reading.read() == "old"
    assert eyes.closed("nothing.md") is None


def test_a_folder_is_walked(eyes: FolderEyes, root: Path) -> None:
    for path in ("world/a.md", "world/deep/er/b.md", "world/.git/c.md", "world/.d.md"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("x")
    (root / "world" / "loop").symlink_to(root)
    assert sorted(eyes.walk("world")) == [
        "world/a.md",
        "world/deep/er/b.md",
        "world/loop",
        "world/old.md",
    ]
    assert list(eyes.walk("nothing")) == []


def test_another_folder_at_the_same_place_is_another(eyes: FolderEyes, root: Path) -> None:
    first = eyes.identity()
    root.rename(root.with_name("away"))
    assert eyes.identity() is None
    root.mkdir()
    assert eyes.identity() not in (None, first)
