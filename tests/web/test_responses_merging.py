"""What is answered to whoever merges deltas, besides deltas: HEAD, 304, long lists of tags."""

from typing import Any

import pytest
from werkzeug.test import Client

from feedsvc.web import create_app
from tests.web.subscriber import Subscriber, save, twelve_days


@pytest.fixture
def paper(desk: Any) -> Any:
    return twelve_days(desk)


@pytest.mark.parametrize("path", ["/feed.atom", "/search.atom?q=rained"])
def test_head_has_the_headers_of_the_whole_feed_for_whoever_merges(paper: Any, path: str) -> None:
    app = create_app(paper.newsroom)
    for client in (app.test_client(), Client(app.wsgi_app.behind)):  # type: ignore[attr-defined]
        for headers in ({"A-IM": "feed"}, {"A-IM": "feed", "Accept-Encoding": "br"}):
            full, head = client.get(path, headers=headers), client.head(path, headers=headers)
            assert (full.status_code, head.status_code) == (200, 200)
            assert head.headers == full.headers
            assert head.headers["ETag"].endswith('-im"')
            assert head.headers["Cache-Control"] == "private, max-age=300"
            held = headers | {"If-None-Match": head.headers["ETag"]}
            assert client.head(path, headers=held).headers == client.get(path, headers=held).headers


def test_head_asks_for_no_delta(paper: Any) -> None:
    client = create_app(paper.newsroom).test_client()
    reader = Subscriber(client, "/feed.atom")
    reader.poll()
    save(paper, "13.md", "Day 13", 13, "", 0)
    whole = client.get("/feed.atom", headers={"A-IM": "feed"})
    head = client.head("/feed.atom", headers={"A-IM": "feed", "If-None-Match": reader.tag})
    assert (head.status_code, head.headers) == (200, whole.headers)


def test_a_304_to_whoever_merges_says_what_its_200_says(paper: Any) -> None:
    client = create_app(paper.newsroom).test_client()
    whole = client.get("/feed.atom", headers={"A-IM": "feed"})
    plain = client.get("/feed.atom").headers["ETag"]
    for held in (
        {"If-None-Match": f"{plain}, {whole.headers['ETag']}"},
        {"If-Modified-Since": whole.headers["Last-Modified"]},
    ):
        answer = client.get("/feed.atom", headers=held | {"A-IM": "feed"})
        assert answer.status_code == 304
        for name in ("ETag", "Cache-Control", "Vary"):
            assert answer.headers[name] == whole.headers[name]


def test_a_delta_is_made_since_a_tag_however_far_down_the_list(paper: Any) -> None:
    reader = Subscriber(create_app(paper.newsroom).test_client(), "/feed.atom")
    reader.poll()
    save(paper, "13.md", "Day 13", 13, "", 0)
    reader.tag = '"0123456789abcdef01234567-atom-im", ' * 1500 + reader.tag
    assert reader.poll().status_code == 226
