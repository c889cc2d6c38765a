"""A night of polls against a real server, told exactly; workers are killed in between."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.web.servers import CLI, RAIN, SNOW, Server, granian, gunicorn, wait

FEEDLY = "Feedly/1.0 (+http://www.feedly.com/fetcher.html; {} subscribers; like F)"
SAFARI = "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML) Version/17 Safari/605.1.15"


class Reader(NamedTuple):
    """A simulated client: who it is, what it polls, and how often."""

    agent: str
    address: str
    path: str
    polls: int


NIGHT = [
    Reader(FEEDLY.format(16), "203.0.113.1", "/feed.atom", 12),
    Reader(FEEDLY.format(17), "203.0.113.2", "/feed.atom", 3),
    Reader(FEEDLY.format(5), "203.0.113.1", "/feed.rss", 4),
    Reader("Feedbin feed-id:7 - 40 subscribers", "203.0.113.3", "/feed.rss", 6),
    Reader("Feedbin feed-id:8 - 2 subscribers", "203.0.113.3", "/feed.rss", 6),
    Reader("NetNewsWire (RSS Reader; https://netnewswire.com/)", "203.0.113.4", "/feed.json", 5),
    Reader("NetNewsWire (RSS Reader; https://netnewswire.com/)", "203.0.113.5", "/feed.atom", 5),
    Reader("newsboat/2.34.0 (Linux x86_64)", "2001:db8::1", "/category/world.atom", 7),
    Reader(SAFARI, "203.0.113.4", "/category/world.atom", 2),
    Reader("<b>&\t(9 subscribers)", "203.0.113.6", "/category/world.atom", 1),
    Reader("curl/8.5.0", "203.0.113.4", "/category/sport.rss", 3),
]  # fmt: skip
TOLD = {
    "feed": {
        "polls": 41,
        "pollers": 7,
        "clients": {"Feedly": 19, "Feedbin": 12, "NetNewsWire": 10},
        "subscribers": {"Feedly": 22, "Feedbin": 42},
    },
    "category/world": {
        "polls": 10,
        "pollers": 3,
        "clients": {"newsboat": 7, "browsers": 2, "other": 1},
        "subscribers": {"other": 9},
    },
    "category/sport": {"polls": 3, "pollers": 1, "clients": {"scripts": 3}, "subscribers": {}},
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A newsroom in whose zone it is about noon, so that no midnight comes in between."""
    folder = tmp_path / "news"
    for name, text in (("rain.md", RAIN), ("snow.md", SNOW)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    ahead = 12 - datetime.now(UTC).hour
    zone = f"Etc/GMT{-ahead:+d}"  # its sign is turned around
    (folder / "site.toml").write_text(f'base_url = "https://news.example"\ntimezone = "{zone}"\n')
    return folder


def told(folder: Path) -> dict[str, dict[str, Any]]:
    """What `feedsvc readers --json` says of today, by feed."""
    command = [*CLI, "readers", str(folder), "--json", "--days", "1"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True)
    return {row["feed"]: row for row in json.loads(shown.stdout)["rows"]}


def polls_told(folder: Path) -> int:
    return sum(row["polls"] for row in told(folder).values())


def poll(server: Server, night: list[Reader], tags: dict[str, str]) -> int:
    """Let readers poll as often as they do; returns the number of answers with 304."""
    held = 0
    for reader in night:
        for _ in range(reader.polls):
            sent = {
                "User-Agent": reader.agent,
                "X-Forwarded-For": f"198.51.100.9, {reader.address}",
            }
            tag = tags.get(f"{reader.agent} {reader.path}")
            answer = server.get(reader.path, **sent, **({"If-None-Match": tag} if tag else {}))
            held += answer.status == 304
            tags[f"{reader.agent} {reader.path}"] = answer.headers["etag"]
    return held


def same(found: dict[str, dict[str, Any]], times: int) -> None:
    """Compare what is told with what was polled so many times."""
    assert found.keys() == TOLD.keys()
    for feed, expected in TOLD.items():
        row = found[feed]
        assert row["polls"] == expected["polls"] * times
        assert row["clients"] == {name: n * times for name, n in expected["clients"].items()}
        assert row["subscribers"] == expected["subscribers"]
        assert row["subscribers_total"] == sum(expected["subscribers"].values())


def test_a_night_is_told_exactly_though_workers_are_killed(folder: Path) -> None:
    tags: dict[str, str] = {}
    with granian(folder) as server:
        held = poll(server, NIGHT, tags)
        polled = sum(reader.polls for reader in NIGHT)
        wait(lambda: polls_told(folder) == polled, "all polls are told while it runs")
        same(told(folder), 1)
        workers = [pid for pid in server.group() if pid != server.process.pid]
        assert len(workers) == 2
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        wait(lambda: server.said().count("it starts again") == 2, "both workers were missed")
        wait(server.ready, "workers that start again")
        held += poll(server, NIGHT, tags)
        assert server.end(signal.SIGTERM) == 0  # the rest is handed over at the end
    found = told(folder)
    same(found, 2)
    for feed, expected in TOLD.items():
        assert found[feed]["pollers"] == expected["pollers"], feed
        assert not found[feed]["more_pollers"]
    assert sum(row["not_modified"] for row in found.values()) == held > polled
    _has_no_address(folder, server.log)


def _has_no_address(folder: Path, log: Path) -> None:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert folder / ".feedsvc" / "readers.db" in files
    for path in [*files, log]:
        kept = path.read_bytes()
        assert b"203.0.113" not in kept, path
        assert b"198.51.100" not in kept, path
        assert b"newsboat/2" not in kept, path


def test_a_file_that_cannot_be_written_stops_no_poll(folder: Path) -> None:
    (folder / ".feedsvc" / "readers.db").mkdir(parents=True)
    with granian(folder) as server:
        for _ in range(2):
            poll(server, NIGHT, {})
        wait(lambda: "readers.db" in server.said(), "it is told")
        poll(server, NIGHT, {})
        assert server.end(signal.SIGTERM) == 0
    assert server.said().count("readers.db") == 1


def test_under_another_server_workers_keep_their_own(folder: Path) -> None:
    with gunicorn(folder) as server:
        poll(server, NIGHT, {})
        polled = sum(reader.polls for reader in NIGHT)
        wait(lambda: folder.joinpath(".feedsvc/readers.db").exists(), "the file")
        server.end(signal.SIGTERM)
    assert polls_told(folder) == polled
