"""A folder becomes a newsroom: looked at, and written whole or not at all."""

import errno
from pathlib import Path

import pytest

from feedsvc.editor.init import newsroom
from feedsvc.editor.init.newsroom import look_at, make_newsroom
from feedsvc.editor.init.plan import NewFile, Plan
from feedsvc.editor.init.site_toml import SiteToml
from feedsvc.errors import FeedsvcError, FolderMissing, NewsroomThere
from feedsvc.sources import create

SETTINGS = SiteToml("Harbour", "https://news.example", "news.example,2026", "en", "UTC")
PLAN = Plan(SETTINGS, (NewFile("site.toml", "a"), NewFile("first.md", "b")))


def test_what_is_seen(tmp_path: Path) -> None:
    (tmp_path / "site" / "content").mkdir(parents=True)
    (tmp_path / "site" / "hugo.toml").write_text('title = "Harbour"\n')
    (tmp_path / "site" / "content" / "rain.md").write_text("Rain\n")
    whole = look_at(tmp_path / "site", {"TZ": "Asia/Tokyo"})
    assert (whole.name, whole.place, whole.zone) == ("site", "content", "Asia/Tokyo")
    assert whole.has_articles
    inner = look_at(tmp_path / "site" / "content", {})
    assert inner.layout is not None
    assert (inner.layout.sign, inner.place) == ("../hugo.toml", "")
    assert inner.layout.configuration.title == "Harbour"


def test_a_folder_may_be_missing(tmp_path: Path) -> None:
    seen = look_at(tmp_path / "a" / "new one", {})
    assert (seen.name, seen.layout, seen.has_articles) == ("new one", None, False)
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("path", ["site.toml", "content/site.toml"])
def test_a_newsroom_is_left_alone(tmp_path: Path, path: str) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "hugo.toml").touch()
    (tmp_path / path).symlink_to(tmp_path / "nothing")
    with pytest.raises(NewsroomThere, match=r"there already.*feedsvc preview /"):
        look_at(tmp_path, {})


@pytest.mark.parametrize("path", ["file", "file/below"])
def test_a_file_in_the_way_is_named(tmp_path: Path, path: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FolderMissing, match="a file is in the way; name a folder"):
        look_at(tmp_path / path, {})


def test_a_name_that_no_folder_can_have(tmp_path: Path) -> None:
    with pytest.raises(FolderMissing, match="File name too long; name a folder"):
        look_at(tmp_path / ("x" * 300), {})


def test_the_folder_is_made_with_its_files(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    assert make_newsroom(folder, PLAN) == [folder / "site.toml", folder / "first.md"]
    assert (folder / "first.md").read_text() == "b"


def test_whoever_is_faster_keeps_what_they_wrote(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text("mine")
    with pytest.raises(NewsroomThere):
        make_newsroom(tmp_path, PLAN)
    assert [path.name for path in tmp_path.iterdir()] == ["site.toml"]
    assert (tmp_path / "site.toml").read_text() == "mine"


def test_where_one_file_cannot_be_written_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> None:
        if path.name == "first.md":
            raise OSError(errno.ENOSPC, "No space left on device")
        create(path, data)

    monkeypatch.setattr(newsroom, "create", full)
    with pytest.raises(FeedsvcError, match=r"first\.md: cannot be written \(No space left"):
        make_newsroom(tmp_path, PLAN)
    assert list(tmp_path.iterdir()) == []


def test_where_no_folder_can_be_made_it_is_named() -> None:
    with pytest.raises(FeedsvcError, match=r"/proc/newsroom: cannot be written .*another folder"):
        make_newsroom(Path("/proc/newsroom"), PLAN)
