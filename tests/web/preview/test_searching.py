"""Searches in the preview: drafts are found as well, and the desk counts what subscribers have."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedsvc.editor.desk import Desk
from feedsvc.web.preview import create_preview
from tests.web.preview.conftest import PUBLISHED


@pytest.fixture
def searching(desk: Any, preview: Callable[[], Desk]) -> FlaskClient:
    desk.write("site.toml", "[searches.wet]\nquery = 'wet OR hard'\ntitle = 'Wet and hard'\n")
    desk.write("rain.md", PUBLISHED)
    desk.write("hail.md", "---\ntitle: Hail\ndraft: true\n---\nHard it is.\n")
    return create_preview(preview()).test_client()


def test_a_search_finds_drafts_marked_as_such(searching: FlaskClient) -> None:
    answer = searching.get("/search?q=hard")
    assert answer.status_code == 200
    assert "[Draft] Hail" in answer.text
    assert "form-action 'self'" in answer.headers["Content-Security-Policy"]
    assert "[Draft] Hail" in searching.get("/search/wet").text
    entry = searching.get("/desk/entries/hail")
    assert "form-action 'self'" in entry.headers["Content-Security-Policy"]


def test_a_bad_search_is_told(searching: FlaskClient) -> None:
    answer = searching.get("/search?q=%22hard")
    assert answer.status_code == 400
    assert "a closing quotation mark is missing" in answer.text


def test_another_site_learns_nothing_by_a_search(searching: FlaskClient) -> None:
    for headers in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}):
        for query in ("hard", "%22hard"):
            answer = searching.get(f"/search?q={query}", headers=headers)
            assert answer.status_code in (400, 403)
            assert answer.text == "The preview answers no other site.\n"


def test_the_desk_lists_searches(searching: FlaskClient) -> None:
    page = searching.get("/desk").text
    assert "Searches (1)" in page
    shown = page.split("Searches (1)")[1].split("</details>")[0]
    assert "Wet and hard" in shown
    assert "1 entry" in shown
    assert "http://127.0.0.1:8000/search/wet.atom" in shown
