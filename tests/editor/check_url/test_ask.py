"""Servers that are hostile or broken: the answer is bounded, and told in plain words."""

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import brotli
import pytest

from feedsvc.editor.check_url import Answer, Report, Request, ask
from tests.editor.check_url.documents import RSS
from tests.editor.check_url.sites import codes, report_of, serving
from tests.web.nginx import certificate_with_key

BODY = RSS.replace("{site}", "https://news.example").encode()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
LENGTH = b"Content-Length: %d\r\n\r\n"
Speak = Callable[[socket.socket, bytes], None]  # to a connection that was asked so


@contextmanager
def speaking(speak: Speak, certificate: Path | None = None) -> Iterator[str]:
    """The address of a server that says what it likes to whoever connects.

    With a certificate, it says so over TLS.
    """
    listening = socket.create_server(("127.0.0.1", 0))
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if certificate is not None:
        secure.load_cert_chain(certificate)

    def run() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:  # it is closed
                return
            with connection, suppress(OSError):
                if certificate is None:
                    converse(connection)
                else:
                    with secure.wrap_socket(connection, server_side=True) as wrapped:
                        converse(wrapped)

    def converse(connection: socket.socket) -> None:
        speak(connection, connection.recv(65536))
        connection.shutdown(socket.SHUT_WR)
        connection.recv(1)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        scheme = "http" if certificate is None else "https"
        yield f"{scheme}://127.0.0.1:{listening.getsockname()[1]}/feed"
    finally:
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()


def says(*parts: bytes) -> Speak:
    return lambda connection, request: connection.sendall(b"".join(parts))


def drips(before: bytes, drop: bytes) -> Speak:
    """Sends a little at a time, without an end."""

    def speak(connection: socket.socket, _: bytes) -> None:
        connection.sendall(before)
        while True:
            connection.sendall(drop)
            time.sleep(0.01)

    return speak


def floods(before: bytes, drop: bytes) -> Speak:
    def speak(connection: socket.socket, _: bytes) -> None:
        connection.sendall(before)
        while True:
            connection.sendall(drop)

    return speak


def judged(speak: Speak, seconds: float = 20, most: int = 1_000_000) -> Report:
    with speaking(speak) as address:
        return report_of(address, partial(ask, seconds=seconds, most=most))


CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
BROKEN = {
    "not HTTP": (says(b"SSH-2.0-OpenSSH_9.7\r\n"), ["not-http"]),
    "nothing": (says(), ["not-http"]),
    "a header of 1 MB": (says(HEAD, b"X: ", b"a" * 1_000_000, b"\r\n\r\n"), ["not-http"]),
    "10,000 headers": (says(HEAD, b"X: a\r\n" * 10_000, b"\r\n"), ["not-http"]),
    "half a header": (says(HEAD), ["not-a-feed"]),
    "too few bytes": (says(HEAD, LENGTH % (len(BODY) + 9), BODY), ["content-length"]),
    "too many bytes": (says(HEAD, LENGTH % len(BODY), BODY, b"<!-- more -->"), ["content-length"]),
    "no size of a chunk": (says(CHUNKED, b"nine\r\nabc\r\n"), ["content-length"]),
    "half a chunk": (says(CHUNKED, b"ffff\r\n", BODY[:99]), ["content-length"]),
    "an endless body": (floods(HEAD + b"\r\n", b"<a>" * 9_999), ["feed-too-large"]),
    "endless chunks": (floods(CHUNKED, b"1000\r\n" + b" " * 4096 + b"\r\n"), ["feed-too-large"]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_an_answer_that_is_no_whole_message(name: str) -> None:
    speak, expected = BROKEN[name]
    report = judged(speak)
    grave = [one for one in report.found if one.severity == "error"]
    assert codes(grave) == expected, report.found
    assert report.requests == 1  # of a server that is broken, nothing else is asked


@pytest.mark.parametrize("before", [b"", HEAD, HEAD + b"\r\n", CHUNKED])
def test_an_answer_without_an_end_is_cut(before: bytes) -> None:
    report = judged(drips(before, b"0" if before == CHUNKED else b"a"), seconds=0.5)
    assert codes(list(report.found)) == ["slow"]
    assert "0.5 seconds" in report.found[0].message


def test_odd_headers_are_sent_back_as_they_can_be() -> None:
    """A folded tag, and a redirect beyond ASCII and with a blank."""
    folded = b'ETag: "a\r\n b"\r\n'
    places = [b"Location: /\xc3\xa4 b\r\n\r\n", folded + LENGTH % len(BODY) + BODY]
    asked: list[bytes] = []

    def speak(connection: socket.socket, request: bytes) -> None:
        asked.append(request)
        moved = request.startswith(b"GET /feed ")
        status = b"302 Found" if moved else b"200 OK"
        connection.sendall(b"HTTP/1.1 %s\r\n%s" % (status, places[not moved]))

    with speaking(speak) as address:
        report = report_of(address)
    assert asked[1].startswith(b"GET /%C3%A4%20b HTTP/1.1\r\n")
    assert any(b'If-None-Match: "a b"\r\n' in one for one in asked)
    assert report.entries == 4


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    report = report_of(f"http://127.0.0.1:{port}/feed")
    assert codes(list(report.found)) == ["unreachable"]
    assert "refused" in report.found[0].message


def test_a_certificate_is_asked_for() -> None:
    with speaking(says(HEAD, b"\r\n", BODY)) as address:
        report = report_of(address.replace("http:", "https:"))
    assert codes(list(report.found)) == ["unreachable"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1, with its key."""
    return certificate_with_key(tmp_path_factory.mktemp("certificate"))


def test_over_tls(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = says(HEAD, LENGTH % len(BODY), BODY)
    with speaking(good, certificate) as address:
        refused = report_of(address)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        taken = report_of(address)
    assert codes(list(refused.found)) == ["unreachable"]
    assert "its certificate does not hold" in refused.found[0].message
    assert (taken.status, taken.entries) == (200, 4)
    with speaking(drips(HEAD + b"\r\n", b"a"), certificate) as address:
        slow = report_of(address, partial(ask, seconds=0.5))
    assert codes(list(slow.found)) == ["slow"]


@pytest.mark.parametrize(
    ("coding", "pack"), [("gzip", partial(gzip.compress, mtime=0)), ("br", brotli.compress)]
)
def test_a_bomb_does_not_go_off(coding: str, pack: Callable[[bytes], bytes]) -> None:
    bomb = pack(b" " * 60_000_000)

    def serve(request: Request) -> Answer:
        headers = (("Content-Encoding", coding), ("ETag", '"1"'), ("Vary", "Accept-Encoding"))
        return Answer(request, 200, headers, bomb)

    with serving(serve) as address:
        report = report_of(address)
    assert "feed-too-large" in codes(list(report.found))
    assert report.size <= 20 * 1024 * 1024


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE a [" + "".join(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 40)),
        '<!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss>&x;</rss>',
        "<rss>" * 100_000,
        "<rss><channel>" + "<item/>" * 250_000,
        "<a " + " ".join(f'b{n}="1"' for n in range(50_000)) + "/>",
        '<?xml version="1.0" encoding="punycode"?><rss/>',
        '{"version": ' + "9" * 100_000 + "}",
        '{"items": ' + "[" * 200_000,
        '{"version": "\\ud800", "title": "\\ud800", "items": [{"id": "\\udfff"}]}',
        "<rss version='2.0'><channel><item><description>" + "&lt;a " * 100_000,
    ],
)
def test_hostile_documents_are_told_in_time(text: str) -> None:
    def serve(request: Request) -> Answer:
        return Answer(request, 200, (("ETag", '"1"'),), text.encode())

    report = report_of("https://news.example/feed", serve)
    assert report.found
    assert all(one.message for one in report.found)


def test_who_asks_says_so_and_sends_no_more_than_it_must() -> None:
    heard: list[Request] = []

    def serve(request: Request) -> Answer:
        heard.append(request)
        return Answer(request, 200, (("Content-Type", "text/plain"),), b"no feed")

    with serving(serve) as address:
        report_of(address + "#part")
    sent = {name.lower(): value for name, value in heard[0].headers}
    assert sent["user-agent"].startswith("feedsvc/")
    assert set(sent) == {"host", "user-agent", "connection", "accept", "accept-encoding"}
    assert [request.url for request in heard] == [address]
