"""The indexer beside a server's workers: articles are served as they are saved."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.servers import (
    CLI,
    LIMIT,
    RAIN,
    SNOW,
    Answer,
    Server,
    free_port,
    granian,
    running,
    running_processes,
    wait,
)


@pytest.fixture
def folder(desk: Any) -> Path:
    desk.write("rain.md", RAIN)
    desk.write("snow.md", SNOW)
    return desk.folder


@pytest.fixture
def served(folder: Path) -> Iterator[Server]:
    with granian(folder) as server:
        yield server


def indexer_of(server: Server) -> int:
    """The indexer beside a server's workers; 0 where there is none."""
    wanted = f" index --watch --supervisor {server.process.pid} "
    return next((one.pid for one in running_processes() if wanted in f"{one.command} "), 0)


def save(folder: Path, title: str) -> None:
    (folder / ".rain.md.tmp").write_text(RAIN.replace("Rain", title))
    (folder / ".rain.md.tmp").rename(folder / "rain.md")


def shows(server: Server, title: str) -> bool:
    return title.encode() in server.get("/category/world.json").body


def test_a_saved_article_is_served(served: Server, folder: Path) -> None:
    world, sport = served.get("/category/world.atom"), served.get("/category/sport.atom")
    wait(lambda: " 2 published" in served.said(), "the indexer's first look")
    save(folder, "Rain by itself")
    wait(lambda: shows(served, "Rain by itself"), "the saved article")

    def changed() -> Answer:
        return served.get("/category/world.atom", If_None_Match=world.headers["etag"])

    # Each format is a document of its own.
    wait(lambda: changed().status == 200, "the same in another format")
    assert changed().headers["etag"] != world.headers["etag"]
    same = served.get("/category/sport.atom", If_None_Match=sport.headers["etag"])
    assert same.status == 304


def test_an_indexer_that_dies_is_started_again(served: Server, folder: Path) -> None:
    wait(lambda: served.said().count(" 2 published") == 1, "the indexer's first look")
    indexer = indexer_of(served)
    assert indexer
    os.kill(indexer, signal.SIGKILL)
    wait(lambda: served.said().count(" 2 published") == 2, "another indexer")
    assert "the indexer ended (SIGKILL); it starts again in 1 s" in served.said()
    save(folder, "Rain again")
    wait(lambda: shows(served, "Rain again"), "the saved article")


def test_no_indexer_outlives_a_server_that_is_killed(folder: Path) -> None:
    with granian(folder) as first:
        wait(lambda: " 2 published" in first.said(), "the indexer's first look")
        with granian(folder) as second:
            wait(lambda: "waiting to take over" in second.said(), "the second indexer")
            first.process.kill()
            wait(lambda: not indexer_of(first), "the first indexer to end")
            wait(lambda: " 2 published" in second.said(), "the second indexer to take over")
            save(folder, "Rain for two")
            wait(lambda: shows(second, "Rain for two"), "the saved article")


def test_workers_alone_are_served_by_an_indexer_beside_them(folder: Path) -> None:
    command = [*CLI, "serve", str(folder), "--no-index", "--port", str(free_port())]
    refused = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False)
    assert refused.returncode == 1
    assert refused.stderr == (
        f"feedsvc: nothing is indexed yet; run: feedsvc index --watch {folder}\n"
    )
    with running([*CLI, "index", "--watch", str(folder)], folder, 0) as indexer:
        wait(lambda: " 2 published" in indexer.said(), "the indexer's first look")
        with granian(folder, "--no-index") as server:
            assert not indexer_of(server)
            save(folder, "Rain beside")
            wait(lambda: shows(server, "Rain beside"), "the saved article")


def test_an_indexer_that_stands_still_is_told_and_replaced(folder: Path) -> None:
    (folder / "site.toml").write_text(
        'id_base = "news.example,2026"\n[limits]\nindexer_seconds = 5\n'
    )
    with granian(folder, "--workers", "1") as server:
        wait(lambda: server.said().count(" 2 published") == 1, "the indexer's first look")
        assert b"\nfeedsvc_indexer_last_look_seconds " in server.get("/metrics").body
        assert server.get("/readyz").body == b"ready\n"
        indexer = indexer_of(server)
        os.kill(indexer, signal.SIGSTOP)
        told = b"ready, but degraded: no sign of life of the indexer for "
        wait(lambda: server.get("/readyz").body.startswith(told), "readyz")
        assert server.get("/readyz").status == server.get("/feed.atom").status == 200
        wait(lambda: server.said().count(" 2 published") == 2, "another indexer")
        assert indexer_of(server) not in (0, indexer)
        assert "the indexer gave no sign of life for " in server.said()
        wait(lambda: server.get("/readyz").body == b"ready\n", "readyz as before")
        save(folder, "Rain again")
        wait(lambda: shows(server, "Rain again"), "the saved article")


def test_a_config_map_is_followed_by_looking(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    for version, title in (("..1", "Rain"), ("..2", "Rain switched")):
        (folder / version).mkdir(parents=True)
        (folder / version / "rain.md").write_text(RAIN.replace("Rain", title))
    (folder / "..data").symlink_to("..1")
    (folder / "rain.md").symlink_to("..data/rain.md")
    with granian(folder, "--workers", "1", "--poll", "1") as server:
        wait(lambda: " 1 published" in server.said(), "the indexer's first look")
        assert "ConfigMap" not in server.said()
        assert shows(server, "Rain")
        (folder / "..next").symlink_to("..2")
        (folder / "..next").rename(folder / "..data")
        wait(lambda: shows(server, "Rain switched"), "the next look")


def test_a_folder_that_reports_nothing_is_told(folder: Path) -> None:
    (folder / "..data").symlink_to(".")
    with granian(folder, "--workers", "1") as server:
        wait(lambda: " 2 published" in server.said(), "the indexer's first look")
        assert "as in a ConfigMap; --poll 5 looks every 5 seconds" in server.said()
