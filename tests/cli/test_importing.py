"""`feedsvc import`: what it prints, for people and for programs."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import one_line_error, run
from tests.importers.exports import post, wxr
from tests.importers.test_download import serving


@pytest.fixture
def picture_site() -> Iterator[str]:
    with serving() as url:
        yield url


@pytest.fixture
def export(tmp_path: Path) -> Path:
    file = tmp_path / "export.xml"
    comment = "<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment>"
    posts = (post(1, "Text.", comment), post(2, status="draft"), post(3, post_type="page"))
    file.write_text(wxr(*posts), encoding="utf-8")
    return file


def test_people_see_a_table_and_lines_for_the_settings(desk: Any, export: Path) -> None:
    result = run("import", "wxr", export, desk.folder)
    assert result.exit_code == 0
    for line in ("2  posts, of which", "2  are new", "1  are drafts", "1  left out: comments"):
        assert line in result.stdout
    told = result.stdout.partition("[redirects]\n")[2].splitlines()
    assert '"/feed/" = "/feed.rss"' in told
    with (desk.folder / "site.toml").open("a") as site:
        site.write("[redirects]\n" + "\n".join(told) + "\n")
    assert run("check", desk.folder).exit_code == 0


def test_a_folder_that_is_no_newsroom_yet_can_become_one(tmp_path: Path, export: Path) -> None:
    folder = tmp_path / "new"
    assert f"feedsvc init {folder}" in run("import", "wxr", export, folder).stdout
    assert run("init", folder, "--domain", "news.example.org", "--json").exit_code == 0
    assert run("check", folder).exit_code == 0
    assert "feedsvc init" not in run("import", "wxr", export, folder).stdout


def test_programs_get_json(desk: Any, export: Path) -> None:
    told = json.loads(run("import", "wxr", export, desk.folder, "--json").stdout)
    assert (told["posts"], told["new"], told["drafts"]) == (2, 2, 1)
    assert told["left_out"] == {"comments": 1, "pages": 1}
    assert told["redirects"]["/feed/"] == "/feed.rss"
    assert told["problems"] == []
    again = json.loads(run("import", "wxr", export, desk.folder, "--json").stdout)
    assert (again["new"], again["unchanged"]) == (0, 2)


def test_a_dry_run_says_so(desk: Any, export: Path) -> None:
    result = run("import", "wxr", export, desk.folder, "--dry-run")
    assert "Nothing was written" in result.stdout
    assert list(desk.folder.rglob("*.html")) == []


def test_media_come_from_the_network_only_where_that_is_asked(
    desk: Any, tmp_path: Path, picture_site: str
) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>urn:1</id><title>T</title>'
        f'<content type="html">&lt;img src="{picture_site}/a%20b.jpg" alt=""&gt;</content>'
        "<updated>2020-03-01T10:00:00Z</updated></entry></feed>"
    )
    run("import", "feed", feed, desk.folder)
    article = desk.folder / "2020/03/t.html"
    assert f'src="{picture_site}/a%20b.jpg"' in article.read_text()
    told = run("import", "feed", feed, desk.folder, "--fetch-media", "--json").stdout
    assert json.loads(told)["media"] == 1
    (found,) = desk.folder.rglob("*.jpg")
    assert found.read_bytes() == b"boat"
    assert "127.0.0.1:" not in article.read_text()
    assert run("check", desk.folder, "--all").exit_code == 0
    again = json.loads(run("import", "feed", feed, desk.folder, "--json").stdout)
    assert (again["unchanged"], again["media"]) == (1, 0)


def test_what_cannot_be_read_is_one_line(desk: Any, export: Path, tmp_path: Path) -> None:
    missing = run("import", "wxr", tmp_path / "none.xml", desk.folder)
    assert missing.exit_code == 2
    assert "no such file" in one_line_error(missing)
    export.write_text('<!DOCTYPE rss [\n<!ENTITY a "x">]><rss/>')
    refused = run("import", "wxr", export, desk.folder)
    assert refused.exit_code == 2
    assert "export.xml:2: it declares an entity" in one_line_error(refused)
    folder = run("import", "wxr", export, desk.folder, "--uploads", tmp_path / "none")
    assert "name the folder of uploads" in one_line_error(folder)
    (tmp_path / "empty").mkdir()
    empty = run("import", "wxr", tmp_path / "empty", desk.folder)
    assert "no file ends in .xml" in one_line_error(empty)
