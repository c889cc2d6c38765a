"""What systemd is told of a real `feedsvc serve`, in the words of sd_notify(3)."""

import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from feedsvc.web.systemd import SystemdNotice
from tests.web.servers import LIMIT, granian


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[socket.socket]:
    """Systemd's end."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as door:
        door.bind(str(tmp_path / "notify"))
        door.settimeout(LIMIT)
        yield door


def hear(systemd: socket.socket, wanted: bytes) -> list[bytes]:
    """What it was told up to and with a word."""
    told = [b""]
    while told[-1] != wanted:
        told.append(systemd.recv(100))
    return told


def test_a_service_tells_that_it_is_ready_goes_on_and_ends(
    desk: Any, systemd: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write("rain.md", "---\ntitle: Rain\n---\nWet.\n")
    desk.open().close()
    monkeypatch.setenv("NOTIFY_SOCKET", systemd.getsockname())
    monkeypatch.setenv("WATCHDOG_USEC", "200000")
    with granian(desk.folder) as server:
        hear(systemd, b"READY=1")
        assert server.get("/feed.atom").status == 200
        for _ in range(3):
            hear(systemd, b"WATCHDOG=1")
        server.end(signal.SIGTERM)
        assert b"READY=1" not in hear(systemd, b"STOPPING=1")


def test_without_systemd_nothing_is_asked_or_told() -> None:
    asked: list[str] = []

    def ready() -> bool:
        asked.append("ready")
        return True

    notice = SystemdNotice({}, ready)
    notice.turn()
    notice.stopping()
    assert asked == []


def test_a_watchdog_is_fed_twice_as_often_as_it_wants(systemd: socket.socket) -> None:
    now = 50.0
    place = systemd.getsockname()
    environ = {"NOTIFY_SOCKET": place, "WATCHDOG_USEC": "30000000"}
    notice = SystemdNotice(environ, lambda: now >= 60, lambda: now)
    told = []
    systemd.settimeout(0)
    for second in range(50, 96, 5):
        now = float(second)
        notice.turn()
        try:
            while True:
                told.append((second, systemd.recv(100)))
        except BlockingIOError:
            pass
    ready = [second for second, what in told if what == b"READY=1"]
    fed = [second for second, what in told if what == b"WATCHDOG=1"]
    assert (ready, fed) == ([60], [50, 65, 80, 95])


def test_a_watchdog_of_another_process_is_left_to_it(systemd: socket.socket) -> None:
    environ = {"NOTIFY_SOCKET": systemd.getsockname(), "WATCHDOG_USEC": "1", "WATCHDOG_PID": "1"}
    notice = SystemdNotice(environ, lambda: True)
    notice.turn()
    assert systemd.recv(100) == b"READY=1"
    systemd.settimeout(0)
    with pytest.raises(BlockingIOError):
        systemd.recv(100)
