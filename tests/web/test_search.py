"""Search as browsers and programs ask for it."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import etree

from feedsvc.newsroom import Newsroom
from feedsvc.web import create_app
from tests.feeds.kinds.storms import storms, story

pytestmark = pytest.mark.each_database


@pytest.fixture
def newsroom(desk: Any) -> Newsroom:
    return storms(desk)


@pytest.fixture
def client(newsroom: Newsroom) -> FlaskClient:
    return create_app(newsroom).test_client()


class TestPages:
    def test_a_page_shows_what_is_found_and_how_to_subscribe(self, client: FlaskClient) -> None:
        answer = client.get("/search?q=%3Cb%3E+OR+gale")
        assert answer.status_code == 200
        assert "Gale two" in answer.text
        assert "Storm one" not in answer.text
        assert '<meta name="robots" content="noindex">' in answer.text
        for suffix in ("atom", "rss", "json"):
            address = f"https://news.example/search.{suffix}?q=b%20OR%20gale"
            assert answer.text.count(f'href="{address}"') == 2
        assert '<form class="search" role="search" action="https://news.example/search">' in (
            answer.text
        )
        policy = answer.headers["Content-Security-Policy"]
        assert "form-action 'self'" in policy
        assert "<script" not in answer.text

    def test_a_bad_query_is_told_where_it_was_written(self, client: FlaskClient) -> None:
        for path, headers in (
            ("/search?q=%3Cscript%3E%22", {}),
            ("/search.atom?q=%3Cscript%3E%22", {"Sec-Fetch-Dest": "document"}),
        ):
            answer = client.get(path, headers=headers)
            assert answer.status_code == 400
            assert answer.mimetype == "text/html"
            assert answer.headers["Cache-Control"] == "no-store"
            assert "a closing quotation mark is missing, at character 9" in answer.text
            assert 'value="&lt;script&gt;&#34;"' in answer.text
            assert "form-action 'self'" in answer.headers["Content-Security-Policy"]

    def test_a_page_changes_when_something_is_published(
        self, desk: Any, newsroom: Newsroom, client: FlaskClient
    ) -> None:
        assert "Storm at last" not in client.get("/search?q=storm").text
        desk.write("4.md", story("Storm at last", 4))
        newsroom.index.update(["4.md"])
        assert "Storm at last" in client.get("/search?q=storm").text

    def test_every_page_has_one_form(self, client: FlaskClient) -> None:
        for path in ("/", "/articles/1", "/search", "/search?q=gale", "/nothing"):
            page = client.get(path)
            assert page.text.count("<form") == 1
            assert "form-action 'self'" in page.headers["Content-Security-Policy"]
        front = client.get("/")
        again = client.get("/", headers={"If-None-Match": front.headers["ETag"]})
        assert again.status_code == 304
        assert "form-action 'self'" in again.headers["Content-Security-Policy"]
        assert client.get("/search").status_code == 200

    def test_a_browser_sees_a_page_in_place_of_a_feed(self, client: FlaskClient) -> None:
        for path in ("/search.atom?q=gale", "/search/storms.atom"):
            answer = client.get(path, headers={"Sec-Fetch-Dest": "document"})
            assert answer.mimetype == "text/html"
            assert answer.headers["Cache-Control"] == "private, max-age=300"
            assert "Gale two" in answer.text

    def test_opensearch(self, client: FlaskClient) -> None:
        answer = client.get("/opensearch.xml")
        assert answer.mimetype == "application/opensearchdescription+xml"
        root = etree.fromstring(answer.data)
        space = "{http://a9.com/-/spec/opensearch/1.1/}"
        assert root.tag == f"{space}OpenSearchDescription"
        assert len(root.findtext(f"{space}ShortName")) <= 16
        urls = {one.get("type"): one.get("template") for one in root.findall(f"{space}Url")}
        for kind in ("text/html", "application/atom+xml", "application/rss+xml"):
            path = urls[kind].replace("{searchTerms}", "gale%20two")
            found = client.get(path.removeprefix("https://news.example"))
            assert (found.status_code, found.mimetype) == (200, kind)
            assert "Gale two" in found.text
        assert 'rel="search"' in client.get("/articles/1").text

    def test_robots_are_kept_from_what_has_no_end(self, client: FlaskClient) -> None:
        assert "\nDisallow: /search?\n" in client.get("/robots.txt").text


class TestAnySearch:
    def test_it_is_known_again_by_its_tag_and_tells_no_time(self, client: FlaskClient) -> None:
        answer = client.get("/search.atom?q=storm")
        assert "Last-Modified" not in answer.headers
        held = {"If-None-Match": answer.headers["ETag"]}
        assert client.get("/search.atom?q=storm", headers=held).status_code == 304
        since = {"If-Modified-Since": "Tue, 01 Jan 2030 00:00:00 GMT"}
        assert client.get("/search.atom?q=storm", headers=since).status_code == 200

    @pytest.mark.parametrize("query", ["", "?q=", "?q=%20", "?x=storm", "?q=%22storm", "?q=%00"])
    @pytest.mark.parametrize("format", ["atom", "rss", "json"])
    def test_a_bad_one_is_told_as_text(self, client: FlaskClient, query: str, format: str) -> None:
        answer = client.get(f"/search.{format}{query}")
        assert answer.status_code == 400
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.text.startswith("bad query: ")
        where = "at character 1" if "storm" in query and "x" not in query else f".{format}?q=rain"
        assert where in answer.text or query == "?q=%00"
