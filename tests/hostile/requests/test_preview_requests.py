"""The preview's own server, asked as only something on this machine can ask it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.requests.wire import (
    FORGED,
    Server,
    free_port,
    get,
    read_all,
    received,
    replies,
    running,
)

FAR = "Thu, 01 Jan 99999999999999999999 00:00:00 GMT"


@pytest.fixture(scope="module")
def preview(newsroom_folder: Path) -> Iterator[Server]:
    port = free_port()
    command = ["-m", "feedsvc", "preview", str(newsroom_folder), "--port", str(port)]
    with running(command, newsroom_folder, port, "/feed.atom", stalled_seconds=1) as server:
        yield server


# What is asked for and with which headers, and the status; {own}: the preview's own host.
REQUESTS = [
    ("/feed.atom", ["Host: {own}"], 200),
    ("/feed.atom", ["Host: forged.example"], 400),
    ("/feed.atom", ["Host: 127.0.0.1.forged.example"], 400),
    ("/feed.atom", ["Host: {own}", "Host: forged.example"], 400),
    ("/feed.atom", ["Host: forged.example", "Host: {own}"], 400),
    ("/feed.atom", ["Host: {own}", "X-Forwarded-Host: forged.example"], 200),
    ("/feed.atom", ["Host: {own}", "Origin: http://forged.example"], 403),
    ("/desk", ["Host: {own}", "Sec-Fetch-Site: cross-site"], 403),
    ("http://forged.example/feed.atom", ["Host: {own}"], 400),
    ("//forged.example/feed.atom", ["Host: {own}", "Sec-Fetch-Dest: document"], 404),
    ("/media/../../outside.png", ["Host: {own}"], 404),
    ("/media/%2e%2e%2foutside.png", ["Host: {own}"], 404),
    ("/media/%2fetc%2fpasswd", ["Host: {own}"], 404),
    ("/feed%00.atom", ["Host: {own}"], 404),
    ("/" + "a" * 70_000, ["Host: {own}"], 414),
    ("/feed.atom", ["Host: {own}", *(f"X{n}: y" for n in range(10_000))], 431),
    ("/feed.atom", ["Host: {own}", "X: " + "a" * 70_000], 431),
    ("/media/drop.png", ["Host: {own}", f"If-Modified-Since: {FAR}"], 200),
    ("/media/drop.png", ["Host: {own}", "Range: bytes=0-1", f"If-Range: {FAR}"], 200),
    ("/media/drop.png", ["Host: {own}", "Range: bytes=" + "9" * 5_000 + "-"], 416),
    ("/feed.atom", ["Host: {own}", f"If-Modified-Since: {FAR}"], 200),
    ("/feed.atom", ["Host: {own}", "Content-Length: -1"], 200),
    ("/feed.atom", ["Host: {own}", "Content-Length: 3", "Content-Length: 4"], 200),
]


@pytest.mark.parametrize(("path", "headers", "status"), REQUESTS, ids=range(len(REQUESTS)))
def test_a_preview_answers_this_machine_alone(
    preview: Server, path: str, headers: list[str], status: int
) -> None:
    own = f"127.0.0.1:{preview.port}"
    came = received(preview.port, get(path, *(line.format(own=own) for line in headers)))
    assert FORGED not in came
    found = [reply.status for reply in replies(came)]
    # Closed on a client that still speaks, the answer may be lost on its way.
    assert found == [status] or (status in (414, 431) and not found)
    (reply,) = replies(received(preview.port, get("/feed.atom", f"Host: {own}")))
    assert reply.status == 200
    assert b"Traceback" not in preview.log.read_bytes()


@pytest.mark.parametrize("sent", [b"", b"G", b"GET /feed.atom HTTP/1.1\r\nHost: x"])
def test_who_falls_silent_is_cut_off(preview: Server, sent: bytes) -> None:
    with preview.connect() as client:
        client.sendall(sent)
        assert read_all(client) == b""
