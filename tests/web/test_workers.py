"""Workers of a real server that are killed, and a server that is."""

import os
import signal
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.web.servers import RAIN, Server, granian, wait


@pytest.fixture
def folder(desk: Any) -> Path:
    desk.write("rain.md", RAIN)
    return desk.folder


def workers(server: Server) -> set[int]:
    """The worker processes; the indexer has a group of its own."""
    return set(server.group()) - {server.process.pid}


def answers(server: Server) -> bool:
    # Connections that the killed one had not taken yet are reset.
    with suppress(OSError):
        return server.get("/feed.atom").status == 200
    return False


def kill_one(server: Server) -> None:
    before = workers(server)
    os.kill(min(before), signal.SIGKILL)
    wait(lambda: min(before) not in workers(server), "a worker to end")


def test_a_worker_that_is_killed_again_and_again_starts_again(folder: Path) -> None:
    with granian(folder) as server:
        for _ in range(3):
            wait(lambda: len(workers(server)) == 2, "two workers")
            kill_one(server)
            wait(lambda: answers(server), "the other worker to answer")
        assert server.process.poll() is None
        wait(lambda: len(workers(server)) == 2, "two workers")
        assert "it starts again in" in server.said()
        assert server.end(signal.SIGTERM) == 0


def test_a_worker_that_cannot_start_says_why_in_a_line(desk: Any, folder: Path) -> None:
    desk.open().close()
    with granian(folder, "--no-index") as server:
        folder.rename(folder.with_name("away"))
        kill_one(server)
        wait(lambda: "a worker cannot start: " in server.said(), "the reason")
        assert "Traceback" not in server.said()
        folder.with_name("away").rename(folder)
        wait(lambda: len(workers(server)) == 2, "two workers")
        wait(lambda: answers(server), "an answer")


def test_a_killed_server_leaves_no_worker_and_no_port(folder: Path) -> None:
    with granian(folder) as server:
        wait(lambda: len(workers(server)) == 2, "two workers")
        assert server.get("/feed.atom").status == 200
        server.process.kill()
        server.process.wait()
        wait(lambda: not workers(server), "workers to end")
        with socket.create_server(("127.0.0.1", server.port), reuse_port=False):
            pass  # nobody has it any more
