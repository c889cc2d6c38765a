"""Clients that take their time: none of them holds anything for ever, nor keeps others waiting."""

import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.hostile.requests.wire import LIMIT, SOUND, Server, get, read_all, serving, wait

HEADER_SECONDS, STALL_SECONDS, DOWNLOADS, CONNECTIONS = 1, 2, 4, 40
CROWD = 400
SLOW = get("/media/hail.mp3")
ENDLESS = get("/media/endless.mp3")
needs_user_timeout = pytest.mark.skipif(
    not hasattr(socket, "TCP_USER_TIMEOUT"), reason="only Linux ends what a client does not read"
)


@pytest.fixture(scope="module")
def hasty(newsroom_folder: Path) -> Iterator[Server]:
    """A server with little patience and little room."""
    with serving(
        newsroom_folder,
        header_seconds=HEADER_SECONDS,
        stalled_seconds=STALL_SECONDS,
        downloads=DOWNLOADS,
        connections=CONNECTIONS,
        header_kilobytes=8,
        download_kilobytes=1024,
    ) as served:
        yield served


@pytest.fixture
def patient(newsroom_folder: Path) -> Iterator[Server]:
    """A server that has little room for downloads, and ends none of them."""
    with serving(
        newsroom_folder, stalled_seconds=3600, downloads=DOWNLOADS, download_kilobytes=1024
    ) as served:
        yield served


# What a client sends before it falls silent, and what it gets before it is cut off.
HALVES = {
    "nothing": (b"", b""),
    "a letter": (b"G", b""),
    "a letter of HTTP/2": (b"P", b""),
    "half a line": (b"GET /feed", b""),
    "a line": (b"GET /feed.atom HTTP/1.1\r\n", b""),
    "half a header": (b"GET /feed.atom HTTP/1.1\r\nHost: news.exam", b""),
    "all but the end": (b"GET /feed.atom HTTP/1.1\r\nHost: news.example\r\n", b""),
    "empty lines": (b"\r\n\r\n\r\n", b""),
    "a request, and no more": (get("/healthz").replace(b"Connection: close\r\n", b""), b"200"),
    "half a body": (get("/feed.atom", "Content-Length: 9", method=b"POST") + b"abc", b"405"),
    "half a body of a GET": (get("/healthz", "Content-Length: 9") + b"abc", b"200"),
    "a body to come": (get("/", "Content-Length: 9", "Expect: 100-continue"), b"200"),
    "half a chunk": (get("/healthz", "Transfer-Encoding: chunked") + b"9\r\nabc", b"200"),
}


@pytest.mark.parametrize(("size", "taken"), [(7_000, True), (20_000, False)])
def test_a_header_is_as_long_as_may_be(hasty: Server, size: int, taken: bool) -> None:
    found = hasty.ask(get("/feed.atom", "X: " + "a" * size))
    assert [reply.status for reply in found] in ([[200]] if taken else [[431], []])


def test_who_falls_silent_is_cut_off(hasty: Server) -> None:
    with ExitStack() as stack:
        clients = {name: stack.enter_context(hasty.connect()) for name in HALVES}
        for name, client in clients.items():
            client.sendall(HALVES[name][0])
        # Each is read until the server has closed it.
        statuses = {name: read_all(client)[9:12] for name, client in clients.items()}
    assert statuses == {name: status for name, (_, status) in HALVES.items()}
    hasty.serves()


def test_a_letter_at_a_time_is_cut_off(hasty: Server) -> None:
    with hasty.connect() as client:
        client.settimeout(HEADER_SECONDS / 20)
        client.sendall(b"GET /feed.atom HTTP/1.1\r\nHost: news.example\r\nX: ")

        def cut_off() -> bool:
            try:
                client.sendall(b"a")
                return client.recv(1) == b""
            except TimeoutError:
                return False
            except ConnectionError:
                return True

        wait(cut_off, "the end of a slow header")
    hasty.serves()


