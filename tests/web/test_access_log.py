"""The access log: a whole line for each answer, which no request can forge."""

import os
import re
from collections.abc import Iterator
from http.client import HTTPConnection
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import Client

from feedsvc.errors import FeedsvcError
from feedsvc.web import create_app
from feedsvc.web.access_log import AccessLog, LogFile, line_of
from tests.cli.commands import one_line_error, run
from tests.web.servers import RAIN, granian, wait

LINE = re.compile(
    r'(?P<client>\S+) - - \[(?P<time>[^\]]+)\] "(?P<request>[^"]*)" (?P<status>\d{3}) (?P<size>\d+)'
    r' "(?P<referrer>[^"]*)" "(?P<agent>[^"]*)"\n'
)
AT = 1780000000.0


def parts(line: bytes) -> dict[str, str]:
    found = LINE.fullmatch(line.decode())
    assert found, line
    return found.groupdict()


BYTES = st.binary(max_size=3000).map(lambda some: some.decode("latin-1"))


@given(method=BYTES, path=BYTES, query=BYTES, referrer=BYTES, agent=BYTES)
def test_no_request_can_forge_a_line(**sent: str) -> None:
    environ = {
        "REMOTE_ADDR": "203.0.113.7",
        "REQUEST_METHOD": sent["method"],
        "PATH_INFO": sent["path"],
        "QUERY_STRING": sent["query"],
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": sent["referrer"],
        "HTTP_USER_AGENT": sent["agent"],
    }
    line = line_of(environ, "304", 0, AT)
    assert parts(line)["status"] == "304"
    assert line.count(b"\n") == 1
    assert line.decode().rstrip("\n").isprintable()
    assert len(line) < 4096  # PIPE_BUF: one write, also into a pipe


def test_a_line_has_what_was_asked_and_no_token() -> None:
    environ = {
        "REMOTE_ADDR": "2001:db8::1",
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/private/abcdef/caf\u00c3\u00a9.atom",
        "QUERY_STRING": "to=%2Fprivate%2Fabcdef",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": "https://x.example/private/abcdef/",
        "HTTP_USER_AGENT": 'a "b" \\ /private/abcdef',
    }
    assert parts(line_of(environ, "200", 12, AT)) == {
        "client": "2001:db8::1",
        "time": "28/May/2026:20:26:40 +0000",
        "request": "GET /private/…/caf%C3%A9.atom?to=%2Fprivate%2F… HTTP/1.1",
        "status": "200",
        "size": "12",
        "referrer": "https://x.example/private/…/",
        "agent": r"a \x22b\x22 \x5C /private/…",
    }


@pytest.fixture
def logged(desk: Any) -> tuple[Client, list[bytes]]:
    desk.write("rain.md", RAIN.replace("category", "image: sea.png\ncategory"))
    desk.write("sea.png", b"x" * 100_000)
    lines: list[bytes] = []
    return Client(AccessLog(create_app(desk.open()).wsgi_app, lines.append, lambda: AT)), lines


def test_every_answer_is_a_line(logged: tuple[Client, list[bytes]]) -> None:
    client, lines = logged
    tag = client.get("/feed.atom").headers["ETag"]
    size = len(client.get("/feed.atom").data)
    client.get("/feed.atom", headers={"If-None-Match": tag})
    client.head("/feed.atom")
    client.get("/nothing").close()
    with client.get("/media/sea.png") as answer:
        assert len(answer.data) == 100_000
    found = [
        (one["request"].split()[:2], one["status"], int(one["size"])) for one in map(parts, lines)
    ]
    assert found[:4] == [
        (["GET", "/feed.atom"], "200", size),
        (["GET", "/feed.atom"], "200", size),
        (["GET", "/feed.atom"], "304", 0),
        (["HEAD", "/feed.atom"], "200", 0),
    ]
    assert found[4][:2] == (["GET", "/nothing"], "404")
    assert found[5] == (["GET", "/media/sea.png"], "200", 100_000)


