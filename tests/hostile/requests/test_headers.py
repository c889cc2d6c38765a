"""Whatever the headers of a request say: an answer as ever, or a refusal, and no echo."""

import pytest

from tests.hostile.requests.wire import Server, get, replies

HUGE = "1" + "0" * 30
FAR = "Thu, 01 Jan 99999999999999999999 00:00:00 GMT"
ZONE = "Thu, 01 Jan 2026 00:00:00 +99999999999999"

FRAMES = [
    ("a forged host", ["Host: forged.example"], 200),
    ("a host and another", ["Host: news.example", "Host: forged.example"], 400),
    ("another and the host", ["Host: forged.example", "host: news.example"], 400),
    ("a host of a port", ["Host: news.example:forged.example"], 400),
    ("a host of another name", ["Host: news.example@forged.example"], 400),
    ("a host that is none", ['Host: a b"<forged.example>'], 400),
    ("an empty host", ["Host:"], 200),
    ("a long host", ["Host: forged.example" + "a" * 30_000], 200),
    ("a host of bytes", [b"Host: \xff\xfe"], 200),
    ("a host with line ends", ["Host: forged.example%0d%0aX-Canary: y"], 400),
    ("a forwarded host", ["X-Forwarded-Host: forged.example", "Forwarded: host=forged.example"],
     200),
    ("another address", ["X-Original-URL: /held", "X-Rewrite-URL: /media/held.png"], 200),
    ("another method", ["X-HTTP-Method-Override: DELETE"], 200),
    ("a name with low lines", ["Content_Length: 5", "X_Forwarded_Host: forged.example"], 200),
    ("CR in a value", ["X: a\rX-Canary: y"], 400),
    ("LF in a value", ["X: a\nX-Canary: y"], 200),  # ends the line: RFC 9112 2.2
    ("NUL in a value", ["X: a\x00b"], 400),
    ("a control in a value", ["X: a\x01b"], 400),
    ("DEL in a value", ["X: a\x7fb"], 400),
    ("bytes in a value", [b"X: \x80\xff"], 200),
    ("a folded line", ["X: a\r\n b"], 400),
    ("a space before the colon", ["X : a"], 400),
    ("no colon", ["X"], 400),
    ("no name", [": a"], 400),
    ("a space in a name", ["X Y: a"], 400),
    ("NUL in a name", ["X\x00Y: a"], 400),
    ("bytes in a name", [b"X\xff: a"], 400),
    ("98 headers", [f"X{n}: y" for n in range(98)], 200),
    ("more than a hundred", [f"X{n}: y" for n in range(101)], 431),
    ("ten thousand", [f"X{n}: y" for n in range(10_000)], 431),
    ("one that fits", ["X: " + "a" * 32_000], 200),
    ("one too long", ["X: " + "a" * 70_000], 431),
    ("an endless one", ["X: " + "a" * 2_000_000], 431),
    ("an endless name", ["X" * 70_000 + ": a"], 431),
    ("odd connections", ["Connection: host, if-none-match, upgrade"], 200),
    ("an upgrade", ["Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"], 200),
    ("an odd expectation", ["Expect: forged.example"], 200),
]  # fmt: skip

FEEDS = [
    ("quotes", ["If-None-Match: " + '"' * 30_001], 200),
    ("weak signs", ["If-None-Match: " + "W/" * 15_000], 200),
    ("many tags", ["If-None-Match: " + '"a", ' * 6_000], 200),
    ("any tag", ["If-None-Match: *"], 304),
    ("any tag of many", ["If-None-Match: " + '"a", ' * 100 + "*"], 304),
    ("tags twice", ['If-None-Match: "a"', "If-None-Match: *"], 304),
    ("bytes as a tag", [b'If-None-Match: "\xff\xfe"'], 200),
    ("a year too far", [f"If-Modified-Since: {FAR}"], 200),
    ("a zone too far", [f"If-Modified-Since: {ZONE}"], 200),
    ("no date", ["If-Modified-Since: " + "9" * 30_000], 200),
    ("the year 9999", ["If-Modified-Since: Fri, 31 Dec 9999 23:59:59 -2359"], 304),
    ("the year 1", ["If-Modified-Since: Mon, 01 Jan 0001 00:00:00 +2359"], 200),
    ("a long weight", ["Accept-Encoding: gzip;q=0." + "1" * 30_000], 200),
    ("many codings", ["Accept-Encoding: " + "gzip;q=1," * 3_400], 200),
    ("weights that are none", ["Accept-Encoding: br;q=1.1.1, gzip;q=inf, *;q=nan, zstd;q=1e99"],
     200),
    ("a range", ["Range: bytes=0-1"], 200),
    ("a date of two", ["If-Modified-Since: " + FAR, "If-Modified-Since: " + ZONE], 200),
]  # fmt: skip

