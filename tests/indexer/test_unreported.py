"""Where changes come without file events."""

import os
from pathlib import Path

import pytest

from feedsvc.indexer.unreported import why_unreported

LINE = "36 25 {device} / {place} rw,relatime shared:1 - {kind} server:/export rw\n"


def mounts(tmp_path: Path, kind: str, *, device: str = "") -> Path:
    """What is mounted, with the file system that the folder lies on."""
    here = os.stat(tmp_path).st_dev
    number = device or f"{os.major(here)}:{os.minor(here)}"
    file = tmp_path / "mountinfo"
    file.write_text(
        LINE.format(device="0:1", place="/proc", kind="proc")
        + LINE.format(device=number, place="/srv", kind=kind)
    )
    return file


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "9p", "fuse.sshfs", "fuse.bindfs"])
def test_a_network_disk_tells_nothing(tmp_path: Path, kind: str) -> None:
    assert why_unreported(tmp_path, mounts(tmp_path, kind)).startswith(f"it lies on {kind},")


@pytest.mark.parametrize("kind", ["ext4", "tmpfs", "overlay", "fuseblk", "btrfs"])
def test_a_disk_of_this_machine_tells(tmp_path: Path, kind: str) -> None:
    assert why_unreported(tmp_path, mounts(tmp_path, kind)) == ""
    assert why_unreported(tmp_path, mounts(tmp_path, "nfs", device="0:9999")) == ""


def test_where_nothing_is_known_nothing_is_said(tmp_path: Path) -> None:
    assert why_unreported(tmp_path, tmp_path / "none") == ""
    assert why_unreported(tmp_path / "gone") == ""


def test_a_folder_that_is_switched_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "..2026").mkdir()
    (tmp_path / "..data").symlink_to("..2026")
    assert "ConfigMap" in why_unreported(tmp_path, mounts(tmp_path, "tmpfs"))
