"""PostgreSQL stops, is killed, or hangs under a service that runs, and comes back."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

import pytest

from feedsvc.web.probe import answers
from tests.hostile.faults.forking import LIMIT, Child, Forks
from tests.hostile.faults.serving import WORKERS, Server, wait
from tests.hostile.faults.stories import SITE, fill, story
from tests.store.cluster import Cluster, running_cluster

FEEDS = ("/feed.atom", "/feed.json", "/category/world.rss")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")


@pytest.fixture(scope="module")
def database() -> Iterator[Cluster]:
    """A PostgreSQL that may be stopped."""
    with running_cluster() as found:
        yield found


class Paper(NamedTuple):
    """A newsroom whose state is in PostgreSQL, and who follows and answers."""

    folder: Path
    indexer: Child
    server: Server
    private: str


@pytest.fixture
def paper(database: Cluster, forks: Forks, tmp_path: Path) -> Iterator[Paper]:
    folder = fill(tmp_path / "articles", range(9))
    url = database.url(database.make())
    (folder / "site.toml").write_text(f'store = "{url}"\n{SITE}')
    (folder / "arts/draft.md").write_text(story("A draft", draft="true"))
    indexer = forks.start("index", "--watch", folder)
    wait(lambda: " 9 published" in indexer.said(), f"the first look\n{indexer.said()}")
    made = forks.run("key", "add", "ann", "--drafts", folder)
    private = next(word for word in made.said().split() if "/private/" in word)
    with Server(forks, folder) as server:
        yield Paper(folder, indexer, server, "/private/" + private.partition("/private/")[2])
    assert indexer.kill(signal.SIGTERM) in (0, -signal.SIGKILL)  # a test may have killed it
    assert "Traceback" not in indexer.said() + server.said()


def stop(database: Cluster) -> None:
    database.stop(signal.SIGQUIT)


def kill(database: Cluster) -> None:
    database.stop(signal.SIGKILL)


def freeze(database: Cluster) -> None:
    database.freeze()


def start(database: Cluster) -> None:
    database.start()


def go_on(database: Cluster) -> None:
    database.freeze(signal.SIGCONT)


def status(server: Server, path: str) -> int:
    return server.get(path)[0]


@pytest.mark.parametrize(
    ("leave", "come"), [(stop, start), (kill, start), (freeze, go_on)], ids=lambda one: one.__name__
)
def test_what_is_in_memory_is_answered_and_all_is_back_by_itself(
    database: Cluster,
    paper: Paper,
    leave: Callable[[Cluster], None],
    come: Callable[[Cluster], None],
) -> None:
    server = paper.server
    assert server.everywhere(lambda: all(status(server, path) == 200 for path in FEEDS))
    assert b"A draft" in server.get(paper.private)[1]
    before = {path: server.get(path)[1] for path in FEEDS}
    workers = server.workers
    leave(database)
    try:
        (paper.folder / "world/99.md").write_text(story("Story 99"))
        assert server.everywhere(lambda: {path: server.get(path)[1] for path in FEEDS} == before)
        for path in (paper.private, "/articles/1", "/tag/never.atom", "/readyz", "/metrics"):
            assert server.everywhere(lambda path=path: status(server, path) == 503), path
        assert asked_to_come_back(server, paper.private)
        assert status(server, "/healthz") == 200
        wait(lambda: "; trying again" in paper.indexer.said(), "the indexer to notice")
        assert server.everywhere(lambda: {path: server.get(path)[1] for path in FEEDS} == before)
    finally:
        come(database)
    wait(lambda: "Story 99" in server.ids(), "what was saved meanwhile")
    for path in (paper.private, "/articles/1", "/readyz", "/metrics"):
        wait(lambda path=path: server.everywhere(lambda: status(server, path) == 200), path)
    assert server.workers == workers
    assert paper.indexer.poll() is None
    assert len(said_of_the_store(server)) <= 2 * len(workers)


def test_a_standby_is_read_and_written_once_it_is_promoted(database: Cluster, paper: Paper) -> None:
    server = paper.server
    assert server.everywhere(lambda: all(status(server, path) == 200 for path in FEEDS))
    database.stop()
    standby = database.folder / "data/standby.signal"
    standby.touch()
    standby.chmod(0o666)
    owner = (database.folder / "data").stat()
    os.chown(standby, owner.st_uid, owner.st_gid)
    database.start()
    try:
        wait(lambda: server.everywhere(lambda: status(server, "/articles/1") == 200), "a reader")
        (paper.folder / "world/99.md").write_text(story("Story 99"))
        wait(lambda: "; trying again" in paper.indexer.said(), "the indexer to notice")
        assert "Story 99" not in server.ids()
    finally:
        with database.connect("postgres") as connection:
            connection.execute("SELECT pg_promote()")
    wait(lambda: "Story 99" in server.ids(), "what was saved meanwhile")


def asked_to_come_back(server: Server, path: str) -> bool:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=LIMIT)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return int(answer.getheader("Retry-After", "0")) > 0 and answer.status == 503


def said_of_the_store(server: Server) -> list[str]:
    return [line for line in server.said().splitlines() if " store " in line]


def test_an_indexer_that_is_killed_is_followed_by_another(paper: Paper, forks: Forks) -> None:
    other = forks.start("index", "--watch", paper.folder)
    wait(lambda: "waiting to take over" in other.said(), "the other one")
    paper.indexer.kill()
    (paper.folder / "world/99.md").write_text(story("Story 99"))
    wait(lambda: "Story 99" in paper.server.ids(), f"the next one\n{other.said()}")
    again = forks.start("index", "--watch", paper.folder)
    wait(lambda: "waiting to take over" in again.said(), "the one that was killed")
    assert other.kill(signal.SIGTERM) == 0
    (paper.folder / "world/98.md").write_text(story("Story 98"))
    wait(lambda: "Story 98" in paper.server.ids(), f"the last one\n{again.said()}")
    assert again.kill(signal.SIGTERM) == 0


def test_an_indexer_that_wakes_up_late_leaves_it_to_the_next(
    database: Cluster, paper: Paper, forks: Forks
) -> None:
    """As a virtual machine that is paused: it was away longer than its lock lasts."""
    other = forks.start("index", "--watch", paper.folder)
    wait(lambda: "waiting to take over" in other.said(), "the other one")
    os.kill(paper.indexer.pid, signal.SIGSTOP)
    (paper.folder / "world/99.md").write_text(story("Story 99"))
    wait(lambda: "Story 99" in paper.server.ids(), f"the next one\n{other.said()}")
    os.kill(paper.indexer.pid, signal.SIGCONT)
    wait(lambda: "another feedsvc follows the folder by now" in paper.indexer.said(), "the first")
    (paper.folder / "world/98.md").write_text(story("Story 98"))
    wait(lambda: "Story 98" in paper.server.ids(), "who follows now")
    assert "published world/98.md" in other.said()
    assert "published world/98.md" not in paper.indexer.said()
    assert other.kill(signal.SIGTERM) == 0
    (paper.folder / "world/97.md").write_text(story("Story 97"))
    wait(lambda: "Story 97" in paper.server.ids(), "the first one again")


def test_processes_of_a_service_that_start_meanwhile_wait_for_it(
    database: Cluster, paper: Paper, forks: Forks
) -> None:
    """One that ended instead would start again later and later."""
    assert paper.indexer.kill(signal.SIGTERM) == 0
    with Server(forks, paper.folder, whole=True) as server:
        wait(lambda: "9 published" in server.said(), f"its indexer\n{server.said()}")
        stop(database)
        try:
            (paper.folder / "world/99.md").write_text(story("Story 99"))
            for pid in server.processes:
                os.kill(pid, signal.SIGKILL)
            waits = "; trying again until it answers"
            those = WORKERS + 1  # the indexer; who keeps the counts of polls needs no database
            wait(lambda: server.said().count(waits) == those, server.said)
        finally:
            start(database)
        wait(lambda: answers("127.0.0.1", server.port), "the workers")
        wait(lambda: "Story 99" in server.ids(), f"what was saved meanwhile\n{server.said()}")
        assert "exit code" not in server.said()
        assert "Traceback" not in server.said()
