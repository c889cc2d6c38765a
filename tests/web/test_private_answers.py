"""Answers at private addresses: nobody may keep them, and nothing tells of them."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from feedsvc.web import create_app
from tests.web.private_paper import FILES, is_private, reader_of, titles


@pytest.fixture
def newsroom(desk: Any) -> Any:
    for path, text in FILES.items():
        desk.write(path, text)
    return desk.open()


@pytest.fixture
def client(newsroom: Any) -> FlaskClient:
    return reader_of(create_app(newsroom))


@pytest.fixture
def place(newsroom: Any) -> str:
    """The path below which a key for drafts and Board notes has everything."""
    made = newsroom.keys.add("Both", drafts=True, categories=["board"])
    return f"/private/{made.token}"


@pytest.mark.parametrize("path", ["feed.atom", "category/board.json", "articles/draft", ""])
@pytest.mark.parametrize("coding", ["", "gzip"])
def test_what_has_not_changed_is_304_by_its_tag_alone(
    desk: Any, newsroom: Any, client: FlaskClient, place: str, path: str, coding: str
) -> None:
    sent = {"Accept-Encoding": coding}
    first = client.get(f"{place}/{path}", headers=sent)
    sent |= {"If-Modified-Since": "Fri, 01 Jan 2038 00:00:00 GMT"}
    assert client.get(f"{place}/{path}", headers=sent).status_code == 200
    sent |= {"If-None-Match": first.headers["ETag"]}
    again = client.get(f"{place}/{path}", headers=sent)
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    is_private(again)
    for name in ("draft", "notes"):
        folder = "world" if name == "draft" else "board"
        text = FILES[f"{folder}/{name}.md"]
        desk.write(f"{folder}/{name}.md", text + "It has changed.\n")  # type: ignore[operator]
    newsroom.scan()
    if path != "":
        assert client.get(f"{place}/{path}", headers=sent).status_code == 200


@pytest.mark.each_database
def test_media_is_304_by_its_tag_alone(client: FlaskClient, place: str) -> None:
    path = f"{place}/media/board/plan.png"
    tag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    dated = {"If-Modified-Since": "Fri, 01 Jan 2038 00:00:00 GMT"}
    assert client.get(path, headers=dated).status_code == 200


@pytest.mark.each_database
def test_the_same_bytes_until_something_changes(
    desk: Any, newsroom: Any, client: FlaskClient, place: str
) -> None:
    path = f"{place}/feed.atom"
    first = client.get(path).data
    desk.clock.forward(hours=3)
    assert client.get(path).data == first
    other = desk.open(scan=False)
    assert create_app(other).test_client().get(path).data == first
    desk.clock.forward(days=40)  # what was embargoed is public, or released
    assert titles(client.get(f"{place}/feed.json")) == {
        "[Draft] Plan",
        "[Draft] Sketch",
        "Notes",
        "Later",
    }


@pytest.mark.each_database
def test_a_revoked_key_is_answered_as_one_that_never_was(
    newsroom: Any, client: FlaskClient
) -> None:
    token = newsroom.keys.add("Key", drafts=True, categories=["board"]).token
    paths = (
        "",
        "/",
        "/feed.json",
        "/category/board.rss",
        "/articles/draft",
        "/media/world/map.png",
    )
    for path in paths:
        assert client.get(f"/private/{token}{path}").status_code == 200, path
    newsroom.keys.revoke("Key")
    for path in (*paths, "/articles/pub", "/nothing"):
        refused = client.get(f"/private/{token}{path}")
        unknown = client.get(f"/private/{'A' * 43}{path}")
        assert refused.status_code == unknown.status_code == 404
        assert refused.data == unknown.data
        assert dict(refused.headers) == dict(unknown.headers)
        is_private(refused)
    assert client.get("/private/feed.atom").status_code == 404
    assert client.get("/private/").status_code == 404


def test_the_token_of_one_key_is_not_that_of_another(newsroom: Any, client: FlaskClient) -> None:
    made = newsroom.keys.add("Key", drafts=True)
    key = made.key.digest
    assert client.get(f"/private/{made.token}/feed.atom").status_code == 200
    for wrong in (key, made.token[:-1], made.token + "A", made.token.swapcase(), "Key", "%00"):
        assert client.get(f"/private/{wrong}/feed.atom").status_code == 404


@pytest.mark.each_database
def test_pages_tell_nobody_their_address(client: FlaskClient, place: str) -> None:
    page = client.get(f"{place}/articles/draft")
    is_private(page)
    tree = LexborHTMLParser(page.text)
    outward = [node for node in tree.css("main a[href]") if node.attributes["href"][0] != "#"]  # type: ignore[index]
    assert len(outward) >= 6
    assert {node.attributes.get("rel") for node in outward} == {"noreferrer"}
    assert '<meta name="referrer" content="no-referrer">' in page.text
    # What previews of links show is for others, too.
    public = client.get("/articles/pub").text
    for shown in ("og:url", 'rel="canonical"'):
        assert shown in public
        assert shown not in page.text


@pytest.mark.each_database
def test_no_public_answer_names_a_private_place(client: FlaskClient, place: str) -> None:
    """Not even those that are made after it was asked for."""
    for _ in range(2):
        for path in ("/", "/robots.txt", "/sitemap.xml", "/feeds.opml", "/feed.atom", "/metrics"):
            answer = client.get(path)
            assert answer.status_code == 200
            assert "/private/" not in answer.text, path
        assert place in client.get(f"{place}/feed.atom").text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(client: FlaskClient, place: str, method: str) -> None:
    answer = client.open(f"{place}/feed.atom", method=method)
    assert answer.status_code == 405
    assert "Method Not Allowed" in answer.text
    assert place not in answer.text
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert client.head(f"{place}/feed.atom").data == b""


def test_metrics_know_only_that_something_private_was_asked(
    client: FlaskClient, place: str
) -> None:
    for path in ("feed.atom", "articles/draft", "articles/nothing", "zzz"):
        client.get(f"{place}/{path}")
    text = client.get("/metrics").text
    found = dict(re.findall(r'feedsvc_requests_total\{kind="private",status="(\d+)"\} (\S+)', text))
    assert found == {"200": "2.0", "404": "2.0"}
    assert place.rpartition("/")[2][:12] not in text
