"""Where a request begins and ends is never in doubt: what is hidden in one is not answered."""

import pytest

from tests.hostile.requests.wire import LAST, Server, get

HOST = b"Host: news.example\r\n"
HIDDEN = b"GET /feed.json HTTP/1.1\r\nHost: news.example\r\n\r\n"


def post(headers: str, body: bytes = b"", method: str = "POST", version: str = "1.1") -> bytes:
    lines = "".join(f"{line}\r\n" for line in headers.split("\n") if line)
    start = f"{method} /feed.atom HTTP/{version}\r\n".encode()
    return start + HOST + lines.encode("latin-1") + b"\r\n" + body


CHUNKED = "Transfer-Encoding: chunked"
DONE = b"0\r\n\r\n"

# What is sent before a request that is in order, and the statuses of all that is answered; a
# connection on which the end of a request is in doubt is closed, so the last is not answered.
BODIES = {
    "no body": (post(""), [405, 200]),
    "a body": (post("Content-Length: 5", b"abcde"), [405, 200]),
    "a body of a GET": (post("Content-Length: 5", b"abcde", "GET"), [200, 200]),
    "a request in a body": (post(f"Content-Length: {len(HIDDEN)}", HIDDEN, "GET"), [200, 200]),
    "one length twice": (post("Content-Length: 0\nContent-Length: 0"), [405, 200]),
    "two lengths": (post("Content-Length: 3\nContent-Length: 4", b"abcd"), [400]),
    "two lengths, one none": (post("Content-Length: 0\nContent-Length: 46", HIDDEN), [400]),
    "two lengths in one": (post("Content-Length: 3, 4", b"abcd"), [400]),
    "a length twice in one": (post("Content-Length: 3, 3", b"abc"), [400]),
    "a length below none": (post("Content-Length: -1"), [400]),
    "a length with a plus": (post("Content-Length: +3", b"abc"), [400]),
    "a length of letters": (post("Content-Length: 0x3", b"abc"), [400]),
    "a length with a space": (post("Content-Length: 1 2", b"a"), [400]),
    "an empty length": (post("Content-Length:", b"abc"), [400]),
    "an endless length": (post("Content-Length: 99999999999999999999999"), [400]),
    "the longest length": (post("Content-Length: 18446744073709551615"), [431]),
    "chunks": (post(CHUNKED, b"3\r\nabc\r\n" + DONE), [405, 200]),
    "chunks and a length": (post(f"{CHUNKED}\nContent-Length: 4", DONE + HIDDEN), [405]),
    "a length and chunks": (post(f"Content-Length: 4\n{CHUNKED}", DONE + HIDDEN), [405]),
    "both, of a GET": (post(f"Content-Length: 5\n{CHUNKED}", DONE + HIDDEN, "GET"), [200]),
    "chunks twice": (post(f"{CHUNKED}\n{CHUNKED}", DONE), [405, 200]),
    "chunks, then not": (post(f"{CHUNKED}\nTransfer-Encoding: identity", DONE + HIDDEN), [400]),
    "chunks not last": (post("Transfer-Encoding: chunked, gzip", DONE), [400]),
    "chunks of another name": (post("Transfer-Encoding: xchunked", DONE), [400]),
    "chunks behind a control": (post("Transfer-Encoding: \x0bchunked", DONE), [400]),
    "chunks in quotes": (post('Transfer-Encoding: "chunked"', DONE), [400]),
    "chunks of old": (post(CHUNKED, DONE, version="1.0"), [400]),
    "chunks of letters": (post(CHUNKED, b"zz\r\n"), [405]),
    "an endless chunk": (post(CHUNKED, b"f" * 20 + b"\r\n"), [405]),
    "a chunk below none": (post(CHUNKED, b"-1\r\n"), [405]),
    "an endless extension": (post(CHUNKED, b"1;" + b"a" * 100_000 + b"\r\nx\r\n" + DONE), [405]),
    "endless trailers": (post(CHUNKED, b"0\r\n" + b"T: x\r\n" * 5_000 + b"\r\n"), [405]),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_ends_where_it_says_or_nothing_follows(server: Server, name: str) -> None:
    data, statuses = BODIES[name]
    answered = [reply.status for reply in server.ask(data + LAST)]
    # Closed on a client that still speaks, the answer may be lost on its way.
    assert answered in ([statuses] if statuses[-1] == 200 else [statuses, []])
    server.serves()


def line(text: str, headers: bytes = HOST) -> bytes:
    return text.encode("latin-1") + b"\r\n" + headers + b"\r\n"


LINES = {
    "HTTP/1.0": (line("GET /feed.atom HTTP/1.0"), [200]),
    "HTTP/0.9": (b"GET /feed.atom\r\n\r\n", [400]),
    "HTTP/2.0": (line("GET /feed.atom HTTP/2.0"), [400]),
    "HTTP/2 as such": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00\x00\x00\x04" * 3, [400]),
    "HTTP/9.9": (line("GET /feed.atom HTTP/9.9"), [400]),
    "HTTP/1.1x": (line("GET /feed.atom HTTP/1.1x"), [400]),
    "http/1.1": (line("GET /feed.atom http/1.1"), [400]),
    "no HTTP": (b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03" + b"\x00" * 160, [400]),
    "noise": (bytes(range(255, 0, -1)), [400]),
    "no more than NUL": (b"\x00" * 100 + b"\r\n\r\n", [400]),
    "lines before": (b"\r\n\r\n" + line("GET /feed.atom HTTP/1.1"), [200, 200]),
    "lines that end in LF": (b"GET /feed.atom HTTP/1.1\nHost: news.example\n\n", [200, 200]),
    "lines that end in CR": (b"GET /feed.atom HTTP/1.1\rHost: news.example\r\r", [400]),
    "a method in small letters": (line("get /feed.atom HTTP/1.1"), [200, 200]),
    "no such method": (line("STEAL /feed.atom HTTP/1.1"), [405, 200]),
    "a long method": (line("A" * 5_000 + " /feed.atom HTTP/1.1"), [405, 200]),
    "a method that is none": (line("G@T /feed.atom HTTP/1.1"), [400]),
    "no method": (line(" /feed.atom HTTP/1.1"), [400]),
    "TRACE": (line("TRACE /feed.atom HTTP/1.1", HOST + b"X-Canary: y\r\n"), [405, 200]),
    "CONNECT": (line("CONNECT forged.example:80 HTTP/1.1"), [404, 200]),
    "OPTIONS of all": (line("OPTIONS * HTTP/1.1"), [200, 200]),
    "more than a line": (line("GET /feed.atom HTTP/1.1 HTTP/1.1"), [400]),
    "no host": (line("GET /feed.atom HTTP/1.1", b""), [200, 200]),
    "many at once": (get("/feed.atom").replace(b"Connection: close\r\n", b"") * 200, [200] * 201),
}


@pytest.mark.parametrize("name", LINES)
def test_a_request_line_is_understood_or_refused(server: Server, name: str) -> None:
    data, statuses = LINES[name]
    answered = [reply.status for reply in server.ask(data + LAST)]
    assert answered in ([statuses] if statuses[-1] == 200 else [statuses, []])
    server.serves()
