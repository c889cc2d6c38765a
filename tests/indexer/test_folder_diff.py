"""The folder beside the store: what differs."""

import unicodedata

import pytest

from feedsvc.indexer import folder_diff
from feedsvc.indexer.folder_diff import Difference
from feedsvc.sources import disk_list
from tests.indexer.ten_articles import TEXT, differences, write


@pytest.mark.each_database
def test_a_folder_that_was_taken_in_differs_in_nothing(ten) -> None:
    assert differences(ten) == []


@pytest.mark.each_database
def test_new_changed_and_gone_files_are_told_by_path(desk, ten) -> None:
    (desk.folder / "arts/4.txt").unlink()
    write(desk, "arts/new.txt", "z.txt")
    (desk.folder / "world/1.txt").write_text(TEXT.format("other") * 2)
    assert differences(ten) == [
        Difference("arts/4.txt", gone=True),
        Difference("arts/new.txt", gone=False),
        Difference("world/1.txt", gone=False),
        Difference("z.txt", gone=False),
    ]


@pytest.mark.each_database
def test_nothing_is_missed_in_a_folder_of_many_pieces_and_runs(
    desk, ten, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_diff, "PIECE", 3)
    monkeypatch.setattr(disk_list, "RUN", 4)
    # A folder is sorted among files as its paths are: with a slash behind its name.
    names = ["a-b/x", "a/x", "a.b", "a", "a0", "b/1", "b/2", "b!/1", "é/x", "e\u0301a", "𝒜", "ｚ"]
    write(desk, *(f"{name}.txt" for name in names))
    new = sorted(unicodedata.normalize("NFC", f"{name}.txt") for name in names)
    pieces = list(ten.index.survey())
    assert [one.path for piece in pieces for one in piece if not one.gone] == new
    assert max(len(piece) for piece in pieces) <= 3
    ten.scan()
    assert differences(ten) == []
