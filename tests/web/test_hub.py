"""The hub's address, and how feeds announce it (WebSub 4, 5.1)."""

from typing import Any

import pytest
from werkzeug.test import Client

from feedsvc.errors import StoreError
from feedsvc.newsroom import Newsroom
from feedsvc.push.intake import MOST_FROM_CLIENT
from feedsvc.store import hub_blocked, hub_intents
from feedsvc.store.hub_intents import ClaimedIntent
from feedsvc.web import create_app
from feedsvc.web.hub import LARGEST_FORM

SITE = """
base_url = "https://news.example"
id_base = "news.example,2026"
[feeds]
entries = 1
archive_entries = 1
[searches.rain]
query = "rain"
[categories.inner]
private = true
"""
OWN = '[websub]\nhub = "own"\n'
ARTICLE = "---\ntitle: {}\ndate: 2026-05-0{}\ncategory: {}\n---\nA text of rain.\n"
ASKED = {
    "hub.mode": "subscribe",
    "hub.topic": "https://news.example/feed.atom",
    "hub.callback": "https://reader.example/callback",
}
LINK = '<https://news.example/{}>; rel="self", <https://news.example/hub>; rel="hub"'
BROWSER = {"Sec-Fetch-Dest": "document"}


class Hub:
    """A hub whose clock stands still, and its newsroom."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.client = Client(create_app(newsroom))

    def ask(self, **changed: str) -> Any:
        form = ASKED | {f"hub.{name}": value for name, value in changed.items()}
        return self.client.post("/hub", data=form)

    def taken(self) -> list[ClaimedIntent]:
        with self.newsroom.store.writing() as connection:
            return hub_intents.claim(connection, "me", self.newsroom.now(), 9999)


def open_hub(desk: Any, more: str) -> Hub:
    desk.write("site.toml", SITE + more)
    for number in range(1, 5):
        desk.write(f"{number}.md", ARTICLE.format(number, number, "World"))
    desk.write("inner.md", ARTICLE.format("Inner", 1, "Inner"))
    return Hub(desk.open())


@pytest.fixture
def hub(desk: Any) -> Hub:
    return open_hub(desk, OWN)


@pytest.mark.each_database
def test_a_request_is_taken_and_answered_before_anybody_is_asked(hub: Hub) -> None:
    answer = hub.ask(secret="quiet", lease_seconds="600")
    assert answer.status_code == 202
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.content_type == "text/plain; charset=utf-8"
    (one,) = hub.taken()
    assert one[1:7] == ("subscribe", "feed", "atom", ASKED["hub.callback"], "quiet", 600)


@pytest.mark.parametrize(
    "name", ["feed", "category/world", "archive/1", "digest/daily", "search/rain"]
)
@pytest.mark.parametrize("format", ["atom", "rss", "json"])
def test_public_documents_are_topics(hub: Hub, name: str, format: str) -> None:
    assert hub.ask(topic=f"https://news.example/{name}.{format}").status_code == 202
    assert [(one.feed, one.format) for one in hub.taken()] == [(name, format)]


@pytest.mark.parametrize(
    "path", ["category/inner.atom", "category/none.atom", "archive/99.atom", "search.atom?q=rain"]
)
def test_nothing_else_is_a_topic(hub: Hub, path: str) -> None:
    """Neither private feeds nor asked searches; nor what is not there."""
    assert hub.ask(topic=f"https://news.example/{path}").status_code == 404
    token = hub.newsroom.keys.add("K", categories=["inner"]).token
    assert hub.ask(topic=f"https://news.example/private/{token}/feed.atom").status_code == 404
    assert hub.taken() == []


def test_who_subscribed_to_what_is_no_more_may_leave(hub: Hub) -> None:
    gone = "https://news.example/category/none.atom"
    assert hub.ask(mode="unsubscribe", topic=gone).status_code == 202


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"mode": "publish"}, 400),
        ({"mode": ""}, 400),
        ({"callback": "http://127.0.0.1/"}, 403),
        ({"secret": "x" * 200}, 400),
        ({"lease_seconds": "soon"}, 400),
    ],
)
def test_what_is_wrong_is_said_in_words(hub: Hub, changed: dict[str, str], status: int) -> None:
    answer = hub.ask(**changed)
    assert (answer.status_code, answer.content_type) == (status, "text/plain; charset=utf-8")
    assert "hub." in answer.text
    assert hub.taken() == []


@pytest.mark.each_database
def test_a_request_of_another_kind_is_told_what_to_send(hub: Hub) -> None:
    for answer in (
        hub.client.post("/hub"),
        hub.client.post("/hub", json=ASKED),
        hub.client.post("/hub", data=b"\xff\xfe", content_type="text/plain"),
    ):
        assert (answer.status_code, "x-www-form-urlencoded" in answer.text) == (400, True)
    answer = hub.ask(topic="https://news.example/" + "x" * LARGEST_FORM)
    assert (answer.status_code, answer.content_type) == (413, "text/plain; charset=utf-8")
    assert hub.client.put("/hub").status_code == 405
    assert hub.client.post("/hub", data=b"hub.mode=%ff%00&=&&x").status_code == 400


def test_too_many_requests_are_told_when_to_come_again(hub: Hub) -> None:
    for number in range(MOST_FROM_CLIENT):
        assert hub.ask(callback=f"https://host{number}.example/").status_code == 202
    answer = hub.ask()
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3600")


@pytest.mark.each_database
def test_a_client_behind_a_proxy_is_itself(hub: Hub) -> None:
    for number in range(2):
        told = {"X-Forwarded-For": f"192.0.2.{number}"}
        form = ASKED | {"hub.callback": f"https://host{number}.example/"}
        hub.client.post("/hub", data=form, headers=told, environ_base={"REMOTE_ADDR": "127.0.0.1"})
    with hub.newsroom.store.reading() as connection:
        found = connection.exec_driver_sql("SELECT DISTINCT client FROM hub_intents").all()
    assert len(found) == 2


def test_a_host_that_is_blocked_is_refused(hub: Hub) -> None:
    with hub.newsroom.store.writing() as connection:
        hub_blocked.block(connection, "reader.example", hub.newsroom.now())
    assert hub.ask().status_code == 403


def test_while_the_store_cannot_be_written_it_is_to_be_tried_again(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(patience: float) -> None:
        raise StoreError("database is locked")

    monkeypatch.setattr(hub.newsroom.store, "keeping", refuse)
    answer = hub.ask()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "locked" not in answer.text


@pytest.mark.each_database
def test_a_person_is_told_what_it_is(hub: Hub) -> None:
    answer = hub.client.get("/hub")
    assert (answer.status_code, answer.content_type) == (200, "text/plain; charset=utf-8")
    assert "https://news.example/feed.atom" in answer.text


@pytest.mark.parametrize("more", ["", '[websub]\nhub = "https://hub.example.org/"\n'])
def test_there_is_no_hub_where_it_is_not_asked_for(desk: Any, more: str) -> None:
    hub = open_hub(desk, more)
    assert hub.client.get("/hub").status_code == 404
    assert hub.ask().status_code == 404
    assert hub.taken() == []


@pytest.mark.each_database
def test_feeds_name_themselves_and_the_hub_in_a_header(hub: Hub) -> None:
    """Also from memory, and to whoever asks for headers alone."""
    for path in ("feed.atom", "category/world.rss", "archive/1.json", "feed.atom"):
        for _ in range(2):
            assert hub.client.get(f"/{path}").headers["Link"] == LINK.format(path)
        assert hub.client.head(f"/{path}").headers["Link"] == LINK.format(path)
        assert hub.client.get(f"/{path}", headers=BROWSER).headers["Link"] == LINK.format(path)


def test_an_answer_without_a_feed_names_no_hub(hub: Hub) -> None:
    tag = hub.client.get("/feed.atom").headers["ETag"]
    for headers in ({}, BROWSER):
        tag = hub.client.get("/feed.atom", headers=headers).headers["ETag"]
        same = hub.client.get("/feed.atom", headers={"If-None-Match": tag, **headers})
        assert (same.status_code, "Link" in same.headers) == (304, False)
    for path in ("/", "/search.atom?q=rain", "/search?q=rain", "/category/world", "/none.atom"):
        assert "Link" not in hub.client.get(path).headers
        assert "Link" not in hub.client.get(path, headers=BROWSER).headers


def test_without_a_hub_no_header_is_added(desk: Any) -> None:
    hub = open_hub(desk, "")
    for headers in ({}, BROWSER):
        assert "Link" not in hub.client.get("/feed.atom", headers=headers).headers
