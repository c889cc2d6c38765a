"""Buttons of the desk, as a browser presses them and as strangers try to."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode
from werkzeug.test import TestResponse

from feedsvc.editor.desk import Desk
from feedsvc.web.preview import create_preview
from feedsvc.web.preview.program import Program
from tests.web.preview.asking import page
from tests.web.preview.conftest import PUBLISHED, SITE

OWN = {"Origin": SITE, "Sec-Fetch-Site": "same-origin"}


class Buttons:
    """A browser that presses buttons; the desk looks at a file as soon as it was written."""

    def __init__(self, desk: Desk, program: Program) -> None:
        self.desk = desk
        self.client: FlaskClient = create_preview(desk, program).test_client()
        desk.wait = self._look  # type: ignore[method-assign]

    def _look(self, version: int, seconds: float) -> int:
        paths = [one.path for one in self.desk.edits.lately()] + ["rain.md"]
        self.desk.take(self.desk.newsroom.index.update(paths))
        return self.desk.version

    def forms(self, url: str) -> list[LexborNode]:
        return page(self.client, url).css("form[method=post]")

    def press(self, url: str, label: str, **given: str) -> TestResponse:
        """Send the form of a page whose button has a label."""
        (form,) = [one for one in self.forms(url) if one.css_first("button").text() == label]
        fields = {
            one.attributes["name"]: one.attributes.get("value", "")
            for one in form.css("input, textarea, select")
        }
        action = (form.attributes["action"] or "").removeprefix(SITE)
        return self.client.post(action, data=fields | given, headers=OWN)


@pytest.fixture
def buttons(desk: Any, preview: Callable[[], Desk]) -> Buttons:
    desk.write("rain.md", PUBLISHED)
    return Buttons(preview(), Program(scheme="vscode"))


def text_of(desk: Any, path: str = "rain.md") -> str:
    return str((desk.folder / path).read_text())


def test_an_article_is_taken_back_and_published_again(desk: Any, buttons: Buttons) -> None:
    answer = buttons.press("/desk/entries/rain", "Take back")
    assert (answer.status_code, answer.location) == (303, f"{SITE}/desk/entries/rain")
    assert text_of(desk) == PUBLISHED.replace("---\nWet", "draft: true\n---\nWet")
    assert "[Draft] Rain" in buttons.client.get("/").text
    assert buttons.press("/desk/entries/rain", "Publish").status_code == 303
    assert text_of(desk) == PUBLISHED


def test_what_was_done_is_undone(desk: Any, buttons: Buttons) -> None:
    words = "It said “snow”."
    assert buttons.press("/desk/entries/rain", "Correct", words=words).status_code == 303
    assert words in buttons.client.get("/articles/rain").text
    (undo,) = page(buttons.client, "/desk").css("form.undo button")
    assert undo.attributes["aria-label"] == "Undo: Correct, rain.md"
    assert buttons.press("/desk", "Undo").status_code == 303
    assert text_of(desk) == PUBLISHED
    assert buttons.forms("/desk") == []


def test_a_withdrawal_tells_its_reason(desk: Any, buttons: Buttons) -> None:
    buttons.press("/desk/entries/rain", "Withdraw", words="It never rained.")
    assert "status: withdrawn\nreason: " in text_of(desk)
    assert "Withdrawn: it has left the feeds." in buttons.client.get("/desk/entries/rain").text
    buttons.press("/desk/entries/rain", "Bring back")
    assert text_of(desk) == PUBLISHED


def test_a_new_article_is_begun(desk: Any, buttons: Buttons) -> None:
    given = {"title": "Ferry <b> sails", "category": "World", "format": "txt"}
    answer = buttons.press("/desk/new", "Begin a draft", **given)
    assert answer.status_code == 303
    (path,) = (desk.folder / "world").glob("*.txt")
    assert "Ferry <b> sails" in path.read_text()
    shown = buttons.client.get(answer.location.removeprefix(SITE))
    assert "Ferry &lt;b&gt; sails" in shown.text
    assert "A draft" in shown.text


def test_what_cannot_be_done_is_told_and_nothing_is_written(desk: Any, buttons: Buttons) -> None:
    answer = buttons.press("/desk/entries/rain", "Correct", words="  ")
    assert answer.status_code == 409
    assert "Nothing was written under “What was wrong”" in answer.text
    assert text_of(desk) == PUBLISHED
    assert buttons.press("/desk/new", "Begin a draft", title=" ", format="md").status_code == 409


POSTS = {
    "/desk/act": {"path": "rain.md", "name": "take-back"},
    "/desk/undo": {"number": "1"},
    "/desk/new": {"title": "Ferry", "category": "", "format": "md"},
    "/desk/open": {"path": "rain.md"},
}


@pytest.mark.parametrize("url", POSTS)
@pytest.mark.parametrize("token", [None, "", "x", "é" * 40])
def test_without_the_token_nothing_happens(
    desk: Any, buttons: Buttons, url: str, token: str | None
) -> None:
    given = POSTS[url] | ({} if token is None else {"token": token})
    assert buttons.client.post(url, data=given, headers=OWN).status_code == 403
    assert text_of(desk) == PUBLISHED
    assert [one.name for one in desk.folder.glob("*.md")] == ["rain.md"]


@pytest.mark.parametrize(
    "sent",
    [
        {"Origin": "http://127.0.0.1:8001"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Host": "evil.example"},
    ],
)
def test_no_other_site_can_press_a_button(
    desk: Any, buttons: Buttons, sent: dict[str, str]
) -> None:
    token = buttons.forms("/desk/entries/rain")[0].css_first("[name=token]").attributes["value"]
    given = POSTS["/desk/act"] | {"token": token}
    answer = buttons.client.post("/desk/act", data=given, headers=sent)
    assert answer.status_code in (400, 403)
    assert text_of(desk) == PUBLISHED


@pytest.mark.parametrize("url", POSTS)
def test_an_address_alone_does_nothing(buttons: Buttons, url: str) -> None:
    assert buttons.client.get(url).status_code == (200 if url == "/desk/new" else 404)


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "site.toml", "none.md", ""])
def test_files_that_are_no_articles_are_not_touched(buttons: Buttons, path: str) -> None:
    token = buttons.forms("/desk/new")[0].css_first("[name=token]").attributes["value"]
    given = {"token": token, "path": path, "name": "take-back"}
    for url in ("/desk/act", "/desk/open"):
        assert buttons.client.post(url, data=given, headers=OWN).status_code == 404


def test_a_form_that_is_too_long_is_refused(buttons: Buttons) -> None:
    answer = buttons.client.post("/desk/act", data={"words": "x" * 100_000}, headers=OWN)
    assert answer.status_code == 413


def test_the_file_is_opened_in_the_editors_program(desk: Any, buttons: Buttons) -> None:
    (link,) = page(buttons.client, "/desk/entries/rain").css("a[href^='vscode:']")
    file = desk.folder / "rain.md"
    assert link.attributes["href"] == f"vscode://file{file}:1"


def test_private_pages_and_readers_pages_have_no_buttons(buttons: Buttons) -> None:
    for url in ("/", "/articles/rain", "/feed.atom"):
        shown = LexborHTMLParser(
            buttons.client.get(url, headers={"Sec-Fetch-Dest": "document"}).text
        )
        assert not shown.css("form[method=post], [name=token]")
