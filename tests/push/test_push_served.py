"""`feedsvc serve` with a hub of its own: kills of any process lose nothing."""

import random
from pathlib import Path
from typing import Any

from tests.push.kills import KINDS, OWN, kill_often
from tests.push.subscribers import listening
from tests.web.servers import granian, running_processes, wait

PLAIN = 'title = "News"\n'
KILLS, MANY = 10, 30


def test_a_kill_of_any_process_loses_nothing(tmp_path: Path) -> None:
    with listening() as subscribers:
        found = kill_often(tmp_path / "articles", KILLS, random.Random(7), subscribers, MANY)
    assert set(found.kills) == set(KINDS)
    assert found.twice <= KILLS * MANY


def pushes(folder: Path) -> bool:
    found = (one.command for one in running_processes() if str(folder) in one.command)
    return any("push run" in command for command in found)


def test_a_hub_begins_and_ends_with_the_settings(desk: Any) -> None:
    desk.write("a.md", "---\ntitle: A\ndate: 2026-05-01\n---\nText.\n")
    desk.write("site.toml", PLAIN)
    with granian(desk.folder) as server:
        assert not pushes(desk.folder)
        desk.write("site.toml", OWN)
        wait(lambda: pushes(desk.folder), "the process that pushes")
        assert b'rel="hub"' in server.get("/feed.atom").body
        desk.write("site.toml", PLAIN)
        wait(lambda: not pushes(desk.folder), "its end")
        assert b'rel="hub"' not in server.get("/feed.atom").body
