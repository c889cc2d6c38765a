"""The Nth write, or all from it on, fail: ENOSPC, EIO. Readers keep what they had.

FEEDSVC_WRITES=all tries every N; the default every few of them keeps the suite short.
"""

import errno
import os
import shutil
from pathlib import Path

import pytest

from tests.hostile.faults.forking import Child, Forks
from tests.hostile.faults.stories import fill, is_sound, published, story
from tests.hostile.faults.syscalls import Call, Verdict

EACH = os.environ.get("FEEDSVC_WRITES") == "all"
ADVICE = ("see that there is space", "to a folder that can be written")


@pytest.fixture(autouse=True)
def _system(forks: Forks) -> None:
    if not forks.hears:
        pytest.skip("this system lets no process judge another's system calls (seccomp)")


class Nth:
    """Lets the Nth call fail, and those after it where the disk stays full.

    Args:
        number: from 0.
        code: of the error.
        lasting: whether all that follow fail, too.
    """

    def __init__(self, number: int, code: int, *, lasting: bool) -> None:
        self._left, self._code, self._lasting = number, code, lasting

    def __call__(self, _: Call) -> Verdict:
        self._left -= 1
        fails = self._left < 0 if self._lasting else self._left == -1
        return self._code if fails else None


FAULTS = [(errno.ENOSPC, True), (errno.EIO, False)]


def copy(folder: Path, place: Path) -> Path:
    shutil.rmtree(place, ignore_errors=True)
    return Path(shutil.copytree(folder, place))


def count_writes(forks: Forks, *command: str | Path, within: Path) -> int:
    child = forks.run(*command, judge=lambda _: None, within=within)
    assert child.code == 0, child.said()
    assert child.calls is not None
    return len(child.calls.seen)


def steps(count: int, some: int) -> range:
    """Which N to try of so many: all, or about `some` of them."""
    return range(0, count, 1 if EACH else max(1, count // some))


def says_what_to_do(child: Child) -> None:
    """It came to its end, or said in one line why not and what to do."""
    assert "Traceback" not in child.said(), child.said()
    if child.code == 0:
        return
    assert child.code in (1, 2), child.said()
    told = [line for line in child.said().splitlines() if line.startswith("feedsvc: ")]
    assert len(told) == 1, child.said()
    assert any(advice in told[0] for advice in ADVICE), told


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory, forks: Forks) -> tuple[Path, Path]:
    """A newsroom that was indexed, as it is before it is indexed again, and after."""
    before = fill(tmp_path_factory.mktemp("rooms") / "before", range(8))
    assert forks.run("index", before).code == 0
    published(before)
    (before / "world/0.md").write_text(story("Story 0", "Wet it was."))
    (before / "world/3.md").rename(before / "sport/33.md")
    (before / "arts/5.md").unlink()
    (before / "arts/8.md").write_text(story("Story 8"))
    after = copy(before, before.with_name("after"))
    assert forks.run("index", after).code == 0
    return before, after


@pytest.mark.parametrize(("code", "lasting"), FAULTS)
def test_an_index_whose_writes_fail(
    forks: Forks, rooms: tuple[Path, Path], tmp_path: Path, code: int, lasting: bool
) -> None:
    before, after = rooms
    old, new = published(before), published(after)
    count = count_writes(forks, "index", copy(before, tmp_path / "count"), within=tmp_path)
    for number in steps(count, 12):
        place = copy(before, tmp_path / "room")
        child = forks.run("index", place, judge=Nth(number, code, lasting=lasting), within=place)
        says_what_to_do(child)
        assert is_sound(place)
        found = published(place)
        assert found.items() <= (old | new).items()
        assert found.keys() >= old.keys() & new.keys()
        assert forks.run("index", place).code == 0
        assert published(place) == new


@pytest.mark.parametrize(("code", "lasting"), FAULTS)
def test_a_first_index_whose_writes_fail(
    forks: Forks, tmp_path: Path, code: int, lasting: bool
) -> None:
    bare = fill(tmp_path / "bare", range(3))
    count = count_writes(forks, "index", copy(bare, tmp_path / "count"), within=tmp_path)
    whole = published(tmp_path / "count")
    for number in steps(count, 10):
        place = copy(bare, tmp_path / "room")
        says_what_to_do(
            forks.run("index", place, judge=Nth(number, code, lasting=lasting), within=place)
        )
        assert forks.run("index", place).code == 0
        assert is_sound(place)
        assert published(place) == whole
        assert (place / ".feedsvc/.gitignore").read_text() == "*\n"


@pytest.mark.parametrize(("code", "lasting"), FAULTS)
def test_a_document_that_cannot_be_kept_is_given(
    forks: Forks, rooms: tuple[Path, Path], tmp_path: Path, code: int, lasting: bool
) -> None:
    _, after = rooms
    command = ("feed", "category/world")
    bare = copy(after, tmp_path / "bare")  # nobody asked for that document yet
    count = count_writes(forks, *command, copy(bare, tmp_path / "count"), within=tmp_path)
    whole = forks.run(*command, bare, output=printed(tmp_path))
    assert whole.code == 0
    expected = (tmp_path / "printed").read_bytes()
    for number in steps(count, 10):
        place = copy(after, tmp_path / "room")
        judge = Nth(number, code, lasting=lasting)
        child = forks.run(*command, place, judge=judge, within=place, output=printed(tmp_path))
        says_what_to_do(child)
        assert (tmp_path / "printed").read_bytes() == (b"" if child.code else expected)


def printed(folder: Path) -> str:
    (folder / "printed").write_bytes(b"")
    return str(folder / "printed")


@pytest.mark.parametrize(("code", "lasting"), FAULTS)
def test_stamping_whose_writes_fail_leaves_whole_files(
    forks: Forks, rooms: tuple[Path, Path], tmp_path: Path, code: int, lasting: bool
) -> None:
    _, after = rooms
    command = ("id", "stamp")
    count = count_writes(forks, *command, copy(after, tmp_path / "count"), within=tmp_path)
    old, stamped = articles(after), articles(tmp_path / "count")
    for number in steps(count, 12):
        place = copy(after, tmp_path / "room")
        child = forks.run(*command, place, judge=Nth(number, code, lasting=lasting), within=place)
        assert "Traceback" not in child.said(), child.said()
        assert child.code in (0, 1, 2)
        for path, text in articles(place).items():
            assert text in (old[path], stamped[path])
        assert forks.run(*command, place).code == 0
        assert articles(place) == stamped


def articles(folder: Path) -> dict[str, bytes]:
    """All files but those of the store."""
    files = (file for file in folder.rglob("*") if file.is_file() and file.parent.name[0] != ".")
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def test_a_draft_that_cannot_be_written_is_not_begun(forks: Forks, tmp_path: Path) -> None:
    folder = fill(tmp_path / "room", ())
    before = articles(folder)
    command = ("new", "Rain", folder)
    child = forks.run(*command, judge=Nth(2, errno.ENOSPC, lasting=True), within=tmp_path)
    assert "cannot be written: No space left on device" in child.said()
    assert articles(folder) == before
