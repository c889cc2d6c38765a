"""What a folder gives to read and to serve, and what it keeps to itself."""

import os
import struct
import unicodedata
from pathlib import Path

import pytest

from feedsvc.errors import FolderMissing
from feedsvc.settings.limits import DEFAULTS
from feedsvc.sources.folder import Folder

NFC, NFD = "café", unicodedata.normalize("NFD", "café")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with something outside that must not be seen."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text("Secret")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "a.txt").write_text("A")
    return inside


def open_folder(root: Path) -> Folder:
    return Folder(root, lambda path: path.endswith(".txt"))


def listed(root: Path) -> list[str]:
    return list(open_folder(root).listing()[0])


def test_articles_of_all_folders_are_listed_in_order(root: Path) -> None:
    for path in ("world/z.txt", "world/asia/b.txt", "arts/c.txt", "world/pic.png"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("x")
    assert listed(root) == ["a.txt", "arts/c.txt", "world/asia/b.txt", "world/z.txt"]


def test_a_stat_tells_when_a_file_changed(root: Path) -> None:
    folder = open_folder(root)
    os.utime(root / "a.txt", ns=(5, 7_000_000_003))
    status = (root / "a.txt").stat()
    state = (7_000_000_003, 1, status.st_ino, status.st_ctime_ns)
    assert folder.listing()[0]["a.txt"] == folder.stat("a.txt") == state


@pytest.mark.parametrize("name", [".hidden.txt", ".git/x.txt", "world/.drafts/x.txt"])
def test_dotfiles_are_unseen(root: Path, name: str) -> None:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("x")
    assert listed(root) == ["a.txt"]
    assert open_folder(root).file(name) is None
    assert open_folder(root).stat(name) is None


@pytest.mark.parametrize(
    "path",
    ["", "/", "..", "../outside/secret.txt", "./a.txt", "world/../a.txt", "/etc/passwd"],
)
def test_no_path_leads_out(root: Path, path: str) -> None:
    assert open_folder(root).file(path) is None
    assert open_folder(root).stat(path) is None


@pytest.mark.parametrize(
    "path", ["a.txt/", "a.txt\x00", "missing.txt", "a.txt/x", "x" * 5000, "\ud800", "ü/ü" * 500]
)
def test_what_is_not_there_is_nothing(root: Path, path: str) -> None:
    folder = open_folder(root)
    assert folder.file(path) is None
    assert folder.stat(path) is None
    assert folder.lacks(path)
    assert folder.pixels(path) is None


def test_links_out_of_the_folder_are_not_followed(root: Path) -> None:
    (root / "file.txt").symlink_to(root.parent / "outside" / "secret.txt")
    (root / "folder").symlink_to(root.parent / "outside")
    (root / "broken.txt").symlink_to(root / "nowhere.txt")
    folder = open_folder(root)
    assert listed(root) == ["a.txt"]
    for path in ("file.txt", "folder", "folder/secret.txt", "broken.txt"):
        assert folder.stat(path) is None
        assert folder.file(path) is None


def test_links_to_files_inside_are_followed(root: Path) -> None:
    (root / "link.txt").symlink_to("a.txt")
    assert listed(root) == ["a.txt", "link.txt"]
    assert open_folder(root).read("link.txt") == b"A"


def test_a_folder_that_is_itself_a_link_is_as_good_as_any(root: Path) -> None:
    (root.parent / "link").symlink_to(root)
    assert listed(root.parent / "link") == ["a.txt"]
    assert open_folder(root.parent / "link").file("a.txt")


def test_circular_links_end(root: Path) -> None:
    (root / "loop").symlink_to(root)
    (root / "one.txt").symlink_to("two.txt")
    (root / "two.txt").symlink_to("one.txt")
    assert listed(root) == ["a.txt"]
    assert open_folder(root).file("one.txt") is None


def test_what_is_no_file_is_not_opened(root: Path) -> None:
    os.mkfifo(root / "pipe.txt")
    (root / "folder.txt").mkdir()
    assert listed(root) == ["a.txt"]
    for path in ("pipe.txt", "folder.txt"):
        assert open_folder(root).stat(path) is None
        assert open_folder(root).file(path) is None


def test_names_in_other_code_points_are_found_under_nfc(root: Path) -> None:
    (root / NFD).mkdir()
    (root / NFD / f"{NFD}.txt").write_text("Coffee")
    (root / NFD / f"{NFD}.png").write_bytes(b"x")
    path = f"{NFC}/{NFC}.txt"
    folder = open_folder(root)
    assert folder.read(path) == b"Coffee"  # without a listing before, as a web worker
    assert folder.file(f"{NFC}/{NFC}.png")
    assert folder.listing()[0][path] == folder.stat(path)
    (root / NFD).rename(root / "x")
    (root / "x").rename(root / NFC)
    assert folder.read(path) == b"Coffee"
    assert path in folder.listing()[0]


def test_two_names_that_look_the_same_are_a_problem(root: Path) -> None:
    (root / f"{NFC}.txt").write_text("one")
    (root / f"{NFD}.txt").write_text("other file")
    if len(os.listdir(root)) < 3:
        pytest.skip("this file system folds names itself")
    folder = open_folder(root)
    found, problems = folder.listing()
    assert [(p.path, p.code) for p in problems] == [(f"{NFC}.txt", "same-name")]
    assert found[f"{NFC}.txt"] == folder.stat(f"{NFC}.txt")
    assert found[f"{NFC}.txt"].size == len(folder.read(f"{NFC}.txt"))


def test_a_name_that_is_no_text_is_a_problem(root: Path) -> None:
    try:
        (root / os.fsdecode(b"bad\xff.txt")).write_text("x")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    found, problems = open_folder(root).listing()
    assert list(found) == ["a.txt"]
    assert [(p.path, p.code) for p in problems] == [("bad\\udcff.txt", "name-encoding")]


@pytest.mark.parametrize("name", ["missing", "inside/a.txt"])
def test_a_folder_that_is_gone_says_so(root: Path, name: str) -> None:
    with pytest.raises(FolderMissing, match=name):
        open_folder(root.parent / name).listing()


def test_a_folder_inside_that_cannot_be_listed_is_a_problem(root: Path) -> None:
    (root / "closed").mkdir(mode=0o000)
    if os.access(root / "closed", os.R_OK):
        pytest.skip("this user may list every folder")
    found, problems = open_folder(root).listing()
    assert list(found) == ["a.txt"]
    assert [(p.path, p.code) for p in problems] == [("closed", "unreadable-folder")]


def test_no_more_is_read_than_asked_for(root: Path) -> None:
    (root / "a.txt").write_bytes(b"0123456789")
    assert open_folder(root).read("a.txt", 4) == b"0123"


def test_pixels_of_an_image(root: Path) -> None:
    header = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 640, 480)
    (root / "pic.png").write_bytes(header + b"\x08\x02\x00\x00\x00")
    (root / "bad.png").write_bytes(header[:12])
    assert open_folder(root).pixels("pic.png") == (640, 480)
    assert open_folder(root).pixels("bad.png") is None
    assert open_folder(root).pixels("a.txt") is None


