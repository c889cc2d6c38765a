"""A document as an HTTP answer: validators, codings, HEAD."""

import gzip
from email.utils import parsedate_to_datetime
from typing import Any

import brotli
import pytest
import zstandard
from flask.testing import FlaskClient

from feedsvc.web import create_app
from tests.web.rain_and_snow import URLS, newsroom_of

DECODERS = {
    "br": brotli.decompress,
    "zstd": zstandard.ZstdDecompressor().decompress,
    "gzip": gzip.decompress,
}


@pytest.fixture(scope="module")
def client(still_desk: Any) -> FlaskClient:
    return create_app(newsroom_of(still_desk)).test_client()


def test_last_modified_is_not_after_the_answer(client: FlaskClient, still_desk: Any) -> None:
    stamp = parsedate_to_datetime(client.get("/feed.atom").headers["Last-Modified"])
    assert stamp <= still_desk.clock()


@pytest.mark.parametrize("coding", DECODERS)
@pytest.mark.parametrize("url", URLS)
def test_codings_are_the_same_document_under_tags_of_their_own(
    client: FlaskClient, url: str, coding: str
) -> None:
    plain = client.get(url)
    coded = client.get(url, headers={"Accept-Encoding": f"deflate, {coding}"})
    assert "Content-Encoding" not in plain.headers
    assert coded.headers["Content-Encoding"] == coding
    assert DECODERS[coding](coded.data) == plain.data
    assert coded.headers["ETag"] != plain.headers["ETag"]
    for header in ("Vary", "Content-Type", "Cache-Control", "Last-Modified"):
        assert coded.headers[header] == plain.headers[header]


@pytest.mark.parametrize("coding", ["", "gzip"])
@pytest.mark.parametrize("url", [*URLS, "/", "/articles/rain", "/healthz", "/nothing"])
def test_head_is_get_without_the_body(client: FlaskClient, url: str, coding: str) -> None:
    full = client.get(url, headers={"Accept-Encoding": coding})
    head = client.head(url, headers={"Accept-Encoding": coding})
    assert head.data == b""
    assert head.status_code == full.status_code
    assert head.headers == full.headers
    assert head.headers["Content-Length"] == str(len(full.data))


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("coding", ["", "gzip"])
@pytest.mark.parametrize("url", URLS)
def test_a_client_that_has_it_gets_304(
    client: FlaskClient, url: str, coding: str, method: str
) -> None:
    had = client.get(url, headers={"Accept-Encoding": coding})
    validators = [
        {"If-None-Match": had.headers["ETag"]},
        {"If-Modified-Since": had.headers["Last-Modified"]},
    ]
    for held in validators:
        answer = getattr(client, method)(url, headers={"Accept-Encoding": coding, **held})
        assert answer.status_code == 304
        assert answer.data == b""
        assert answer.headers["ETag"] == had.headers["ETag"]
        for header in ("Cache-Control", "Vary", "Access-Control-Allow-Origin"):
            assert answer.headers[header] == had.headers[header]
        for header in ("Content-Type", "Content-Encoding", "Content-Length"):
            assert header not in answer.headers


def test_a_304_names_the_tag_that_the_client_holds(client: FlaskClient) -> None:
    plain = client.get("/feed.atom").headers["ETag"]
    headers = {"If-None-Match": plain, "Accept-Encoding": "gzip"}
    answer = client.get("/feed.atom", headers=headers)
    assert (answer.status_code, answer.headers["ETag"]) == (304, plain)


def test_a_304_names_the_tag_of_the_200_where_the_client_holds_that_too(
    client: FlaskClient,
) -> None:
    tags = {
        coding: client.get("/feed.atom", headers={"Accept-Encoding": coding}).headers["ETag"]
        for coding in ("", "gzip", "br")
    }
    for coding, tag in tags.items():
        for held in (", ".join(tags.values()), ", ".join(reversed(tags.values()))):
            headers = {"If-None-Match": held, "Accept-Encoding": coding}
            answer = client.get("/feed.atom", headers=headers)
            assert (answer.status_code, answer.headers["ETag"]) == (304, tag)


@pytest.mark.parametrize("path", ["/feed.atom", "/articles/rain"])
def test_a_client_may_hold_as_many_tags_as_a_request_has_room_for(
    client: FlaskClient, path: str
) -> None:
    tag = client.get(path).headers["ETag"]
    headers = {"If-None-Match": '"0123456789abcdef01234567-atom", ' * 1500 + tag}
    assert client.get(path, headers=headers).status_code == 304


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "bytes=0-9"},
        {"Range": "bytes=9999999-"},
        {"Range": "nonsense"},
        {"Accept": "text/html"},
        {"Accept": "application/json;q=0"},
        {"Accept": "*/*;q=0"},
        {"Accept": ";;;"},
        {"Accept-Charset": "latin-1"},
        {"Accept-Language": "xx"},
    ],
)
@pytest.mark.parametrize("url", ["/feed.atom", "/feed.json"])
def test_odd_wishes_get_the_whole_feed(
    client: FlaskClient, url: str, headers: dict[str, str]
) -> None:
    plain, answer = client.get(url), client.get(url, headers=headers)
    assert (answer.status_code, answer.data) == (200, plain.data)
    assert answer.headers == plain.headers
