"""What is told of a file with its header beside it, and what files of folders say for it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedsvc import sources
from feedsvc.errors import UnreadableArticle
from feedsvc.indexer.files_around import Around, folder_file
from feedsvc.model.problem import Problem
from feedsvc.settings import Settings
from feedsvc.sources import Folder
from feedsvc.sources.folder import FileStat

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_lines_are_those_of_the_file() -> None:
    around = Around(b"", 3, "f.meta")
    found = (Problem("f.md", 2, "error", "x", "wrong"), Problem("f.md", 5, "info", "y", "odd"))
    assert around.placed(found) == (
        Problem("f.md", 1, "error", "x", "f.meta: wrong"),
        Problem("f.md", 2, "info", "y", "odd"),
    )


class Counted(Folder):
    """Counts the looks at a file, which may change or vanish meanwhile."""

    looks = 0
    changes = False
    error: OSError | None = None

    def look(self, path: str, limit: int) -> tuple[FileStat, bytes, bool]:
        self.looks += 1
        if self.error:
            raise self.error
        seen, data, _ = super().look(path, limit)
        return seen, data, self.changes


@pytest.fixture
def folder(tmp_path: Path) -> Counted:
    (tmp_path / "_index.md").write_text("+++\ndraft = [\n+++\n")
    return Counted(tmp_path, sources.is_listed)


def fault(folder: Folder) -> UnreadableArticle | None:
    return folder_file(folder, "_index.md", Settings(), NOW).fault


def test_a_file_of_a_folder_is_read_once_until_it_changes(folder: Counted) -> None:
    assert fault(folder)
    assert fault(folder)
    assert folder.looks == 1
    (folder.root / "_index.md").write_text("+++\ntitle = 'A page that is right'\n+++\n")
    assert fault(folder) is None
    assert folder.looks == 2
    folder.noted.clear()
    assert fault(folder) is None
    assert folder.looks == 3


def test_one_that_changes_while_it_is_read_is_read_again(folder: Counted) -> None:
    folder.changes = True
    fault(folder)
    folder.changes = False
    fault(folder)
    fault(folder)
    assert folder.looks == 2


def test_one_that_cannot_be_opened_is_a_fault_and_one_that_is_just_gone_is_none(
    folder: Counted,
) -> None:
    folder.error = PermissionError(13, "Permission denied")
    assert "cannot be opened: Permission denied" in str(fault(folder))
    folder.error = FileNotFoundError(2, "No such file")
    with pytest.raises(OSError, match="busy"):
        fault(folder)


def test_one_that_leads_out_of_the_folder_is_a_fault(folder: Counted, tmp_path: Path) -> None:
    (folder.root / "_index.md").unlink()
    (folder.root / "_index.md").symlink_to("/etc/hostname")
    assert "leads out of the folder" in str(fault(folder))
