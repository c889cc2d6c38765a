"""A real service follows site.toml: nothing is refused meanwhile, and nothing private stays."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import feedparser
import pytest

from tests.web.servers import CLI, RAIN, SNOW, Answer, Server, granian, gunicorn, running, wait
from tests.web.test_server_indexing import indexer_of

BASE = 'id_base = "news.example,2026"\n'
ENOUGH = 40  # answers, of which either of two workers gives some
PUBLIC = ("/feed.atom", "/category/world.json", "/", "/feeds.opml", "/search.rss?q=wet")


def write(folder: Path, text: str) -> None:
    """Save site.toml as many editors do."""
    (folder / ".site.toml.new").write_text(BASE + text)
    (folder / ".site.toml.new").rename(folder / "site.toml")


@pytest.fixture
def folder(desk: Any) -> Path:
    desk.write("world/rain.md", RAIN)
    desk.write("sport/snow.md", SNOW)
    write(desk.folder, 'title = "First"\n')
    return desk.folder


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[Server]:
    with granian(folder, *options) as server:
        wait(lambda: " published" in server.said(), "the indexer's first look")
        yield server


@pytest.fixture
def served(folder: Path) -> Iterator[Server]:
    with serving(folder) as server:
        yield server


def in_force(server: Server) -> int:
    """How many times other settings were told to be in force."""
    return server.said().count("site.toml is in force: ")


def titled(server: Server, title: str, number: int = ENOUGH) -> bool:
    """Whether the feed has a title in all of so many answers."""
    return all(
        f"<title>{title}</title>".encode() in server.get("/feed.atom").body for _ in range(number)
    )


class Subscriber:
    """Polls without a pause, until it is told to end."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._poll)
        self.answers: list[Answer] = []

    def __enter__(self) -> "Subscriber":
        self._thread.start()
        wait(lambda: len(self.answers) > ENOUGH, "the first answers")
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _poll(self) -> None:
        tag = ""
        while not self._end.is_set():
            answer = self._server.get("/feed.atom", **({"If_None_Match": tag} if tag else {}))
            tag = answer.headers.get("etag", tag)
            self.answers.append(answer)


def test_a_new_title_reaches_who_polls_and_no_entry_is_updated(
    served: Server, folder: Path
) -> None:
    with Subscriber(served) as subscriber:
        write(folder, 'title = "Second"\n')
        wait(lambda: in_force(served), "the new settings")
        assert titled(served, "Second")
        more = len(subscriber.answers) + ENOUGH
        wait(lambda: len(subscriber.answers) > more, "answers after it")
    assert {answer.status for answer in subscriber.answers} == {200, 304}
    feeds = [feedparser.parse(one.body) for one in subscriber.answers if one.status == 200]
    titles = [found.feed.title for found in feeds]
    assert (titles[0], titles[-1], sorted(titles)) == ("First", "Second", titles)
    assert len({tuple((one.id, one.updated) for one in found.entries) for found in feeds}) == 1


def test_what_becomes_private_is_on_no_answer_once_it_is_told(served: Server, folder: Path) -> None:
    assert any(b"Rain" in served.get(path).body for path in PUBLIC)
    with Subscriber(served):
        write(folder, 'title = "First"\n[categories.world]\nprivate = true\n')
        wait(lambda: in_force(served), "the new settings")
        for path in PUBLIC * ENOUGH:
            assert b"Rain" not in served.get(path).body
    assert served.get("/articles/rain").status in (404, 410)
    assert "is in force: categories.world\n" in served.said()


@pytest.mark.parametrize("line", ['exclude = ["world/"]', "opt_in = true"])
def test_what_is_left_out_is_on_no_answer_once_it_is_told(
    served: Server, folder: Path, line: str
) -> None:
    write(folder, f"{line}\n")
    wait(lambda: in_force(served), "the new settings")
    for path in PUBLIC * ENOUGH:
        assert b"Rain" not in served.get(path).body


def test_a_wrong_file_changes_nothing_whoever_dies(served: Server, folder: Path) -> None:
    write(folder, 'title = "First"\n[categories.world]\nprivate = true\n')
    wait(lambda: in_force(served) == 1, "the new settings")
    write(folder, 'title = "Second"\n[categories.world]\nprivat = true\n')
    error = "site.toml:4: error: categories.world.privat is not a setting; did you mean"
    wait(lambda: error in served.said(), "the error")
    degraded = f"ready, but degraded: {error}".encode()
    assert served.get("/readyz").body.startswith(degraded)
    assert b"\nfeedsvc_settings_refused 1" in served.get("/metrics").body
    indexer = indexer_of(served)
    looks = served.said().count(" 1 published")
    for pid in (indexer, *(pid for pid in served.group() if pid != served.process.pid)):
        os.kill(pid, signal.SIGKILL)
    wait(lambda: served.said().count(" 1 published") > looks, "another indexer")
    wait(lambda: served.said().count("Started worker-") == 4, "other workers")
    wait(served.ready, "readyz")
    assert titled(served, "First")
    assert b"Rain" not in served.get("/category/world.json").body
    assert served.get("/readyz").body.startswith(degraded)
    write(folder, 'title = "Third"\n[categories.world]\nprivate = true\n')
    wait(lambda: in_force(served) == 2, "the mended settings")
    assert titled(served, "Third")
    assert "site.toml is right again" in served.said()
    assert served.get("/readyz").body == b"ready\n"
    assert b"\nfeedsvc_settings_refused 0" in served.get("/metrics").body


