"""Which files of a theme are read, and which are told to be wrong."""

import os
from pathlib import Path

import pytest

from feedsvc.pages.theme_files import MOST_BYTES, MOST_FILES, ThemeFiles, list_theme, read_theme


def read(root: Path, place: str = "theme") -> ThemeFiles:
    return read_theme(root, place, list_theme(root, place))


def told(files: ThemeFiles) -> list[tuple[str, int]]:
    return [(one.path, one.line) for one in files.problems]


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    folder = tmp_path / "theme"
    (folder / "parts").mkdir(parents=True)
    (folder / "base.html").write_bytes(b"\xef\xbb\xbfcaf\xc3\xa9")
    (folder / "parts" / "card.html").write_text("card")
    (folder / "style.css").write_text("p {}")
    (folder / "ink.PNG").write_bytes(b"png")
    (folder / "notes.md").write_text("no file of a theme")
    (folder / ".hidden.html").write_text("hidden")
    return folder


def test_templates_style_and_pictures(theme: Path) -> None:
    found = read(theme.parent)
    assert found.templates == {"base.html": "café", "parts/card.html": "card"}
    assert (found.style, found.pictures, found.problems) == ("p {}", {"ink.PNG": b"png"}, ())


def test_the_same_files_have_the_same_mark(theme: Path, tmp_path: Path) -> None:
    mark = read(theme.parent).mark
    os.utime(theme / "base.html", (0, 0))
    (theme / "notes.md").write_text("other")
    assert read(theme.parent).mark == mark
    for name in ("base.html", "parts/card.html", "style.css", "ink.PNG"):
        before = (theme / name).read_bytes()
        (theme / name).write_bytes(before + b".")
        assert read(theme.parent).mark != mark
        (theme / name).write_bytes(before)
    assert read(theme.parent).mark == mark


def test_what_leads_out_is_told_and_not_read(theme: Path) -> None:
    root = theme.parent
    (root / "secret.html").write_text("secret")
    (theme / "out.html").symlink_to(root / "secret.html")
    (theme / "passwd.png").symlink_to("/etc/passwd")
    (theme / "gone.html").symlink_to(root / "nothing.html")
    (theme / "within.html").symlink_to(theme / "base.html")
    (theme / "around").symlink_to(root)
    found = read(root)
    assert sorted(found.templates) == ["base.html", "parts/card.html", "within.html"]
    assert list(found.pictures) == ["ink.PNG"]
    assert told(found) == [
        ("theme/gone.html", 1),
        ("theme/out.html", 1),
        ("theme/passwd.png", 1),
    ]


def test_a_folder_that_leads_out_is_none(tmp_path: Path) -> None:
    root = tmp_path / "news"
    root.mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "base.html").write_text("other")
    (root / "theme").symlink_to(tmp_path / "other")
    for place in ("theme", "nothing"):
        found = read(root, place)
        assert not found.templates
        assert [one.path for one in found.problems] == ["site.toml"]


def test_what_cannot_be_read_as_text(theme: Path) -> None:
    (theme / "latin.html").write_bytes(b"one\ntwo\ncaf\xe9")
    (theme / "article.html").mkdir()
    (theme / "large.html").write_bytes(b"x" * (MOST_BYTES + 1))
    os.mkfifo(theme / "pipe.html")
    found = read(theme.parent)
    assert sorted(found.templates) == ["base.html", "parts/card.html"]
    assert sorted(told(found)) == [
        ("theme/article.html", 1),
        ("theme/large.html", 1),
        ("theme/latin.html", 3),
        ("theme/pipe.html", 1),
    ]


def test_too_many_files(theme: Path) -> None:
    for number in range(MOST_FILES + 5):
        (theme / f"p{number}.html").write_text("x")
    found = read(theme.parent)
    assert len(found.templates) + len(found.pictures) + 1 <= MOST_FILES + 1
    assert "theme" in [one.path for one in found.problems]
