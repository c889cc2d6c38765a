"""The HTML of articles in pages: ids of our templates stay ours, links lead where they led."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

import feedsvc.pages
from feedsvc.pages.article_html import fit
from feedsvc.web import create_app


def marked(html: str) -> str:
    """Fitted HTML with the names for links shown short."""
    return re.sub(r'<a name="([^"]*)"></a>', r"{\1}", str(fit(html)))


@pytest.mark.parametrize(
    ("html", "fitted"),
    [
        ('<p id="_about">a</p>', "<p>{_about}a</p>"),
        ('<p id="about_">a</p>', '<p id="about_">a</p>'),
        ('<h2 id="_bar"></h2>', "<h2>{_bar}</h2>"),
        ('<ul id="_u"><li>a</li></ul>', "<ul><li>{_u}a</li></ul>"),
        ('<ul id="_u"></ul>', "{_u}<ul></ul>"),
        ('<p><img id="_i" alt=""></p>', '<p>{_i}<img alt=""></p>'),
        (
            '<picture><img id="_i" alt=""></picture>',
            '{_i}<picture><img alt=""></picture>',
        ),
        ('<p><a id="_l" href="x">a</a></p>', '<p><a href="x" name="_l">a</a></p>'),
        ('<a href="x"><b id="_m">a</b></a>', '<a href="x" name="_m"><b>a</b></a>'),
    ],
)
def test_ids_of_templates_become_names(html: str, fitted: str) -> None:
    assert marked(html) == fitted


def test_cells_keep_their_headers() -> None:
    tree = LexborHTMLParser(
        fit(
            '<table id="_t"><tr><th id="_h">a</th><th id="h">b</th></tr>'
            '<tr><td headers="h _h">c</td></tr></table><p id="cell_h">d</p>'
        )
    )
    ids = {node.attributes["id"]: node.text() for node in tree.css("[id]")}
    assert sorted(ids.values()) == ["a", "b", "d"]
    headers = (tree.css_first("td").attributes["headers"] or "").split()
    assert [ids[header] for header in headers] == ["b", "a"]
    assert not [id for id in ids if id.startswith("_")]


def test_every_id_of_a_template_is_one_that_content_gives_up() -> None:
    templates = list((Path(feedsvc.pages.__file__).parent / "templates").rglob("*.html"))
    ids = [id for one in templates for id in re.findall(r'\sid="([^"]*)', one.read_text())]
    assert "_main" in ids
    assert [id for id in ids if not id.startswith("_")] == []


def test_a_section_whose_id_is_ours_is_led_to_on_its_page(desk: Any) -> None:
    desk.write(
        "rain.html",
        "<h1>Rain</h1><p>Wet.</p><h2 id='_about'>How wet</h2><p id='_main'>Very.</p>"
        "<h2 id='_bar'>How long</h2><p>Long. <a href='#_about'>Wet</a></p>",
    )
    client = create_app(desk.open()).test_client()
    (item,) = json.loads(client.get("/feed.json").data)["items"]
    assert 'id="_about"' in item["content_html"]  # feeds keep what the author wrote
    page = LexborHTMLParser(client.get("/articles/rain").text)
    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert sorted(ids) == ["_end", "_main", "_q"]
    assert page.css_first("#_main").tag == "main"
    headings = {node.attributes["name"]: node.parent.text() for node in page.css("a[name]")}
    for section in item["_feedsvc"]["sections"][1:]:
        assert headings[section["url"].partition("#")[2]] == section["heading"]
    links = [node.attributes["href"] for node in page.css(".contents a, .body a[href]")]
    assert [link.partition("#")[2] for link in links] == ["_about", "_bar", "_about"]