def reader(server: Server, request: bytes) -> socket.socket:
    """A client that takes little at a time."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.settimeout(LIMIT)
    client.connect(("127.0.0.1", server.port))
    client.sendall(request)
    return client


def status_of(client: socket.socket) -> bytes:
    return client.recv(12)[9:12]


def test_downloads_that_stand_still_keep_nobody_waiting(patient: Server) -> None:
    with ExitStack() as stack:
        clients = [stack.enter_context(reader(patient, ENDLESS)) for _ in range(3 * DOWNLOADS)]
        statuses = [status_of(client) for client in clients]
        assert sorted(statuses) == [b"200"] * DOWNLOADS + [b"429"] * 2 * DOWNLOADS
        for path in ("/feed.atom", "/", "/articles/rain", "/media/drop.png"):
            (reply,) = patient.ask(get(path))
            assert reply.status == 200
        (refused,) = patient.ask(SLOW)
        assert (refused.status, refused.header("cache-control")) == (429, "no-store")
        assert int(refused.header("retry-after")) > 0
        (head,) = patient.ask(get("/media/hail.mp3", method=b"HEAD"))
        assert head.status == 200
        patient.serves()


def begun(server: Server) -> socket.socket:
    """A client whose download has begun, as soon as there is a place for it."""
    found = []

    def taken_in() -> bool:
        client = reader(server, ENDLESS)
        if status_of(client) == b"200":
            found.append(client)
        else:
            client.close()
        return bool(found)

    wait(taken_in, "a place for a download")
    return found[0]


@needs_user_timeout
def test_downloads_that_stand_still_are_cut_off(hasty: Server) -> None:
    with ExitStack() as stack:
        # They take nothing, so the system cuts them off, and others have their places.
        for _ in range(3 * DOWNLOADS):
            stack.enter_context(begun(hasty))
    hasty.serves()


def test_a_download_that_is_broken_off_gives_its_place_back(patient: Server) -> None:
    for _ in range(3 * DOWNLOADS):
        begun(patient).close()
    found = []

    def whole() -> bool:
        found[:] = patient.ask(SLOW)
        return found[0].status == 200

    wait(whole, "a place for a download")
    assert [reply.body for reply in found] == [b"s" * SOUND]
    patient.serves()


@needs_user_timeout
def test_polls_that_are_not_read_are_cut_off(hasty: Server) -> None:
    polls = get("/feed.json").replace(b"Connection: close\r\n", b"") * 20_000
    with reader(hasty, b"") as client:
        client.settimeout(STALL_SECONDS)
        with suppress(TimeoutError, ConnectionError):
            client.sendall(polls)  # until no more is taken

        def cut_off() -> bool:
            try:
                client.send(b"G")
            except TimeoutError:
                return False
            except ConnectionError:
                return True
            return False

        wait(cut_off, "the end of a client that never reads")
    hasty.serves()


def test_a_crowd_that_says_nothing_only_delays(hasty: Server) -> None:
    with ExitStack() as stack:
        for number in range(3 * CONNECTIONS):
            client = stack.enter_context(hasty.connect())
            client.sendall(b"GET /feed.atom HT"[: number % 18])
        hasty.serves()  # as soon as some of them were cut off


@pytest.fixture
def many_files() -> Iterator[None]:
    """This process may have as many files open as a crowd takes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    endless, wanted = resource.RLIM_INFINITY, CROWD + 200
    if soft != endless and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.usefixtures("many_files")
def test_a_crowd_leaves_file_handles_for_others(newsroom_folder: Path) -> None:
    with serving(newsroom_folder, files=320) as few, ExitStack() as stack:
        before = HTTPConnection("127.0.0.1", few.port, timeout=LIMIT)
        stack.callback(before.close)

        def ask(path: str) -> int:
            before.request("GET", path)
            with before.getresponse() as answer:
                answer.read()
            return answer.status

        assert ask("/feed.atom") == 200
        for _ in range(CROWD):
            # However many the system lets wait, and whatever becomes of the others.
            client = stack.enter_context(socket.socket())
            client.setblocking(False)
            client.connect_ex(("127.0.0.1", few.port))
            with suppress(OSError):
                client.send(b"GET /")
        for number in range(40):
            assert ask("/media/drop.png") == 200
            assert ask(f"/articles/{number}") == 404
            assert ask("/feed.json") == 200


def test_a_crowd_within_the_limit_delays_nobody(server: Server) -> None:
    with ExitStack() as stack:
        for number in range(200):
            client = stack.enter_context(server.connect())
            client.sendall(b"GET /feed.atom HT"[: number % 18])
        for _ in range(20):
            server.serves()