def test_what_a_walk_would_enter(root: Path) -> None:
    (root / "sub").mkdir(exist_ok=True)
    (root / "file.txt").write_text("x")
    (root / "linked").symlink_to(root / "sub")
    folder = open_folder(root)
    found = [one for one in ("sub", "file.txt", "linked", "gone", "..") if folder.is_folder(one)]
    assert found == ["sub"]


def test_what_is_there_is_not_missed(root: Path) -> None:
    folder = open_folder(root)
    assert not folder.lacks("a.txt")
    (root / "a.txt").unlink()
    assert folder.lacks("a.txt")


def test_folders_that_stand_too_deep_are_a_problem(root: Path) -> None:
    deepest = "/".join("d" * DEFAULTS.folders)
    (root / deepest / "deeper").mkdir(parents=True)
    (root / deepest / "b.txt").write_text("x")
    (root / deepest / "deeper" / "c.txt").write_text("x")
    found, problems = open_folder(root).listing()
    assert f"{deepest}/b.txt" in found
    assert not any(path.endswith("c.txt") for path in found)
    assert [(one.path, one.code) for one in problems] == [
        (f"{deepest}/deeper", "unreadable-folder")
    ]
    assert open_folder(root).lacks(f"{deepest}/deeper/c.txt")
    assert not open_folder(root).lacks(f"{deepest}/b.txt")
