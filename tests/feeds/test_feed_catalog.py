"""Searches as documents: their address, id and validators, and named ones as feeds like others."""

import gc
import json
from collections import Counter
from typing import Any

import feedparser
import pytest
from flask.testing import FlaskClient
from lxml import etree

from feedsvc.errors import NoSuchFeed
from feedsvc.feeds.document import Document
from feedsvc.newsroom import Newsroom
from feedsvc.search.query import parse
from feedsvc.web import create_app
from tests.feeds.kinds.storms import SITE, storms, story, titles

ATOM = "{http://www.w3.org/2005/Atom}"
COMPLETE = "{http://purl.org/syndication/history/1.0}complete"


@pytest.fixture
def newsroom(desk: Any) -> Newsroom:
    return storms(desk)


@pytest.fixture
def client(newsroom: Newsroom) -> FlaskClient:
    return create_app(newsroom).test_client()


class TestAnySearch:
    @pytest.mark.parametrize("format", ["atom", "rss", "json"])
    def test_is_a_document_that_knows_where_it_is(self, client: FlaskClient, format: str) -> None:
        answer = client.get(f"/search.{format}", query_string={"q": 'Storm OR "gale two"'})
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"].startswith("public, max-age=300")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        address = f"https://news.example/search.{format}?q=storm%20OR%20%22gale%20two%22"
        page = "https://news.example/search?q=storm%20OR%20%22gale%20two%22"
        name = "tag:news.example,2026:search?q=storm%20OR%20%22gale%20two%22"
        said = 'The Paper: search for storm OR "gale two"'
        if format == "json":
            feed = json.loads(answer.data)
            assert (feed["title"], feed["feed_url"], feed["home_page_url"]) == (said, address, page)
            assert [item["title"] for item in feed["items"]] == ["Gale two", "Storm one"]
            return
        found = feedparser.parse(answer.data)
        assert not found.bozo
        assert found.feed.title == said
        links = {link.rel: link.href for link in found.feed.links}
        assert (links["self"], links["alternate"]) == (address, page)
        assert titles(answer.data) == ["Gale two", "Storm one"]
        assert format == "rss" or found.feed.id == name
        again = client.get(address.removeprefix("https://news.example"))
        assert (again.data, again.headers["ETag"]) == (answer.data, answer.headers["ETag"])

    @pytest.mark.each_database
    def test_says_that_it_is_all_only_where_it_is(self, desk: Any, newsroom: Newsroom) -> None:
        client = create_app(newsroom).test_client()
        for day, complete in ((4, True), (5, False)):
            root = etree.fromstring(client.get("/search.atom?q=text").data)
            assert len(root.findall(f"{ATOM}entry")) == 3
            assert (root.find(COMPLETE) is not None) == complete
            desk.write(f"{day}.md", story("Rain", day))
            newsroom.index.update([f"{day}.md"])

    def test_is_answered_304_until_what_it_finds_changes(
        self, desk: Any, newsroom: Newsroom, client: FlaskClient
    ) -> None:
        first = client.get("/search.atom?q=storm")
        assert "Last-Modified" not in first.headers
        tag = {"If-None-Match": first.headers["ETag"]}
        desk.write("4.md", story("Calm", 4))
        desk.write("5.md", story("Storm to come", 5, "embargo: 2026-06-02\n"))
        newsroom.index.update(["4.md", "5.md"])
        assert client.get("/search.atom?q=storm", headers=tag).status_code == 304
        assert client.get("/search.atom?q=STORM&x=1", headers=tag).status_code == 304
        desk.clock.forward(days=1)
        answer = client.get("/search.atom?q=storm", headers=tag)
        assert titles(answer.data) == ["Storm to come", "Storm one"]
        (desk.folder / "1.md").unlink()
        newsroom.index.update(["1.md"])
        assert titles(client.get("/search.atom?q=storm").data) == ["Storm to come"]

    @pytest.mark.each_database
    def test_uses_the_entries_of_other_feeds(self, client: FlaskClient) -> None:
        feed = etree.fromstring(client.get("/feed.atom").data)
        found = etree.fromstring(client.get("/search.atom?q=gale").data)
        entry = next(e for e in feed.iter(f"{ATOM}entry") if e.findtext(f"{ATOM}title")[0] == "G")
        assert etree.tostring(entry) == etree.tostring(found.find(f"{ATOM}entry"))

    def test_others_are_not_there(self, client: FlaskClient) -> None:
        assert client.get("/search.xml?q=a").status_code == 404
        assert client.post("/search", data={"q": "a"}).status_code == 405

    def test_many_fill_no_memory(self, newsroom: Newsroom, client: FlaskClient) -> None:
        client.get("/search.atom?q=storm")
        for number in range(300):
            assert client.get(f"/search.atom?q=+storm+&utm={number}").status_code == 200
            assert (
                client.get(f"/search?q={'%20' * (number % 50)}sTorm&x={number}").status_code == 200
            )
        assert len(newsroom.feeds._cache.items()) == 1
        for number in range(100):
            assert client.get(f"/search.atom?q=unheard{number}of").status_code == 200
        gc.collect()
        documents = [one for one in gc.get_objects() if type(one) is Document]
        assert sum(document.weight() for document in documents) < 4_500_000
        with newsroom.store.reading() as connection:
            kept = connection.exec_driver_sql("SELECT count(*) FROM documents").scalar()
        assert kept == 0

    @pytest.mark.each_database
    def test_only_so_many_run_at_a_time(
        self, newsroom: Newsroom, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("feedsvc.feeds.feed_catalog.PATIENCE", 0.01)
        client.get("/search.atom?q=storm")
        place = newsroom.feeds._place
        with place(), place(), place(), place():
            answer = client.get("/search.atom?q=gale")
            assert (answer.status_code, answer.headers["Retry-After"]) == (429, "10")
            assert client.get("/search?q=gale").status_code == 429
            assert client.get("/search.atom?q=storm").status_code == 200  # is held ready
            for path in ("/feed.atom", "/search/storms", "/search/storms.atom", "/"):
                assert client.get(path).status_code == 200
        assert client.get("/search.atom?q=gale").status_code == 200


class TestNamed:
    def test_is_a_feed_like_others(self, newsroom: Newsroom, client: FlaskClient) -> None:
        answer = client.get("/search/storms.atom")
        feed = feedparser.parse(answer.data).feed
        assert (feed.title, feed.subtitle) == ("The Paper: Storms", "Wind and high water")
        assert feed.id == "tag:news.example,2026:feeds/search/storms"
        links = {link.rel: link.href for link in feed.links}
        assert links["self"] == "https://news.example/search/storms.atom"
        assert links["alternate"] == "https://news.example/search/storms"
        assert titles(answer.data) == ["Gale two", "Storm one"]
        assert answer.headers["Last-Modified"]
        page = client.get("/search/storms")
        assert "Wind and high water" in page.text
        assert "Gale two" in page.text
        front = client.get("/").text
        assert 'href="https://news.example/search/storms"' in front
        assert "search/storms.atom" in client.get("/feeds.opml").text
        counts = {one.feed.name: one.entries for one in newsroom.feeds.all()}
        assert (counts["search/storms"], counts["search/nothing"]) == (2, 0)
        assert client.get("/search/nothing.json").json["items"] == []  # type: ignore[index]

    @pytest.mark.each_database
    def test_bytes_and_validators_stay_while_the_result_does(
        self, desk: Any, newsroom: Newsroom, client: FlaskClient
    ) -> None:
        def seen() -> tuple[bytes, str, str]:
            answer = client.get("/search/storms.atom")
            return answer.data, answer.headers["ETag"], answer.headers["Last-Modified"]

        first = seen()
        desk.clock.forward(hours=1)
        desk.write("4.md", story("Calm", 4))
        desk.write("5.md", story("Storm to come", 5, "embargo: 2026-06-02\n"))
        newsroom.index.update(["4.md", "5.md"])
        (desk.folder / "3.md").unlink()
        newsroom.index.update(["3.md"])
        assert seen() == first
        assert desk.open(scan=False).document("search/storms", "atom").body == first[0]
        desk.clock.forward(hours=1)
        desk.write("2.md", story("Breeze two", 2))
        newsroom.index.update(["2.md"])
        left = seen()
        assert titles(left[0]) == ["Storm one"]
        assert left[2] > first[2]
        desk.clock.forward(days=1)
        lifted = seen()
        assert titles(lifted[0]) == ["Storm to come", "Storm one"]
        assert lifted[2] == "Tue, 02 Jun 2026 00:00:00 GMT"

    def test_another_process_learns_of_a_change(self, desk: Any, newsroom: Newsroom) -> None:
        worker = desk.open(scan=False)
        worker.document("search/storms", "atom")
        assert worker.feeds.ready_document(("search/storms", "atom")) is not None
        desk.write("4.md", story("Storm four", 4))
        newsroom.index.update(["4.md"])
        assert b"Storm four" in worker.document("search/storms", "atom").body

    @pytest.mark.each_database
    def test_is_rendered_ahead(self, desk: Any, newsroom: Newsroom) -> None:
        newsroom.document("search/storms", "atom")
        assert newsroom.prerender() == 0
        desk.write("4.md", story("Storm four", 4))
        newsroom.index.update(["4.md"])
        assert newsroom.prerender() == 1
        with newsroom.store.reading() as connection:
            version = connection.exec_driver_sql("SELECT max(version) FROM documents").scalar()
        assert version == newsroom.feeds.version()

    def test_another_query_makes_another_document(self, desk: Any, newsroom: Newsroom) -> None:
        feed = newsroom.document("feed", "atom")
        before = newsroom.document("search/storms", "atom")
        desk.clock.forward(hours=1)
        desk.write("site.toml", SITE.replace("storm OR gale", "sun"))
        again = desk.open()
        after = again.document("search/storms", "atom")
        assert titles(after.body) == ["Sun three"]
        assert after.last_modified is not None
        assert before.last_modified is not None
        assert after.last_modified > before.last_modified
        kept = again.document("feed", "atom")
        assert (kept.fingerprint, kept.last_modified) == (feed.fingerprint, feed.last_modified)

    @pytest.mark.parametrize("name", ["search/no", "search/storms/archive/1", "search", "search/"])
    def test_others_are_not_there(self, newsroom: Newsroom, client: FlaskClient, name: str) -> None:
        with pytest.raises(NoSuchFeed, match=r"^no (search|feed) is called|has no archive"):
            newsroom.document(name, "atom")
        assert client.get(f"/{name}.atom").status_code == (400 if name == "search" else 404)


def test_what_one_search_renders_the_next_one_takes(desk: Any, rendered: Counter) -> None:
    newsroom = storms(desk)
    newsroom.feeds.search(parse("storm"), "atom")
    assert rendered == {("atom", "Storm one"): 1}
    newsroom.feeds.search(parse("storm OR gale"), "atom")
    assert set(rendered) >= {("atom", "Storm one"), ("atom", "Gale two")}
    assert set(rendered.values()) == {1}
