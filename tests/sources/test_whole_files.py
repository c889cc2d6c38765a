"""Files that get new bytes: each is the old one or the new one, and its owner's."""

import errno
import io
import os
from pathlib import Path
from typing import Any

import pytest

from feedsvc.sources.whole_files import create, rewrite


class TestRewriting:
    """A file is the old one or the new one, and its owner's."""

    def names(self, folder: Path) -> list[str]:
        return sorted(os.listdir(folder))

    def test_rights_are_kept(self, tmp_path: Path) -> None:
        file = tmp_path / "a.md"
        file.write_bytes(b"old")
        file.chmod(0o640)
        assert rewrite(file, b"old", b"new")
        assert file.read_bytes() == b"new"
        assert file.stat().st_mode & 0o777 == 0o640
        assert self.names(tmp_path) == ["a.md"]

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
    def test_the_owner_is_kept(self, tmp_path: Path) -> None:
        file = tmp_path / "a.md"
        file.write_bytes(b"old")
        os.chown(file, 12345, 23456)
        assert rewrite(file, b"old", b"new")
        assert (file.stat().st_uid, file.stat().st_gid) == (12345, 23456)

    def test_one_that_changed_meanwhile_stays(self, tmp_path: Path) -> None:
        file = tmp_path / "a.md"
        file.write_bytes(b"edited")
        assert not rewrite(file, b"old", b"new")
        assert file.read_bytes() == b"edited"
        assert self.names(tmp_path) == ["a.md"]

    def test_a_link_stays_a_link(self, tmp_path: Path) -> None:
        (tmp_path / "real").mkdir()
        (tmp_path / "real/a.md").write_bytes(b"old")
        (tmp_path / "a.md").symlink_to("real/a.md")
        assert rewrite(tmp_path / "a.md", b"old", b"new")
        assert (tmp_path / "a.md").is_symlink()
        assert (tmp_path / "real/a.md").read_bytes() == b"new"


class TestCreating:
    """A new file is there whole, or not at all."""

    def test_it_has_the_usual_rights(self, tmp_path: Path) -> None:
        create(tmp_path / "a.md", b"new")
        (tmp_path / "b.md").write_bytes(b"usual")
        assert (tmp_path / "a.md").read_bytes() == b"new"
        modes = {(tmp_path / name).stat().st_mode for name in ("a.md", "b.md")}
        assert len(modes) == 1
        assert sorted(os.listdir(tmp_path)) == ["a.md", "b.md"]

    def test_what_is_there_stays(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_bytes(b"old")
        with pytest.raises(FileExistsError):
            create(tmp_path / "a.md", b"new")
        assert (tmp_path / "a.md").read_bytes() == b"old"
        assert os.listdir(tmp_path) == ["a.md"]

    def test_nothing_is_written_where_a_link_leads(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").symlink_to(tmp_path / "nothing")
        with pytest.raises(FileExistsError):
            create(tmp_path / "a.md", b"new")
        assert os.listdir(tmp_path) == ["a.md"]

    def test_half_a_file_is_not_left(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        class Full(io.FileIO):
            def write(self, data: Any) -> int:
                raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "fdopen", Full)
        with pytest.raises(OSError, match="No space left"):
            create(tmp_path / "a.md", b"new")
        assert os.listdir(tmp_path) == []

    def test_a_disk_without_hard_links(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def link(*_: object) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(os, "link", link)
        create(tmp_path / "a.md", b"new")
        with pytest.raises(FileExistsError):
            create(tmp_path / "a.md", b"other")
        assert (tmp_path / "a.md").read_bytes() == b"new"
        assert os.listdir(tmp_path) == ["a.md"]
