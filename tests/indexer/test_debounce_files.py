"""When real files may be read: renamed, linked, written in place, by whoever has them open."""

import os
from pathlib import Path

import pytest

from feedsvc.indexer.debounce import STILL, STILL_RENAMED, Debounce
from feedsvc.indexer.watch import FolderEyes


class Folder(FolderEyes):
    """A real folder; a test says how long ago the file it asks for was written."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, lambda path: None)
        self.root = root
        self.now = 100.0
        self.time = 0
        self.settling = Debounce(self, lambda path: path.endswith(".md"))

    def wall(self) -> int:
        return self.time

    def draft(self, text: str = "new") -> Path:
        """A file that is just written beside the articles, and closed."""
        (self.root / ".draft").write_text(text)
        return self.root / ".draft"

    def ready(self, path: str, *, after: float) -> bool:
        """Whether a file is read so many seconds after it was last written."""
        self.time = (self.root / path).stat().st_mtime_ns + int(after * 1e9)
        self.settling.note(path, self.now)
        self.now = max(self.now, self.settling.next())
        return self.settling.decide(self.now).ready == [path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder with an article that was read."""
    folder = Folder(tmp_path)
    (tmp_path / "a.md").write_text("old")
    if folder.closed("a.md") is None:
        pytest.skip("this system does not tell who writes a file")
    assert folder.ready("a.md", after=1)
    return folder


def test_a_draft_renamed_over_an_article_is_whole(folder: Folder) -> None:
    folder.draft().rename(folder.root / "a.md")
    assert folder.ready("a.md", after=STILL_RENAMED)


def test_a_draft_of_a_while_ago_is_whole_under_a_new_name(folder: Folder) -> None:
    draft = folder.draft()
    written = draft.stat().st_mtime_ns
    while draft.stat().st_ctime_ns - written < 1e6:  # until the clock of files has moved
        draft.chmod(0o600)
    draft.rename(folder.root / "b.md")
    assert folder.ready("b.md", after=STILL_RENAMED)


def test_an_article_written_in_its_place_has_to_hold_still(folder: Folder) -> None:
    """However often it was looked at, written, cut off and lengthened; new or not."""
    for path in ("a.md", "b.md"):
        for text, mode in (("new", "w"), ("more", "a"), ("", "w"), ("last", "a")):
            with (folder.root / path).open(mode) as file:
                file.write(text)
            assert not folder.ready(path, after=STILL - 0.001)
        os.truncate(folder.root / path, 2)
        assert not folder.ready(path, after=STILL - 0.001)
        assert folder.ready(path, after=STILL)


@pytest.mark.parametrize("path", ["a.md", "b.md"])
def test_an_article_is_not_read_while_it_is_written_slowly(folder: Folder, path: str) -> None:
    with (folder.root / path).open("w") as file:
        for part in ("half ", "and half"):
            file.write(part)
            file.flush()
            assert not folder.ready(path, after=1)
    assert folder.ready(path, after=1)


@pytest.mark.parametrize("path", ["a.md", "b.md"])
@pytest.mark.parametrize("way", ["rename", "link"])
def test_a_draft_that_goes_on_being_written_is_not_read(
    folder: Folder, path: str, way: str
) -> None:
    (folder.root / "a.md").unlink()
    draft = folder.draft("half ")
    with draft.open("a") as file:
        if way == "link":
            os.link(draft, folder.root / path)
        else:
            draft.rename(folder.root / path)
        assert not folder.ready(path, after=1)
        file.write("and half")
    assert folder.ready(path, after=1)


def test_an_empty_file_has_to_hold_still_wherever_it_comes_from(folder: Folder) -> None:
    folder.draft("").rename(folder.root / "a.md")
    assert not folder.ready("a.md", after=STILL - 0.001)
    assert folder.ready("a.md", after=STILL)
