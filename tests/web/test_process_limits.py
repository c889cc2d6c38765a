"""What a worker asks of the system for its connections."""

import socket
import threading
from types import SimpleNamespace

import pytest

from feedsvc.errors import FeedsvcError
from feedsvc.web import process_limits

ENDLESS = -1


class System:
    """Limits of open files, as getrlimit and setrlimit know them."""

    RLIMIT_NOFILE, RLIM_INFINITY = 7, ENDLESS

    def __init__(self, soft: int, hard: int, most: int = 2**40) -> None:
        self.soft, self.hard, self.most = soft, hard, most

    def getrlimit(self, which: int) -> tuple[int, int]:
        assert which == self.RLIMIT_NOFILE
        return self.soft, self.hard

    def setrlimit(self, which: int, wanted: tuple[int, int]) -> None:
        assert which == self.RLIMIT_NOFILE
        assert wanted[1] == self.hard
        if wanted[0] > self.most:
            raise ValueError("current limit exceeds maximum limit")
        self.soft = wanted[0]


@pytest.mark.parametrize(
    ("soft", "hard", "most", "connections", "files"),
    [
        (ENDLESS, ENDLESS, 10**9, 512, ENDLESS),
        (4096, 4096, 10**9, 512, 4096),
        (256, ENDLESS, 10**9, 512, 768),
        (256, 4096, 10**9, 512, 768),
        (256, 700, 10**9, 444, 700),
        (300, 4096, 500, 44, 300),  # the system lets it have no more, whatever it says
        (100, 100, 10**9, 12, 100),
    ],
)
def test_a_worker_holds_no_more_connections_than_it_can_open_files(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    soft: int,
    hard: int,
    most: int,
    connections: int,
    files: int,
) -> None:
    system = System(soft, hard, most)
    monkeypatch.setattr(process_limits, "resource", system)
    assert process_limits.connections(512) == connections
    assert system.soft == files
    said = [one for one in caplog.messages if "raise the limit" in one]
    assert len(said) == (connections < 512)


@pytest.mark.parametrize(
    ("soft", "hard", "enough"),
    [(ENDLESS, ENDLESS, True), (32, ENDLESS, True), (32, 64, True), (32, 63, False)],
)
def test_nothing_is_served_where_too_few_files_may_be_open(
    monkeypatch: pytest.MonkeyPatch, soft: int, hard: int, enough: bool
) -> None:
    monkeypatch.setattr(process_limits, "resource", System(soft, hard))
    if enough:
        process_limits.require_files()
        return
    with pytest.raises(FeedsvcError, match=r"open 63 files, and a worker needs 64 .* ulimit -n"):
        process_limits.require_files()


def test_where_there_are_no_such_limits_a_worker_holds_what_it_is_told_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(process_limits, "resource", None)
    assert process_limits.connections(512) == 512
    process_limits.require_files()


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="only Linux can be told")
def test_the_system_is_told_when_to_close_a_stalled_connection() -> None:
    before = threading.enumerate()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        process_limits.drop_stalled(7)
        for thread in threading.enumerate():
            if thread not in before:
                thread.join(60)
        with socket.create_connection(listener.getsockname()), listener.accept()[0] as accepted:
            told = accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
    assert told == 7000


def test_elsewhere_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_limits, "socket", SimpleNamespace())
    before = threading.active_count()
    process_limits.drop_stalled(7)
    assert threading.active_count() == before