FILES = [
    ("a range", ["Range: bytes=0-1"], 206),
    ("many digits", ["Range: bytes=" + "9" * 5_000 + "-"], 416),
    ("a start beyond", [f"Range: bytes={HUGE}-"], 416),
    ("an end beyond", [f"Range: bytes=0-{HUGE}"], 206),
    ("a suffix beyond", [f"Range: bytes=-{HUGE}"], 416),
    ("no suffix", ["Range: bytes=-0"], 416),
    ("backwards", ["Range: bytes=9-1"], 416),
    ("thousands of ranges", ["Range: bytes=" + ",".join(["0-"] * 8_000)], 200),
    ("ranges twice", ["Range: bytes=0-1", "Range: bytes=3-4"], 200),
    ("endless spaces", ["Range: bytes" + " " * 30_000 + "=0-x"], 200),
    ("no unit", ["Range: 0-1"], 200),
    ("other digits", ["Range: bytes=\u0661-\u0662"], 200),
    ("a year too far", [f"If-Modified-Since: {FAR}"], 200),
    ("a zone too far", [f"If-Modified-Since: {ZONE}"], 200),
    ("a range since a year too far", ["Range: bytes=0-1", f"If-Range: {FAR}"], 200),
    ("a range since a zone too far", ["Range: bytes=0-1", f"If-Range: {ZONE}"], 200),
    ("unmodified since a year too far", [f"If-Unmodified-Since: {FAR}"], 200),
    ("a range of another", ["Range: bytes=0-1", 'If-Range: "a"'], 200),
    ("a range of quotes", ["Range: bytes=0-1", "If-Range: " + '"' * 20_001], 200),
    ("quotes", ["If-None-Match: " + '"' * 30_001], 200),
    ("weak signs", ["If-None-Match: " + "W/" * 15_000], 200),
    ("to match", ["If-Match: " + '"a", ' * 5_000], 412),
]


def _asked(server: Server, path: str, headers: list[str | bytes], status: int) -> bytes:
    found = server.ask(get(path, *headers))
    if status == 431 and not found:
        return b""  # closed on a client that still speaks, the answer may be lost on its way
    (reply,) = found
    assert reply.status == status
    return reply.body


@pytest.mark.parametrize(("name", "headers", "status"), FRAMES, ids=[c[0] for c in FRAMES])
def test_a_header_is_refused_or_does_no_harm(
    server: Server, name: str, headers: list[str | bytes], status: int
) -> None:
    plain = server.ask(get("/feed.atom"))[0].body
    body = _asked(server, "/feed.atom", headers, status)
    assert status != 200 or body == plain
    for path in ("/", "/articles/rain", "/old/rain", "/nothing"):  # not from memory
        for reply in server.ask(get(path, *headers)):
            assert reply.status in ((200, 301, 400, 404) if status == 200 else (status,))
    server.serves()


@pytest.mark.parametrize(("name", "headers", "status"), FEEDS, ids=[c[0] for c in FEEDS])
def test_a_poll_is_answered_whatever_its_conditions(
    server: Server, name: str, headers: list[str | bytes], status: int
) -> None:
    _asked(server, "/feed.atom", headers, status)
    _asked(server, "/articles/rain", headers, 200 if "Since" in str(headers) else status)
    server.serves()


@pytest.mark.parametrize(("name", "headers", "status"), FILES, ids=[c[0] for c in FILES])
def test_a_file_is_answered_whatever_its_conditions(
    server: Server, name: str, headers: list[str | bytes], status: int
) -> None:
    body = _asked(server, "/media/drop.png", headers, status)
    assert status != 200 or body == b"p" * 100
    server.serves()


def test_answers_come_whole_one_after_the_other(server: Server) -> None:
    """So that the tables above would see a second answer where there is one."""
    both = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nabHTTP/1.1 404 Not Found\r\n\r\n"
    assert [reply.status for reply in replies(both)] == [200, 404]
