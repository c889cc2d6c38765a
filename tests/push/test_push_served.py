"""`feedsvc serve` with a hub of its own: kills of any process lose nothing."""

import os
import signal
from pathlib import Path
from typing import Any

from feedsvc.newsroom import Newsroom
from tests.push.hub import article
from tests.push.subscribers import Subscribers, listening
from tests.push.test_push_run import all_have, subscribe
from tests.web.servers import Server, granian, running_processes, wait

OWN = '[websub]\nhub = "own"\nallow_private = true\n'
PLAIN = 'title = "News"\n'
MANY = 30
BESIDE = ("push run", "index --watch", "serve")  # as commands of processes have it
ROUNDS = 10  # of which the last kills all


def pids(server: Server, folder: Path, what: str) -> list[int]:
    """The processes of a service by a part of their command; those of `serve` are its workers."""
    own = server.process.pid
    found = [one for one in running_processes() if str(folder) in one.command and one.pid != own]
    return [one.pid for one in found if f"feedsvc {what}" in one.command]


def begin(folder: Path, subscribers: Subscribers) -> None:
    """Let many subscribe."""
    with Newsroom.open(folder, {}, as_in_force=True) as newsroom:
        subscribe(newsroom, subscribers, MANY)


def published(server: Server, title: str) -> bool:
    return f"<title>{title}</title>".encode() in server.get("/feed.atom").body


def test_a_kill_of_any_process_loses_nothing(desk: Any) -> None:
    desk.write("site.toml", OWN)
    desk.write("a.md", article("A"))
    with listening() as subscribers:
        with granian(desk.folder) as server:
            begin(desk.folder, subscribers)
            for number in range(1, ROUNDS):
                desk.write("b.md", article(f"B{number}"))
                what = BESIDE[number % len(BESIDE)]
                wait(lambda sought=what: pids(server, desk.folder, sought), what)
                os.kill(pids(server, desk.folder, what)[0], signal.SIGKILL)
            wait(lambda: published(server, f"B{ROUNDS - 1}"), "the newest is published")
            body = server.get("/feed.atom").body
            wait(lambda: all_have(subscribers, body, MANY), "all have the newest")
            desk.write("b.md", article(f"B{ROUNDS}"))
            server.end(signal.SIGKILL)
        desk.write("site.toml", f'base_url = "http://127.0.0.1:{server.port}"\n{OWN}')
        with granian(desk.folder) as again:
            wait(lambda: published(again, f"B{ROUNDS}"), "the newest is published again")
            body = again.get("/feed.atom").body
            wait(lambda: all_have(subscribers, body, MANY), "all have the newest again")


def test_a_hub_begins_and_ends_with_the_settings(desk: Any) -> None:
    desk.write("a.md", article("A"))
    desk.write("site.toml", PLAIN)
    with granian(desk.folder) as server:
        assert pids(server, desk.folder, "push run") == []
        desk.write("site.toml", OWN)
        wait(lambda: pids(server, desk.folder, "push run"), "the process that pushes")
        assert b'rel="hub"' in server.get("/feed.atom").body
        desk.write("site.toml", PLAIN)
        wait(lambda: not pids(server, desk.folder, "push run"), "its end")
        assert b'rel="hub"' not in server.get("/feed.atom").body
