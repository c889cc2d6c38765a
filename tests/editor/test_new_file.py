"""A new file is there whole, or not at all."""

import errno
import io
from pathlib import Path
from typing import Any

import pytest

from feedsvc.editor import new_file
from feedsvc.editor.new_file import write_new


def test_line_ends_are_the_same_on_every_machine(tmp_path: Path) -> None:
    write_new(tmp_path / "a", "é\n")
    assert (tmp_path / "a").read_bytes() == b"\xc3\xa9\n"


def test_no_file_is_overwritten_nor_one_that_a_link_leads_to(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("mine")
    (tmp_path / "b").symlink_to(tmp_path / "nothing")
    for name in "ab":
        with pytest.raises(FileExistsError):
            write_new(tmp_path / name, "other")
    assert (tmp_path / "a").read_text() == "mine"
    assert not (tmp_path / "nothing").exists()


class Full(io.FileIO):
    """A file on a disk that is full."""

    def write(self, data: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_half_a_file_is_not_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, mode: str, encoding: str, newline: str) -> io.TextIOWrapper:
        return io.TextIOWrapper(io.BufferedWriter(Full(path, mode)), encoding, newline=newline)

    monkeypatch.setattr(new_file, "open", full, raising=False)
    with pytest.raises(OSError, match="No space left"):
        write_new(tmp_path / "a", "text")
    assert list(tmp_path.iterdir()) == []
