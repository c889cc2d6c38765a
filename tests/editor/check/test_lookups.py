"""What proofreading asks of the folder."""

from pathlib import Path

from feedsvc import sources
from feedsvc.editor.check import FolderLookups
from feedsvc.editor.check.lookups import LONGEST_SOURCE
from feedsvc.sources.folder import Folder


def test_source_is_decoded_as_articles_are(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfOne\r\nTwo\rThree\x00")
    (tmp_path / "b.txt").write_bytes("Wie schön\n".encode("utf-16"))
    desk = FolderLookups(Folder(tmp_path, sources.is_article))
    assert desk.source("a.txt") == "One\nTwo\nThree"
    assert desk.source("b.txt") == "Wie schön\n"


def test_what_cannot_be_read_has_no_source(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff\xff")
    (tmp_path / "b.txt").mkdir()
    desk = FolderLookups(Folder(tmp_path, sources.is_article))
    assert [desk.source(path) for path in ("a.txt", "b.txt", "c.txt", "x/\0")] == [""] * 4


def test_of_a_long_file_the_beginning_is_given_in_whole_lines(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("äöü\n" * LONGEST_SOURCE)
    source = FolderLookups(Folder(tmp_path, sources.is_article)).source("a.txt")
    assert source == "äöü\n" * (LONGEST_SOURCE // 7)


def test_files_that_are_there(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"a picture")
    desk = FolderLookups(Folder(tmp_path, sources.is_article))
    assert desk.has("a.png")
    assert not any(map(desk.has, ["b.png", "", ".", "../a.png", "a.png/", "x\0"]))
    assert desk.moved("a") is None
