"""The preview shows a theme as it is now, tells what is wrong with it, and reloads open pages."""

from collections.abc import Callable
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from feedsvc.editor.desk import Desk
from feedsvc.pages import LOOK_SECONDS
from feedsvc.web.preview import create_preview
from tests.web.preview.conftest import PUBLISHED
from tests.web.servers import wait

FOOT = '{% extends "feedsvc/base.html" %}{% block foot %}OWN FOOT{% endblock %}'


@pytest.fixture
def themed(desk: Any, preview: Callable[[], Desk]) -> Desk:
    desk.write("site.toml", 'id_base = "news.example,2026"\n[theme]\nfolder = "theme"\n')
    desk.write("world/rain.md", PUBLISHED)
    desk.write("theme/base.html", FOOT)
    desk.write("theme/style.css", "p { color: red }")
    return preview()


def test_pages_have_the_theme_and_the_desk_has_not(themed: Desk) -> None:
    client = create_preview(themed).test_client()
    assert "OWN FOOT" in client.get("/articles/rain").text
    own = client.get("/desk").text
    assert "OWN FOOT" not in own
    styles = []
    for page in (client.get("/articles/rain").text, own):
        link = LexborHTMLParser(page).css_first("link[rel=stylesheet]")
        path = str(link.attributes["href"]).removeprefix("http://127.0.0.1:8000")
        styles.append("color: red" in client.get(path).text)
    assert styles == [True, False]


@pytest.mark.parametrize(
    "page",
    [
        "<html><head><title>x</title></head><body class=x><p>here</p></body></html>",
        "<title>x</title><p>here</p>",
    ],
)
def test_the_bar_is_on_whatever_page(themed: Desk, desk: Any, page: str) -> None:
    desk.write("theme/article.html", page)
    wait(lambda: themed.themes.current() is not None, "the theme")
    answer = create_preview(themed).test_client().get("/articles/rain")
    assert "here" in answer.text
    assert 'href="http://127.0.0.1:8000/desk"' in answer.text
    assert "/desk/live.js" in answer.text


def test_open_pages_hear_of_a_change_and_of_a_fault(themed: Desk, desk: Any) -> None:
    client = create_preview(themed).test_client()
    client.get("/")
    for text, said in (
        (FOOT.replace("OWN", "NEW"), "The theme has changed"),
        ("one\n{{ nothing }}", "theme/base.html:2: 'nothing' is undefined"),
    ):
        version = themed.version
        desk.write("theme/base.html", text)

        def heard(since: int = version) -> bool:
            themed.themes.current()  # as what follows the folder does each LOOK_SECONDS
            return themed.version > since

        wait(heard, f"the change, within some {LOOK_SECONDS}")
        assert said in themed.events()[0].said[0]
    (problem,) = [one for one in themed.problems() if one.code == "theme"]
    assert (problem.path, problem.line) == ("theme/base.html", 2)
    assert "nothing" in client.get("/desk/problems").text
    assert "OWN FOOT" not in client.get("/").text


def test_a_saved_template_is_no_news_of_articles(themed: Desk, desk: Any) -> None:
    before = themed.events()
    desk.write("theme/base.html", FOOT + " ")
    themed.take(themed.newsroom.index.update(["theme/base.html"]))
    assert themed.events() == before
