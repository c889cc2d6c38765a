"""Whatever a client sends, it is told what is wrong with it, never that we failed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import run_wsgi_app

from feedsvc.newsroom import Newsroom
from feedsvc.web import create_app

ARTICLE = "---\ntitle: Rain\ntags: [a]\nimage: x.png\n---\nWet.\n\n## More\n\nOf it.\n"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder: Path = tmp_path_factory.mktemp("odd") / "articles"
    folder.mkdir()
    (folder / "site.toml").write_text(
        'base_url = "https://x.example"\nid_base = "x.example,2026"\n'
    )
    (folder / "2026-05-01-rain.md").write_text(ARTICLE)
    (folder / "x.png").write_bytes(b"x" * 100)
    newsroom = Newsroom.open(folder, {})
    newsroom.scan()
    yield create_app(newsroom)
    newsroom.close()


def ask(app: Flask, method: str, path: bytes, headers: dict[str, str]) -> int:
    """The status of a request as a server hands it over: bytes that need not be text."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path.decode("latin-1"),
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
    }
    environ |= {f"HTTP_{name.upper().replace('-', '_')}": text for name, text in headers.items()}
    body, status, answered = run_wsgi_app(app, environ, buffered=True)
    list(body)
    if not status.startswith(("200", "206", "304", "301", "308")):
        assert answered["Cache-Control"] == "no-store"
    return int(status[:3])


@pytest.mark.parametrize("place", ["/", "/tag/", "/articles/", "/media/", "/static/"])
@pytest.mark.parametrize(
    "name",
    [
        b"\x00",
        b"rain\x00",
        b"\x00.atom",
        b"\xff.rss",
        b"\xff\xfe",
        b"..",
        b"../../etc/passwd",
        b"../../etc/passwd.atom",
        b"a" * 65536,
        b"x" + b"/" * 65536,
        b"%" * 1000 + b".json",
        "\u202e\ufeff\U0001f642.atom".encode(),
        b"\r\nSet-Cookie: x=1",
    ],
)
def test_an_odd_address_is_not_found(app: Flask, place: str, name: bytes) -> None:
    assert ask(app, "GET", place.encode() + name, {}) in (400, 404)


KNOWN = [
    "/",
    "/feed.atom",
    "/feed.json",
    "/tag/a.rss",
    "/articles/rain",
    "/media/x.png",
    "/healthz",
]
METHODS = st.sampled_from(["GET", "HEAD", "POST", "OPTIONS", "TRACE", "PROPFIND", "get", "\x7f"])
HEADERS = [
    *("Accept", "Accept-Encoding", "If-None-Match", "If-Modified-Since", "If-Range", "Range"),
    *("Host", "X-Forwarded-Host", "Cookie", "Authorization", "Referer", "Sec-Fetch-Dest"),
]
# What a server hands on as a header: latin-1, without line ends and NUL.
VALUES = st.text(
    st.characters(max_codepoint=255, exclude_characters="\r\n\x00"), max_size=40
) | st.sampled_from(
    ['"x"', "*", "bytes=0-", "bytes=0-1,3-4", "gzip;q=0", "Sun, 31 May 2026", "[::"]
)


@given(METHODS, st.sampled_from(KNOWN), st.dictionaries(st.sampled_from(HEADERS), VALUES))
@settings(max_examples=300, deadline=None)
def test_no_header_is_our_failure(
    app: Flask, method: str, path: str, headers: dict[str, str]
) -> None:
    assert ask(app, method, quote(path).encode(), headers) < 500


PLACES = st.sampled_from(
    ["", "feed", "tag/", "category/", "author/", "articles/", "media/", "static/"]
)
ENDS = st.sampled_from(["", ".atom", ".rss", ".json", "/"])


@given(METHODS, PLACES, st.binary(max_size=30) | st.text().map(str.encode), ENDS)
@settings(max_examples=300, deadline=None)
def test_no_address_is_our_failure(
    app: Flask, method: str, place: str, name: bytes, end: str
) -> None:
    assert ask(app, method, b"/" + place.encode() + name + end.encode(), {}) < 500