def test_what_needs_a_restart_waits_for_it_and_all_else_counts(folder: Path) -> None:
    with serving(folder) as server:
        write(folder, 'title = "Second"\nstore = "elsewhere"\n[limits]\nrequests = 9\ndownloads=3')
        wait(lambda: in_force(server), "the new settings")
        assert "site.toml:3: store needs a restart: " in server.said()
        assert "site.toml:5: limits.requests needs a restart: " in server.said()
        assert titled(server, "Second")
        assert not (folder / "elsewhere").exists()
        looks = server.said().count(" 2 published")
        for pid in (pid for pid in server.group() if pid != server.process.pid):
            os.kill(pid, signal.SIGKILL)
        os.kill(indexer_of(server), signal.SIGKILL)
        wait(lambda: server.said().count(" 2 published") > looks, "another indexer")
        wait(server.ready, "readyz")
        assert titled(server, "Second")
        assert not (folder / "elsewhere").exists()


def by_truncating(folder: Path, text: str) -> None:
    with (folder / "site.toml").open("w") as file:
        for line in (BASE + text).splitlines(keepends=True):
            file.write(line)
            file.flush()


def by_deleting(folder: Path, text: str) -> None:
    (folder / "site.toml").unlink()
    (folder / "site.toml").write_text(BASE + text)


@pytest.mark.parametrize("save", [write, by_truncating, by_deleting])
def test_it_matters_not_how_it_is_saved(
    served: Server, folder: Path, save: Callable[[Path, str], None]
) -> None:
    save(folder, 'title = "Second"\n[feeds]\nentries = 7\n')
    wait(lambda: in_force(served), "the new settings")
    assert "site.toml is in force: title, feeds.entries\n" in served.said()
    assert titled(served, "Second")


def test_a_touch_does_nothing_and_of_many_changes_the_last_counts(
    served: Server, folder: Path
) -> None:
    before = set(served.group())
    (folder / "site.toml").touch()
    for number in range(10):
        write(folder, f'title = "Change {number}"\n')
    wait(lambda: titled(served, "Change 9", 1), "the last one")
    wait(lambda: "is in force: title" in served.said(), "what is told")
    assert titled(served, "Change 9")
    told = in_force(served)
    (folder / "site.toml").touch()
    by_truncating(folder, "# the same\ntitle = 'Change 9'\n")
    write(folder, 'title = "Change 9"\nsubtitle = "Last"\n')
    wait(lambda: in_force(served) > told, "a change after it")
    assert in_force(served) == told + 1
    assert set(served.group()) == before
    assert "error" not in served.said().lower()


def test_another_server_beside_an_indexer_follows_as_well(folder: Path) -> None:
    with running([*CLI, "index", "--watch", str(folder)], folder, 0) as indexer:
        wait(lambda: " 2 published" in indexer.said(), "the indexer's first look")
        with gunicorn(folder) as server:
            assert b"Rain" in server.get("/category/world.json").body
            write(folder, 'title = "Second"\n[categories.world]\nprivate = true\n')
            wait(lambda: in_force(indexer), "the new settings")
            assert titled(server, "Second")
            assert b"Rain" not in server.get("/category/world.json").body
            write(folder, "titel = 3\n")
            wait(lambda: "site.toml:2: error: titel" in indexer.said(), "the error")
            assert server.get("/readyz").body.startswith(b"ready, but degraded: site.toml:2: ")


def test_a_service_that_starts_hides_first_what_was_made_private_meanwhile(folder: Path) -> None:
    with serving(folder) as server:
        assert b"Rain" in server.get("/category/world.json").body
    write(folder, "[categories.world]\nprivate = true\n")
    with granian(folder) as server:
        assert b"Rain" not in server.get("/category/world.json").body


def test_a_config_map_is_followed_by_looking(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    for version, title in (("..1", "First"), ("..2", "Second")):
        (folder / version).mkdir(parents=True)
        (folder / version / "site.toml").write_text(f'{BASE}title = "{title}"\n')
    (folder / "..data").symlink_to("..1")
    (folder / "site.toml").symlink_to("..data/site.toml")
    (folder / "rain.md").write_text(RAIN)
    with serving(folder, "--workers", "1") as server:
        assert titled(server, "First", 1)
        (folder / "..next").symlink_to("..2")
        (folder / "..next").rename(folder / "..data")
        wait(lambda: titled(server, "Second", 1), "the next look")
