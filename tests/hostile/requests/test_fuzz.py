"""Requests that nobody thought of: none of them is our failure, none speaks out of an answer."""

from urllib.parse import quote

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.hostile.requests.wire import LAST, Server, get

PATHS = st.sampled_from(
    [
        *("/", "/feed.atom", "/feed.json", "/tag/wind.rss", "/articles/rain", "/old/rain"),
        *("/media/drop.png", "/media/hail.mp3", "/static/style.css", "/feeds.opml", "/nothing"),
        *("/sitemap.xml", "/robots.txt", "/healthz", "/metrics"),
        *("/private/x/feed.atom", "/private/x/articles/rain", "/private/x"),
    ]
)
NAMES = st.sampled_from(
    [
        *("Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Cache-Control"),
        *("Content-Length", "Content-Type", "Cookie", "Date", "Expect", "Forwarded", "Host"),
        *("If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since"),
        *("Range", "Referer", "Sec-Fetch-Dest", "TE", "Trailer", "Transfer-Encoding"),
        *("Upgrade", "User-Agent", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"),
    ]
)
NUMBERS = st.integers(-(10**30), 10**30).map(str) | st.integers(0, 120).map(str)
MARKS = ("", " ", ",", ";", "=", "-", ":", '"', "W/", "*", "q=", "bytes=", "gzip", "chunked", "\t")
DATES = st.tuples(
    st.sampled_from(["Mon", "Thu,", "Sunday,", ""]),
    NUMBERS,
    st.sampled_from(["Jan", "feb", "13", ""]),
    NUMBERS,
    st.tuples(NUMBERS, NUMBERS, NUMBERS).map(":".join),
    st.sampled_from(["GMT", "EST", "-0000", "+2359", ""]) | NUMBERS.map("+{}".format),
).map(" ".join)
VALUES = (
    DATES.map(str.encode)
    | st.lists(st.sampled_from(MARKS) | NUMBERS, max_size=12).map("".join).map(str.encode)
    | st.text(max_size=20).map(str.encode)
    | st.binary(max_size=20)
    | st.sampled_from([b"forged.example", b"x\r\nX-Canary: y", b"x\nX-Canary: y", b"document"])
)
HEADERS = st.tuples(NAMES.map(str.encode) | st.binary(max_size=8), VALUES).map(b": ".join)
MANY = settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
FAR = b"Thu, 01 Jan 99999999999999999999 00:00:00 GMT"
ZONE = b"Thu, 01 Jan 2026 00:00:00 +99999999999999"


@given(PATHS, st.lists(HEADERS, max_size=6))
@example("/media/drop.png", [b"If-Modified-Since: " + FAR])
@example("/media/drop.png", [b"If-Modified-Since: " + ZONE])
@example("/media/drop.png", [b"Range: bytes=0-1", b"If-Range: " + FAR])
@MANY
def test_no_header_is_our_failure(server: Server, path: str, headers: list[bytes]) -> None:
    server.ask(get(path, *headers))  # which looks at all that comes


STARTS = st.sampled_from(["", "/", "//", "/media/", "/static/", "/articles/", "/tag/", "http://"])
ENDS = st.sampled_from(["", "/", ".atom", ".json", "?", "#", "%", "%00", "/..%2f"])


@given(STARTS, st.binary(max_size=20) | st.text(max_size=10).map(str.encode), ENDS, st.booleans())
@example("", b"feed.atom", "", False)
@example("", b"forged.example", "", False)
@MANY
def test_no_address_is_our_failure(
    server: Server, start: str, name: bytes, end: str, encoded: bool
) -> None:
    middle = quote(name).encode() if encoded else name
    server.ask(get(start.encode() + middle + end.encode(), "Host: forged.example"))


PIECES = st.sampled_from(
    [
        *(b"GET ", b"POST ", b"/feed.atom", b"/", b" HTTP/1.1", b" HTTP/1.0", b"\r\n", b"\r\n"),
        *(b"\n", b"\r", b"\x00", b" ", b":", b"Host: forged.example", b"Content-Length: 5"),
        *(b"Content-Length: 0", b"Transfer-Encoding: chunked", b"0\r\n\r\n", b"5\r\nabcde\r\n"),
        *(b"X-Canary: y", b"Expect: 100-continue", b"Upgrade: h2c", b"PRI * HTTP/2.0"),
    ]
)


@given(st.lists(PIECES | st.binary(max_size=4), max_size=16).map(b"".join))
@MANY
def test_no_stream_of_bytes_is_our_failure(server: Server, data: bytes) -> None:
    server.ask(data + b"\r\n\r\n" + LAST)


def test_after_all_of_that_it_serves(server: Server) -> None:
    server.serves()
