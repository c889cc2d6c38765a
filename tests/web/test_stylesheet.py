"""The style of the pages is asked for once, and again when it is another one."""

import shutil
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

import feedsvc
from feedsvc.web import create_app

SITE = "https://news.example"
SAMPLE = Path(__file__).parents[2] / "articles"


def address(client: Any, page: str = "/", site: str = SITE) -> str:
    links = LexborHTMLParser(client.get(page).text).css("link[rel=stylesheet]")
    (href,) = [link.attributes["href"] for link in links]
    assert href.startswith(site)
    return str(href.removeprefix(site))


def test_a_browser_keeps_it_for_a_year(desk: Any) -> None:
    desk.write("rain.md", "---\ntitle: Rain\ndate: 2026-05-01\n---\nWet it is.\n")
    client = create_app(desk.open()).test_client()
    for page in ("/", "/articles/rain", "/nothing"):
        answer = client.get(address(client, page), headers={"Accept-Encoding": "br"})
        assert answer.status_code == 200
        assert answer.mimetype == "text/css"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Encoding"] == "br"


def test_pages_are_light(tmp_path: Path) -> None:
    """Front page and article, with the style, before pictures; on a slow line that is a second."""
    folder = tmp_path / "articles"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns(".feedsvc"))
    with feedsvc.open(folder, environ={}) as newsroom:
        client = create_app(newsroom).test_client()
        style = address(client, site="http://127.0.0.1:8000")
        for page in ("/", "/articles/one-file-three-attributes"):
            sent = [client.get(one, headers={"Accept-Encoding": "br"}) for one in (page, style)]
            assert sum(len(one.data) for one in sent) < 15_000


def test_another_colour_has_another_address(desk: Any) -> None:
    plain = address(create_app(desk.open()).test_client())
    desk.write("site.toml", f'base_url = "{SITE}"\n[theme]\naccent = "#0b5c8a"\n')
    client = create_app(desk.open()).test_client()
    coloured = address(client)
    assert coloured != plain
    assert "#0b5c8a" in client.get(coloured).text
    # A page that was kept names the style before.
    earlier = client.get(plain)
    assert earlier.text == client.get(coloured).text
    assert earlier.headers["Cache-Control"] == "public, max-age=300"


def test_a_logo_is_served_and_stands_before_the_name(desk: Any) -> None:
    desk.write("site.toml", f'base_url = "{SITE}"\ntitle = "Desk"\n[theme]\nlogo = "logo.png"\n')
    desk.write("logo.png", b"\x89PNG\r\n\x1a\n")
    desk.write("other.png", b"\x89PNG\r\n\x1a\n")
    client = create_app(desk.open()).test_client()
    name = LexborHTMLParser(client.get("/").text).css_first(".name a")
    assert name.text().strip() == "Desk"
    assert name.css_first("img").attributes["src"] == f"{SITE}/media/logo.png"
    with client.get("/media/logo.png") as answer:
        assert answer.status_code == 200
    assert client.get("/media/other.png").status_code == 404
