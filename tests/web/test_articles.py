"""Articles as Markdown over HTTP: at an address of their own, and where a client prefers it."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.promises.desk import Desk

SITE = "https://news.example"
BASE = f'base_url = "{SITE}"\nid_base = "news.example,2026"\n[categories.board]\nprivate = true\n'
RAIN = "---\ntitle: Rain\ndate: 2026-11-01\naliases: [/old]\n{0}---\nWet it is.\n\n## Why\n\nSo.\n"


@pytest.fixture
def paper(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.write("site.toml", BASE)
    desk = Desk(tmp_path)
    desk.write("world/rain.md", RAIN.format(""))
    desk.write("world/draft.md", RAIN.format("draft: true\n"))
    desk.write("world/later.md", RAIN.format("embargo: 2026-12-01\n"))
    desk.write("board/plan.md", RAIN.format(""))
    desk.newsroom.scan()
    return desk


def asked(client: FlaskClient, path: str, accept: str = "", **more: str) -> TestResponse:
    headers = {"Accept": accept} if accept else {}
    return client.get(path, headers={**headers, **more})


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "html"),
        ("*/*", "html"),
        ("text/*", "html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
        ("text/markdown;q=0.5, text/html", "html"),
        ("text/markdown;q=0, */*", "html"),
        ("application/json", "html"),
        ("text/markdown", "markdown"),
        ("TEXT/Markdown; variant=GFM", "markdown"),
        ("text/markdown, text/html, */*", "markdown"),
        ("text/markdown, text/html;q=0.9", "markdown"),
        ("text/markdown;q=0.4, */*;q=0.1", "markdown"),
    ],
)
def test_a_client_gets_what_it_prefers(paper: Desk, accept: str, kind: str) -> None:
    answer = asked(paper.client, "/articles/rain", accept)
    assert answer.headers["Content-Type"] == f"text/{kind}; charset=utf-8"
    assert answer.vary.as_set() == {"accept", "accept-encoding"}
    tag = answer.headers["ETag"]
    again = asked(paper.client, "/articles/rain", accept, **{"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert again.vary.as_set() == {"accept", "accept-encoding"}
    other = "text/markdown" if kind == "html" else "text/html"
    assert asked(paper.client, "/articles/rain", other, **{"If-None-Match": tag}).status_code == 200


def test_it_has_an_address_of_its_own_which_the_page_names(paper: Desk) -> None:
    answer = asked(paper.client, "/articles/rain/text.md", "text/html")
    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert "Accept" not in answer.headers["Vary"].split(", ")
    assert answer.text.startswith("# Rain\n")
    assert f"- [Why]({SITE}/articles/rain#why): So.\n" in answer.text
    assert answer.data == asked(paper.client, "/articles/rain", "text/markdown").data
    page = paper.get("/articles/rain")
    assert f'type="text/markdown" href="{SITE}/articles/rain/text.md"' in page


@pytest.mark.parametrize("name", ["draft", "later", "plan", "nothing"])
def test_what_has_no_page_has_no_markdown(paper: Desk, name: str) -> None:
    for path in (f"/articles/{name}/text.md", f"/articles/{name}"):
        answer = asked(paper.client, path, "text/markdown")
        assert answer.status_code == 404
        assert "Wet it is" not in answer.text
    assert "Accept" in answer.headers["Vary"].split(", ")


def test_what_was_withdrawn_is_gone(paper: Desk) -> None:
    assert asked(paper.client, "/articles/rain/text.md").status_code == 200
    paper.save("world/rain.md", RAIN.format("status: withdrawn\nreason: It melted.\n"))
    for path in ("/articles/rain/text.md", "/articles/rain"):
        answer = asked(paper.client, path, "text/markdown")
        assert answer.status_code == 410
        assert "It melted" in answer.text
        assert "Wet it is" not in answer.text


def test_the_moment_of_an_embargo_brings_it(paper: Desk) -> None:
    paper.now = paper.now.replace(month=12, day=1, hour=0, minute=0)
    paper.newsroom.scan()
    assert asked(paper.client, "/articles/later/text.md").status_code == 200


def test_names_of_files_and_old_addresses_lead_to_it(paper: Desk) -> None:
    found = asked(paper.client, "/articles/world/rain.md/text.md")
    assert (found.status_code, found.location) == (301, f"{SITE}/articles/rain/text.md")
    found = asked(paper.client, "/articles/world/rain.md", "text/markdown")
    assert (found.status_code, found.location) == (301, f"{SITE}/articles/rain")
    assert "Accept" in found.headers["Vary"].split(", ")


def test_a_file_of_that_name_is_found_as_before(paper: Desk) -> None:
    paper.save("notes/text.md", "---\ntitle: Hail\nslug: hail\ndate: 2026-11-01\n---\nHard.\n")
    answer = asked(paper.client, "/articles/notes/text.md")
    assert (answer.status_code, answer.location) == (301, f"{SITE}/articles/hail")


def test_an_edit_is_a_new_version(paper: Desk) -> None:
    tag = asked(paper.client, "/articles/rain/text.md").headers["ETag"]
    paper.save("world/rain.md", RAIN.format("").replace("Wet", "Dry"))
    answer = asked(paper.client, "/articles/rain/text.md", **{"If-None-Match": tag})
    assert answer.status_code == 200
    assert "Dry it is." in answer.text