def test_a_download_that_is_broken_off_is_a_line_of_what_was_sent() -> None:
    lines: list[bytes] = []

    def behind(environ: Any, start: Any) -> Iterator[bytes]:
        start("200 OK", [])
        return iter([b"abc", b"def"])

    body = AccessLog(behind, lines.append, lambda: AT)({"REQUEST_METHOD": "GET"}, lambda *_: None)
    assert next(iter(body)) == b"abc"
    assert lines == []
    for _ in range(2):
        body.close()  # type: ignore[attr-defined]
    assert [parts(line)["size"] for line in lines] == ["3"]


def test_a_fault_is_a_line_as_well() -> None:
    lines: list[bytes] = []

    def behind(environ: Any, start: Any) -> list[bytes]:
        start("200 OK", [])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        AccessLog(behind, lines.append, lambda: AT)({"REQUEST_METHOD": "GET"}, lambda *_: None)
    assert [parts(line)["status"] for line in lines] == ["500"]


def write_many(place: str, mark: str) -> None:
    log = LogFile(place)
    for number in range(2000):
        log.write(f"{mark * 2000} {number}\n".encode())
    log.close()


def test_processes_write_whole_lines_to_one_file(tmp_path: Path) -> None:
    place = tmp_path / "log"
    context = get_context("spawn")
    writers = [context.Process(target=write_many, args=(str(place), mark)) for mark in "abc"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    wanted = [f"{mark * 2000} {number}" for mark in "abc" for number in range(2000)]
    assert sorted(place.read_text().splitlines()) == sorted(wanted)


def test_a_file_that_was_moved_away_is_begun_anew(tmp_path: Path) -> None:
    place, moved, now = tmp_path / "log", tmp_path / "log.1", [0.0]
    log = LogFile(str(place), lambda: now[0])
    log.write(b"one\n")
    place.rename(moved)
    log.write(b"two\n")
    now[0] = 2.0
    log.write(b"three\n")
    log.close()
    assert (moved.read_text(), place.read_text()) == ("one\ntwo\n", "three\n")
    assert place.stat().st_mode & 0o007 == 0  # others may not read the addresses of clients


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device of Linux")
def test_a_full_disk_is_told_once_and_ends_nothing(caplog: Any) -> None:
    log = LogFile("/dev/full")
    for _ in range(3):
        log.write(b"x\n")
    log.close()
    assert caplog.messages == ["lines of the access log are lost: No space left on device"]


def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path, desk: Any) -> None:
    with pytest.raises(FeedsvcError, match="choose another file with --access-log"):
        LogFile(str(tmp_path / "no" / "log"))
    desk.write("rain.md", RAIN)
    error = run("serve", desk.folder, "--access-log", tmp_path / "no" / "log", "--no-index")
    assert error.exit_code == 1
    desk.open()
    assert "cannot be written" in one_line_error(
        run("serve", desk.folder, "--access-log", tmp_path / "no" / "log", "--no-index")
    )


def test_workers_and_kept_connections_write_to_one_file(desk: Any, tmp_path: Path) -> None:
    desk.write("rain.md", RAIN)
    place = tmp_path / "access.log"
    with granian(desk.folder, "--access-log", str(place)) as server:
        for _ in range(5):
            connection: HTTPConnection = server.connection()
            for number in range(20):
                connection.request("GET", f"/feed.atom?n={number}", headers={"User-Agent": "x"})
                connection.getresponse().read()
            connection.close()

        def lines() -> list[dict[str, str]]:
            return [parts(line) for line in place.read_bytes().splitlines(keepends=True)]

        def polls() -> list[str]:
            return [one["request"] for one in lines() if one["agent"] == "x"]

        wait(lambda: len(polls()) == 100, "a line for each poll")
        assert {one["client"] for one in lines()} == {"127.0.0.1"}


@pytest.mark.parametrize(
    ("remote", "client"), [("127.0.0.1", "203.0.113.7"), ("198.51.100.1", "198.51.100.1")]
)
def test_a_proxy_is_believed_only_where_it_is_trusted(remote: str, client: str) -> None:
    environ = {"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": '9.9.9.9" x, 203.0.113.7'}
    assert parts(line_of(environ, "200", 0, AT, ["127.0.0.1"]))["client"] == client
