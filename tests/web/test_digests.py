"""Digests over HTTP: documents, pages, validators."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import etree

from feedsvc.model.feed import FORMATS, Format
from feedsvc.newsroom import Newsroom
from feedsvc.web import create_app
from tests.feeds.kinds.digest.days import DAYS, articles, at, story, wednesday


@pytest.fixture
def newsroom(desk: Any, clock: Any) -> Newsroom:
    return wednesday(desk, clock)


class TestAnswers:
    @pytest.fixture
    def client(self, newsroom: Newsroom) -> FlaskClient:
        return create_app(newsroom).test_client()

    @pytest.mark.parametrize("format", FORMATS)
    @pytest.mark.parametrize("validator", ["If-None-Match", "If-Modified-Since"])
    def test_unchanged_means_304_until_the_day_ends(
        self, desk: Any, newsroom: Newsroom, clock: Any, client: FlaskClient, format: Format,
        validator: str,
    ) -> None:  # fmt: skip
        path = f"/category/world/digest/daily.{format}"
        first = client.get(path)
        assert first.status_code == 200
        assert first.headers["Last-Modified"]
        clock.forward(hours=1)
        desk.write("noon.md", story("Noon", "2026-06-10T12:30Z", "category: World\n"))
        newsroom.index.update(["noon.md"])
        held = "ETag" if validator == "If-None-Match" else "Last-Modified"
        headers = {validator: first.headers[held]}
        clock.time = at("2026-06-10T23:59:59Z")
        assert client.get(path, headers=headers).status_code == 304
        assert client.get(path).headers["Last-Modified"] == first.headers["Last-Modified"]
        clock.forward(seconds=1)
        answer = client.get(path, headers=headers)
        assert answer.status_code == 200
        assert answer.headers["Last-Modified"] == "Thu, 11 Jun 2026 00:00:00 GMT"
        headers = {validator: answer.headers[held]}
        clock.forward(hours=23)
        assert client.get(path, headers=headers).status_code == 304

    @pytest.mark.each_database
    @pytest.mark.parametrize("path", ["/digest/daily", "/category/world/digest/weekly"])
    def test_pages_list_what_is_over(self, client: FlaskClient, clock: Any, path: str) -> None:
        clock.forward(days=5)
        answer = client.get(path)
        page = etree.HTML(answer.text)
        assert answer.status_code == 200
        links = page.xpath("//main//h2/a/@href")
        assert links
        for link in links:
            shown = client.get(link.removeprefix("https://news.example"))
            assert shown.status_code == 200
            assert "Wind" in shown.text or "W24" not in link
        found = page.xpath("//link[@rel='alternate']/@href")
        assert f"https://news.example{path}.atom" in found
        for format in FORMATS:
            shown = client.get(f"{path}.{format}", headers={"Sec-Fetch-Dest": "document"})
            assert shown.mimetype == "text/html"
            assert list(etree.HTML(shown.text).xpath("//main//h2/a/@href")) == links

    @pytest.mark.each_database
    def test_the_page_of_a_period_shows_its_articles(self, client: FlaskClient) -> None:
        answer = client.get("/digest/daily/2026-06-08")
        page = etree.HTML(answer.text)
        assert page.findtext(".//h1") == "Monday, 8 June 2026"
        assert page.xpath("//main//h2/a/text()") == ["Snow", "Rain"]
        tag = {"If-None-Match": answer.headers["ETag"]}
        assert client.get("/digest/daily/2026-06-08", headers=tag).status_code == 304
        world = etree.HTML(client.get("/category/world/digest/daily/2026-06-08").text)
        assert world.xpath("//main//h2/a/text()") == ["Rain"]

    @pytest.mark.parametrize(
        "path",
        [
            *("/digest/daily/2026-06-10", "/digest/weekly/2026-W24", "/digest/daily/2026-06-07"),
            *("/digest/daily/2026-6-8", "/digest/daily/9999-12-31", "/digest/weekly/2026-W60"),
            *("/digest/daily/2026-06-08.atom", "/digest/weekly/2026-06-08"),
            *("/digest/monthly", "/digest", "/digest/monthly.atom", "/digest/daily/archive/1.atom"),
            *("/category/no/digest/daily", "/category/no/digest/daily.atom"),
            *("/category/no/digest/daily/2026-06-08", "/author/x/digest/daily.atom"),
            *("/category/arts/digest/daily/2026-06-09", "/digest/daily/digest/daily.atom"),
        ],
    )
    def test_others_are_not_there(self, client: FlaskClient, path: str) -> None:
        for headers in ({}, {"Sec-Fetch-Dest": "document"}):
            answer = client.get(path, headers=headers)
            assert answer.status_code == 404
            assert answer.headers["Cache-Control"] == "no-store"

    @pytest.mark.each_database
    def test_a_retracted_article_is_on_no_page(
        self, desk: Any, newsroom: Newsroom, client: FlaskClient
    ) -> None:
        for path in ("/digest/daily/2026-06-09", "/digest/daily"):
            assert client.get(path).status_code == 200
        (desk.folder / "hail.md").unlink()
        newsroom.index.update(["hail.md"])
        assert client.get("/digest/daily/2026-06-09").status_code == 404
        assert "9 June" not in client.get("/digest/daily").text

    @pytest.mark.each_database
    def test_they_are_offered_where_feeds_are(self, client: FlaskClient) -> None:
        for path, base in (("/", ""), ("/category/world", "/category/world")):
            links = etree.HTML(client.get(path).text).xpath("//main//a/@href")
            for kind in DAYS:
                assert links.count(f"https://news.example{base}/digest/{kind}") == 1
        assert "digest" not in client.get("/author/news").text
        outlines = etree.fromstring(client.get("/feeds.opml").data).xpath("//@xmlUrl")
        assert "https://news.example/category/world/digest/weekly.atom" in outlines


class TestTime:
    @pytest.mark.each_database
    def test_a_clock_that_is_set_back_opens_the_day_again(
        self, newsroom: Newsroom, clock: Any
    ) -> None:
        client = create_app(newsroom).test_client()
        clock.time = at("2026-06-11T00:00Z")
        assert "2026-06-10" in articles(newsroom)
        for path in ("/digest/daily/2026-06-10", "/digest/daily"):
            assert "10 June 2026" in client.get(path).text
        clock.forward(seconds=-1)
        assert "2026-06-10" not in articles(newsroom)
        assert client.get("/digest/daily/2026-06-10").status_code == 404
        assert "10 June 2026" not in client.get("/digest/daily").text
