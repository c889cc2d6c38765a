"""A real server and the process beside it that keeps counts: killed, held up, and left alone."""

import os
import signal
from pathlib import Path

import pytest

from tests.web.servers import Server, granian, running_processes, wait
from tests.web.test_polls_served import folder, polls_told, told
from tests.web.test_settings_followed import BASE

__all__ = ["folder"]  # a fixture
AGENTS = tuple(f"reader-{number}/1.0" for number in range(5))


def keeper_of(server: Server) -> int:
    """The process that keeps the counts of a server; 0 where there is none."""
    found = [
        one.pid
        for one in running_processes()
        if "feedsvc.web.keep_counts" in one.command and f" {server.process.pid} " in one.command
    ]
    assert len(found) <= 1
    return found[0] if found else 0


def kept(server: Server) -> int:
    """The same, once it is there."""
    wait(lambda: keeper_of(server), "the process that keeps counts")
    return keeper_of(server)


def poll(server: Server, *agents: str) -> None:
    for agent in agents:
        assert server.get("/feed.atom", User_Agent=agent).status == 200


def set_counting(folder: Path, server: Server, *, on: bool) -> None:
    """Change site.toml, and have workers see it."""
    before = server.said().count("site.toml is in force: ")
    settings = (folder / "site.toml").read_text().partition("[readers]")[0]
    (folder / "site.toml").write_text(settings + f"[readers]\ncount = {str(on).lower()}\n")
    wait(lambda: server.said().count("site.toml is in force: ") > before, "other settings")


def test_one_that_is_killed_is_replaced_and_numbers_go_on(folder: Path) -> None:
    with granian(folder) as server:
        poll(server, *AGENTS[:3])
        wait(lambda: polls_told(folder) == 3, "the first polls are told")
        first = kept(server)
        os.kill(first, signal.SIGKILL)
        wait(lambda: "keeps the counts of polls ended (SIGKILL); it starts" in server.said(), "it")
        poll(server, *AGENTS[1:5])
        wait(lambda: polls_told(folder) == 7, "all polls are told")
        assert kept(server) != first
        metrics = server.get("/metrics").body
        assert metrics.count(b'feedsvc_process_memory_bytes{process="readers"} ') == 1
        assert b'process="worker-3"' not in metrics
    assert told(folder)["feed"]["pollers"] == 5


def test_one_that_is_held_up_holds_up_nothing_else(folder: Path) -> None:
    with granian(folder) as server:
        poll(server, AGENTS[0])
        wait(lambda: polls_told(folder) == 1, "the first poll is told")
        keeper = kept(server)
        os.kill(keeper, signal.SIGSTOP)  # as where its disk does not answer
        worker = max(set(server.group()) - {server.process.pid})
        os.kill(worker, signal.SIGKILL)
        wait(lambda: len(server.group()) == 3 and worker not in server.group(), "another worker")
        wait(server.ready, "the worker")
        poll(server, *AGENTS)
        assert polls_told(folder) == 1
        os.kill(keeper, signal.SIGCONT)
        wait(lambda: polls_told(folder) == 6, "what workers counted meanwhile")
        os.kill(keeper, signal.SIGSTOP)
        assert server.end(signal.SIGTERM) == 0
        assert not keeper_of(server)
        assert "did not end in 3 s: it is killed" in server.said()


def test_a_server_that_is_killed_leaves_no_process_and_no_salt(folder: Path) -> None:
    with granian(folder) as server:
        wait(lambda: " 2 published" in server.said(), "the indexer's first look")
        poll(server, *AGENTS[:2])
        keeper = kept(server)
        command = next(one.command for one in running_processes() if one.pid == keeper)
        shared = Path(next(one for one in command.split() if "feedsvc-serve-" in one))
        wait(lambda: list(shared.glob("*.salt")), "a salt")
        poll(server, *AGENTS[2:4])
        wait(lambda: polls_told(folder) == 4, "the polls are told")
        server.process.kill()
        server.process.wait()
        wait(lambda: not keeper_of(server), "its end")
        assert not shared.exists()


@pytest.mark.parametrize("on", [True, False])
def test_it_runs_only_where_polls_are_counted(folder: Path, on: bool) -> None:
    site = (folder / "site.toml").read_text() + BASE
    (folder / "site.toml").write_text(f"{site}[readers]\ncount = {str(on).lower()}\n")
    with granian(folder) as server:
        wait(lambda: " 2 published" in server.said(), "the indexer's first look")
        poll(server, *AGENTS)
        if not on:
            assert not keeper_of(server)
            set_counting(folder, server, on=True)
            poll(server, *AGENTS)
        first = kept(server)
        set_counting(folder, server, on=False)

        def ended() -> bool:
            poll(server, *AGENTS)  # workers look at settings when they are asked
            return keeper_of(server) != first

        wait(ended, "the end of the first process")
        wait(lambda: polls_told(folder) >= 5, "what was counted last")
        wait(lambda: not keeper_of(server), "the end of one that took the last")
        poll(server, *AGENTS)
        assert not keeper_of(server)
        assert "it starts again" not in server.said()
