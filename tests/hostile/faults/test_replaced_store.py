"""A store in use is deleted, gives way to a backup, or loses its log."""

import json
import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.faults.forking import Child, Forks
from tests.hostile.faults.serving import Server, wait
from tests.hostile.faults.stories import Ids, fill, is_sound, published, story


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fill(tmp_path / "articles", range(12))


@pytest.fixture
def server(forks: Forks, folder: Path) -> Iterator[Server]:
    assert forks.run("index", folder).code == 0
    with Server(forks, folder) as server:

        def all_there() -> bool:
            assert server.get("/")[0] == 200
            return len(server.ids()) == len(server.ids("atom")) == 12

        assert server.everywhere(all_there)  # either worker has the store open
        yield server


@pytest.fixture
def indexer(forks: Forks, folder: Path, server: Server) -> Iterator[Child]:
    child = forks.start("index", "--watch", folder)
    wait(lambda: " 12 published" in child.said(), "the indexer")
    yield child
    child.kill()


def store_of(folder: Path) -> Path:
    return folder / ".feedsvc" / "store.sqlite3"


def remove(store: Path) -> None:
    for end in ("-wal", "-shm", ""):
        Path(f"{store}{end}").unlink(missing_ok=True)


def dates_of(server: Server) -> dict[str, str]:
    """When each entry was published: of an undated article only the store knows."""
    status, body, _ = server.get("/feed.json")
    assert status == 200
    return {item["id"]: item["date_published"] for item in json.loads(body)["items"]}


def watched(server: Server, before: Ids, headline: str) -> None:
    """Poll until either worker has a headline; all that time nothing is missing that was there.

    One may look a moment later than the other whether the store in the place of theirs is complete.
    """

    def there() -> bool:
        for format in ("json", "atom"):
            status, _, _ = server.get("/")
            assert status == 200
            found = server.ids(format)
            assert found.items() >= before.items()
        return headline in found

    wait(lambda: server.everywhere(there), f"{headline}\n{server.said()}")


def test_a_store_that_is_deleted_is_made_anew(server: Server, indexer: Child, folder: Path) -> None:
    before = server.ids()
    remove(store_of(folder))
    wait(lambda: "the store is another one, or gone; beginning anew" in indexer.said(), "a look")
    (folder / "world/99.md").write_text(story("Story 99"))
    watched(server, before, "Story 99")
    assert is_sound(folder)
    assert published(folder) == server.ids()
    assert indexer.kill(signal.SIGTERM) == 0
    assert "Traceback" not in indexer.said() + server.said()


def test_a_backup_in_its_place_is_opened(
    forks: Forks, server: Server, indexer: Child, folder: Path, tmp_path: Path
) -> None:
    (folder / "world/0.md").rename(folder / "world/renamed.md")  # its id is that of the old path
    (folder / "world/undated.md").write_text("# Story without a date\n\nIts text.\n")
    watched(server, {}, "Story without a date")
    wait(lambda: "renamed.md" in indexer.said(), "the renamed file")
    added = forks.run("key", "add", "Desk", folder, "--drafts")
    key = re.search(r"/private/\S+/feed\.json", added.said())
    assert key
    assert server.get(key[0])[0] == 200
    made = forks.run("store", "backup", tmp_path / "backup", folder)
    assert made.code == 0
    before, dates = server.ids(), dates_of(server)
    (folder / "world/99.md").write_text(story("Story 99"))
    watched(server, before, "Story 99")
    before = server.ids()
    remove(store_of(folder))
    os.replace(tmp_path / "backup", store_of(folder))
    wait(lambda: "the store is another one, or gone; beginning anew" in indexer.said(), "a look")
    (folder / "world/100.md").write_text(story("Story 100"))
    watched(server, before, "Story 100")  # the backup knows nothing of Story 99, readers do
    assert published(folder).items() >= before.items()
    assert dates_of(server).items() >= dates.items()
    assert server.everywhere(lambda: server.get(key[0])[0] == 200)
    kept = published(folder)
    assert server.everywhere(lambda: server.ids() == kept)
    assert is_sound(folder)
    assert indexer.kill(signal.SIGTERM) == 0
    assert "Traceback" not in indexer.said() + server.said()


@pytest.mark.parametrize("ends", [("-wal", "-shm"), ("-wal",), ("-shm",)])
def test_a_log_that_is_removed_is_put_back(
    forks: Forks, server: Server, indexer: Child, folder: Path, ends: tuple[str, ...]
) -> None:
    added = forks.run("key", "add", "Desk", folder, "--drafts")
    key = re.search(r"/private/\S+/feed\.json", added.said())
    assert key, added.said()
    assert server.everywhere(lambda: server.get(key[0])[0] == 200)
    before = server.ids()
    for end in ends:
        Path(f"{store_of(folder)}{end}").unlink()
    revoked = forks.run("key", "revoke", "Desk", folder)
    assert revoked.code == 0, revoked.said()
    assert server.everywhere(lambda: server.get(key[0])[0] in (403, 404, 410))
    (folder / "world/99.md").write_text(story("Story 99"))
    watched(server, before, "Story 99")
    kept = published(folder)
    assert server.everywhere(lambda: server.ids() == kept)
    assert "somebody removed the log beside the store; it is back" in indexer.said()
    assert indexer.kill(signal.SIGTERM) == 0
    assert is_sound(folder)
    assert published(folder) == kept
    assert "Traceback" not in indexer.said() + server.said()
