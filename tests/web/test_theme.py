"""A newsroom with a theme of its own, as a browser meets it."""

import contextlib
import logging
import shutil
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from feedsvc.editor.check import check_folder
from feedsvc.indexer import quiet
from feedsvc.web import create_app
from tests.web.servers import granian, wait

SITE = "https://news.example"
PAPER = Path(__file__).with_name("paper_theme")
SETTINGS = f'base_url = "{SITE}"\nid_base = "news.example,2026"\ntitle = "Paper"\n'
RAIN = "---\ntitle: Rain\ndate: 2026-05-01\ncategory: World\n---\nWet it is.\n"


def write(desk: Any, folder: str = "theme") -> None:
    desk.write("site.toml", f'{SETTINGS}[theme]\nfolder = "{folder}"\n')
    desk.write("rain.md", RAIN)
    shutil.copytree(PAPER, desk.folder / "theme", dirs_exist_ok=True)


def without(desk: Any) -> None:
    shutil.rmtree(desk.folder / "theme", ignore_errors=True)
    desk.write("site.toml", SETTINGS)


@pytest.fixture
def client(desk: Any) -> FlaskClient:
    write(desk)
    return create_app(desk.open()).test_client()


def text(client: FlaskClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code in (200, 404)
    return answer.text


def style(client: FlaskClient, url: str = "/") -> str:
    found = LexborHTMLParser(text(client, url)).css_first("link[rel=stylesheet]")
    return str(found.attributes["href"]).removeprefix(SITE)


def test_a_browser_sees_pages_of_the_theme(client: FlaskClient) -> None:
    page = LexborHTMLParser(text(client, "/articles/rain"))
    assert page.css_first("footer").text() == "Printed by Paper"
    assert page.css_first("h1").text() == "Rain"
    assert page.css_first(".end-mark").text() == "Rain ends"
    for url in ("/", "/nothing", "/archive", "/search", "/category/world"):
        assert "Printed by Paper" in text(client, url)
    answer = client.get("/feed.atom", headers={"Sec-Fetch-Dest": "document"})
    assert "Printed by Paper" in answer.text


def test_its_style_comes_last_and_has_an_address_of_its_own(client: FlaskClient, desk: Any) -> None:
    answer = client.get(style(client))
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.text.endswith((PAPER / "style.css").read_text())
    own = style(client)
    without(desk)
    assert style(create_app(desk.open()).test_client()) != own


def test_headers_stay_as_they_are(client: FlaskClient, desk: Any) -> None:
    names = ("Content-Security-Policy", "Cache-Control", "X-Content-Type-Options")
    urls = ("/", "/articles/rain", "/nothing")
    own = [[client.get(url).headers[name] for name in names] for url in urls]
    without(desk)
    plain = create_app(desk.open()).test_client()
    assert "Printed by" not in text(plain, "/")
    assert own == [[plain.get(url).headers[name] for name in names] for url in urls]


def test_pictures_that_the_style_names(client: FlaskClient, desk: Any) -> None:
    desk.write("theme/ink.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    desk.write("theme/secret.txt", "secret")
    app = create_app(desk.open()).test_client()
    answer = app.get("/static/theme/ink.svg")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/svg+xml")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    again = app.get("/static/theme/ink.svg", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    for name in ("secret.txt", "base.html", "style.css", "../site.toml", "..%2fsite.toml", ""):
        assert app.get(f"/static/theme/{name}").status_code == 404


def test_nothing_in_the_folder_is_an_article(desk: Any) -> None:
    write(desk)
    desk.write("site.toml", f'include = ["*.html"]\n{SETTINGS}[theme]\nfolder = "theme"\n')
    desk.write("theme/story.md", "---\ntitle: Story\ndate: 2026-05-01\n---\nText.\n")
    newsroom = desk.open()
    assert [entry.article.path for entry in newsroom.articles.every()] == ["rain.md"]
    assert newsroom.problems.all() == []


def test_articles_of_a_folder_that_becomes_a_theme_leave(desk: Any) -> None:
    desk.write("site.toml", SETTINGS)
    for number in range(8):
        desk.write(f"{number}.md", RAIN)
    desk.write("theme/story.md", RAIN)
    assert "theme/story.md" in [one.article.path for one in desk.open().articles.every()]
    desk.write("site.toml", f'{SETTINGS}[theme]\nfolder = "theme"\n')
    assert "theme/story.md" not in [one.article.path for one in desk.open().articles.every()]
    desk.write("site.toml", SETTINGS)
    assert "theme/story.md" in [one.article.path for one in desk.open().articles.every()]


def test_private_pages_and_feeds_stay_ours(desk: Any, client: FlaskClient) -> None:
    feeds = [client.get(f"/feed.{suffix}").data for suffix in ("atom", "rss", "json")]
    newsroom = desk.open()
    made = newsroom.keys.add("Ann", drafts=True)
    app = create_app(newsroom).test_client()
    private = app.get(f"/private/{made.token}/")
    assert private.status_code == 200
    assert "Printed by Paper" not in private.text
    without(desk)
    plain = create_app(desk.open()).test_client()
    assert [plain.get(f"/feed.{suffix}").data for suffix in ("atom", "rss", "json")] == feeds


FAULTS = [
    "{{ ''.__class__.__mro__ }}",
    "{% for i in range(10**9) %}{% endfor %}",
    "{% if %}",
    '{% extends "nothing.html" %}',
    "{{ nothing }}",
    b"caf\xe9",
]


@pytest.mark.parametrize("wrong", FAULTS)
def test_what_is_wrong_leaves_our_page_and_is_told(
    desk: Any, wrong: str | bytes, caplog: pytest.LogCaptureFixture
) -> None:
    without(desk)
    desk.write("rain.md", RAIN)
    ours = text(create_app(desk.open()).test_client(), "/articles/rain")
    write(desk)
    (desk.folder / "theme" / "base.html").unlink()
    (desk.folder / "theme" / "style.css").unlink()
    desk.write("theme/article.html", wrong)
    newsroom = desk.open()
    with caplog.at_level(logging.WARNING, "feedsvc"):
        for client in [create_app(newsroom).test_client() for _ in range(2)]:  # as two workers
            for _ in range(3):
                assert text(client, "/articles/rain") == ours
                told = client.get("/readyz")
                assert (told.status_code, told.text[:20]) == (200, "ready, but degraded:")
                assert "theme/article.html:1: error: " in told.text
    assert len([one for one in caplog.messages if "theme/article.html:1" in one]) == 1
    found = check_folder(desk.folder, {}, lambda what: contextlib.nullcontext(quiet))
    assert [(one.path, one.line, one.code) for one in found if one.code == "theme"] == [
        ("theme/article.html", 1, "theme")
    ]
    (desk.folder / "theme" / "article.html").unlink()
    assert create_app(newsroom).test_client().get("/readyz").text == "ready\n"
    assert "the theme is right again" in caplog.messages


def test_what_fails_on_one_article_leaves_our_page_for_it(
    desk: Any, caplog: pytest.LogCaptureFixture
) -> None:
    write(desk)
    desk.write("theme/article.html", "<title></title>{{ entry.image.url }}")
    desk.write("snow.md", "---\ntitle: Snow\ndate: 2026-05-01\nimage: snow.png\n---\nCold.\n")
    desk.write("snow.png", b"png")
    client = create_app(desk.open()).test_client()
    assert text(client, "/articles/snow") == f"<title></title>{SITE}/media/snow.png"
    assert client.get("/readyz").text == "ready\n"
    for _ in range(2):
        assert "Wet it is." in text(client, "/articles/rain")
    assert "degraded: theme/article.html:1" in client.get("/readyz").text
    assert text(client, "/articles/snow") == f"<title></title>{SITE}/media/snow.png"
    assert len([one for one in caplog.messages if "theme/article.html" in one]) == 1


def test_a_running_service_sees_what_is_saved(desk: Any) -> None:
    write(desk)
    with granian(desk.folder, "--workers", "2") as server:
        first = server.get("/articles/rain")
        assert b"Printed by Paper" in first.body
        foot = '{% extends "feedsvc/base.html" %}{% block foot %}NEW{% endblock %}'
        desk.write("theme/base.html", foot)
        desk.write("theme/style.css", "p { color: green }")

        def seen() -> bool:
            answers = [server.get("/articles/rain") for _ in range(20)]
            return all(b"NEW" in one.body for one in answers)

        wait(seen, "the new theme in all workers")
        tags = {server.get("/articles/rain").headers["etag"] for _ in range(20)}
        assert len(tags) == 1
        assert first.headers["etag"] not in tags
        again = server.get("/articles/rain", If_None_Match=first.headers["etag"])
        assert again.status == 200
        assert server.get("/articles/rain", If_None_Match=tags.pop()).status == 304
        desk.write("theme/base.html", "{{ nothing }}")
        wait(lambda: b"degraded" in server.get("/readyz").body, "the fault is told")
        wait(lambda: b"NEW" not in server.get("/articles/rain").body, "our page is back")
        for _ in range(20):
            assert server.get("/articles/rain").status == 200
    assert server.said().count("theme/base.html:1: error: 'nothing' is undefined") == 1
