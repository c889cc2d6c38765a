"""Each MUST of WebSub that a publisher and the hub's address keep, by its section.

https://www.w3.org/TR/websub/; what the hub sends is in tests/push.
"""

import json
from datetime import timedelta
from typing import Any

import feedparser
import pytest
from werkzeug.test import Client

from feedsvc.store import hub_subscriptions
from tests.web.test_hub import ASKED, OWN, Hub, open_hub

FEEDS = ("feed", "category/world", "archive/1", "digest/daily", "search/rain")
HUB = "https://news.example/hub"


@pytest.fixture
def hub(desk: Any) -> Hub:
    return open_hub(desk, OWN)


def discover(client: Client, path: str, **headers: str) -> dict[str, list[str]]:
    """The links of a page's header (RFC 8288): relation -> addresses."""
    answer = client.get(path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    found: dict[str, list[str]] = {}
    for link in answer.headers["Link"].split(", "):
        url, _, relation = link.partition("; ")
        found.setdefault(relation.removeprefix('rel="').rstrip('"'), []).append(url.strip("<>"))
    return found


@pytest.mark.parametrize("name", FEEDS)
@pytest.mark.parametrize("format", ["atom", "rss", "json"])
def test_4_a_header_names_the_hub_and_one_canonical_address(
    hub: Hub, name: str, format: str
) -> None:
    path = f"/{name}.{format}"
    found = {"self": [f"https://news.example{path}"], "hub": [HUB]}
    assert discover(hub.client, path) == found
    assert discover(hub.client, path, Accept_Encoding="gzip") == found
    assert discover(hub.client, path, Sec_Fetch_Dest="document") == found


@pytest.mark.parametrize("name", FEEDS)
def test_4_so_does_the_document_itself(hub: Hub, name: str) -> None:
    for format in ("atom", "rss"):
        links = feedparser.parse(hub.client.get(f"/{name}.{format}").data).feed.links
        found = [(one.rel, one.href) for one in links if one.rel in ("self", "hub")]
        assert sorted(found) == [("hub", HUB), ("self", f"https://news.example/{name}.{format}")]
    document = json.loads(hub.client.get(f"/{name}.json").data)
    assert document["feed_url"] == f"https://news.example/{name}.json"
    assert document["hubs"] == [{"type": "WebSub", "url": HUB}]


@pytest.mark.parametrize("name", FEEDS)
def test_5_1_what_discovery_finds_can_be_subscribed_to(hub: Hub, name: str) -> None:
    (topic,) = discover(hub.client, f"/{name}.atom")["self"]
    assert hub.ask(topic=topic).status_code == 202
    assert hub.ask(topic=topic, mode="unsubscribe").status_code == 202


@pytest.mark.each_database
def test_5_1_what_is_not_understood_is_ignored(hub: Hub) -> None:
    answer = hub.ask(verify="sync", verify_token="x", other="y")
    assert answer.status_code == 202
    form = ASKED | {"x": "y", "hub": "z"}
    assert hub.client.post("/hub?hub.mode=publish", data=form).status_code == 202


@pytest.mark.each_database
def test_5_1_the_lease_of_an_unsubscription_is_ignored(hub: Hub) -> None:
    assert hub.ask(mode="unsubscribe", lease_seconds="never").status_code == 202
    (one,) = hub.taken()
    assert one.mode == "unsubscribe"


@pytest.mark.each_database
def test_5_1_what_is_active_can_be_asked_for_again(hub: Hub) -> None:
    """With another secret, or none. Nothing is overridden before the callback has confirmed it."""
    now, callback = hub.newsroom.now(), ASKED["hub.callback"]
    key = ("feed", "atom", callback)
    with hub.newsroom.store.writing() as connection:
        lease = now + timedelta(days=1)
        hub_subscriptions.put(connection, "feed", "atom", callback, "first", lease, now)
    for secret in ("second", ""):
        assert hub.ask(secret=secret).status_code == 202
        assert hub.ask(secret=secret, mode="unsubscribe").status_code == 202
    with hub.newsroom.store.writing() as connection:
        found = connection.exec_driver_sql("SELECT secret, expires FROM hub_subscriptions").all()
        assert [row.secret for row in found] == ["first"]
        assert hub_subscriptions.drop(connection, *key)


def test_5_1_1_characters_that_need_no_encoding_are_decoded(hub: Hub) -> None:
    answer = hub.ask(topic="https://news.example/%66eed%2Eatom", callback="https://r.example/%7Ea")
    assert answer.status_code == 202
    (one,) = hub.taken()
    assert (one.feed, one.format, one.callback) == ("feed", "atom", "https://r.example/~a")


@pytest.mark.each_database
def test_5_1_1_the_query_of_a_callback_is_kept(hub: Hub) -> None:
    callback = "https://reader.example/?foo=bar&red=fish&hub.mode=x&a=%26"
    assert hub.ask(callback=callback).status_code == 202
    assert [one.callback for one in hub.taken()] == [callback]


@pytest.mark.each_database
def test_5_1_2_the_answer_does_not_depend_on_the_callback(hub: Hub) -> None:
    """It is asked afterwards, be it there or not."""
    assert hub.ask(callback="https://nobody.invalid/").status_code == 202


@pytest.mark.parametrize(
    "changed", [{"mode": "x"}, {"topic": "x"}, {"callback": "x"}, {"lease_seconds": "x"}]
)
def test_5_1_2_errors_are_told_as_plain_text(hub: Hub, changed: dict[str, str]) -> None:
    answer = hub.ask(**changed)
    assert 400 <= answer.status_code < 500
    assert answer.mimetype == "text/plain"
    (name,) = changed
    assert f"hub.{name}" in answer.text


def test_5_3_no_lease_lasts_for_ever(hub: Hub) -> None:
    for number, asked in enumerate(("", "9" * 30, "31536000")):
        assert (
            hub.ask(lease_seconds=asked, callback=f"https://r{number}.example/").status_code == 202
        )
    assert {one.lease_seconds for one in hub.taken()} == {864_000, 2_592_000}
