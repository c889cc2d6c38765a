"""The articles' folder vanishes, comes back, is another one, may not be written or read."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from feedsvc.newsroom import Newsroom
from tests.hostile.faults.forking import Child, Forks
from tests.hostile.faults.serving import Server, wait
from tests.hostile.faults.stories import fill, ids_in, published, story

NOBODY = 65534


def says(child: Child, line: str) -> None:
    def told() -> bool:
        assert child.poll() is None, child.said()
        return line in child.said()

    wait(told, f"{line}\n{child.said()}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fill(tmp_path / "articles", range(12))


@pytest.fixture
def server(forks: Forks, folder: Path) -> Iterator[Server]:
    """Two workers, and an indexer beside them that a test may end."""
    assert forks.run("index", folder).code == 0
    with Server(forks, folder) as server:
        assert server.everywhere(lambda: len(server.ids()) == 12)  # they have what is asked for
        yield server


@pytest.fixture
def indexer(forks: Forks, folder: Path, server: Server) -> Iterator[Child]:
    child = forks.start("index", "--watch", folder)
    says(child, " 12 published")
    yield child
    child.kill()


def test_feeds_are_served_while_the_folder_is_away(
    server: Server, indexer: Child, folder: Path
) -> None:
    before = server.ids()
    away = folder.with_name("away")
    folder.rename(away)
    says(indexer, "the folder of articles is gone; what was published stays so until it is back")
    assert server.ids() == before
    (away / "world/0.md").rename(away / "sport/new.md")
    (away / "world/3.md").unlink()
    (away / "world/99.md").write_text(story("Story 99"))
    away.rename(folder)
    says(indexer, "the folder of articles is back")
    wait(lambda: "Story 99" in server.ids() and "Story 3" not in server.ids(), "what changed")
    after = server.ids()
    assert after["Story 0"] == before["Story 0"]
    assert after.keys() == (before.keys() - {"Story 3"}) | {"Story 99"}
    assert indexer.kill(signal.SIGTERM) == 0
    assert "Traceback" not in indexer.said() + server.said()


def test_an_empty_folder_in_its_place_is_no_newsroom(
    server: Server, indexer: Child, folder: Path
) -> None:
    before = server.ids()
    away = folder.rename(folder.with_name("away"))
    folder.mkdir()  # a mount point whose disk is lost
    says(indexer, "the folder of articles is gone; what was published stays so until it is back")
    assert server.ids() == before
    assert list(folder.iterdir()) == []
    folder.rmdir()
    away.rename(folder)
    says(indexer, "the folder of articles is back")
    (folder / "world/99.md").write_text(story("Story 99"))
    wait(lambda: "Story 99" in server.ids(), "what is saved then")
    assert server.ids().items() >= before.items()
    assert indexer.kill(signal.SIGTERM) == 0


def test_what_is_held_of_a_store_that_is_replaced_is_let_go(forks: Forks, folder: Path) -> None:
    assert forks.run("index", folder).code == 0
    with closing(Newsroom.open(folder, {})) as worker:
        for _ in range(2):
            assert len(ids_in(worker.document("feed", "json").body, "json")) == 12
        replace(folder)
        (folder / "world/99.md").write_text(story("Story 99"))
        assert forks.run("index", folder).code == 0
        assert "Story 99" in ids_in(worker.document("feed", "json").body, "json")


def replace(folder: Path) -> None:
    """Put a copy of a folder in its place."""
    copy = Path(shutil.copytree(folder, folder.with_name("copy")))
    folder.rename(folder.with_name("old"))
    copy.rename(folder)


def test_an_indexer_whose_folder_is_replaced_ends_for_another(forks: Forks, folder: Path) -> None:
    indexer = forks.start("index", "--watch", folder)
    says(indexer, " 12 published")
    before = published(folder)
    replace(folder)
    (folder / "world/99.md").write_text(story("Story 99"))
    assert indexer.wait() == 2  # its lock is on the old store; `serve` starts another
    assert indexer.said().splitlines()[-1] == (
        "feedsvc: the indexer's lock was lost; start it again"
    )
    again = forks.start("index", "--watch", folder)
    says(again, " 13 published")
    assert published(folder).items() >= before.items()
    assert again.kill(signal.SIGTERM) == 0


def test_an_index_of_a_folder_that_is_not_there_says_so(forks: Forks, tmp_path: Path) -> None:
    child = forks.run("index", tmp_path / "nowhere")
    assert child.code == 2
    assert child.said() == (
        f"feedsvc: {tmp_path}/nowhere: no such folder; name the one that holds your articles\n"
    )


# As another user than root, whom nothing stops.


@pytest.fixture
def uid(folder: Path) -> int:
    """Whose the folder is, and all in it; 0 for this user."""
    if os.getuid():
        return 0
    for place in (folder, *folder.rglob("*")):
        os.chown(place, NOBODY, NOBODY)
    for place in (folder.parent, *folder.parents):
        if not place.stat().st_mode & 0o001:
            place.chmod(place.stat().st_mode | 0o011)
    return NOBODY


def give(folder: Path, uid: int) -> None:
    if uid:
        for place in (folder, *folder.rglob("*")):
            os.chown(place, uid, uid)


def test_a_folder_that_becomes_read_only_is_followed(forks: Forks, folder: Path, uid: int) -> None:
    indexer = forks.start("index", "--watch", folder, uid=uid)
    says(indexer, " 12 published")
    (folder / "world/0.md").write_text(story("Story 0", "Wet it was."))
    wait(lambda: "updated world/0.md" in indexer.said(), "the saved file")
    for place in (folder / ".feedsvc", folder / "world", folder):
        place.chmod(0o555)
    try:
        (folder / "world/0.md").write_text(story("Story 0", "Wet it will be."))
        wait(lambda: indexer.said().count("updated world/0.md") == 2, "the file saved in place")
    finally:
        for place in (folder, folder / "world", folder / ".feedsvc"):
            place.chmod(0o755)
    assert indexer.kill(signal.SIGTERM) == 0
    assert "Traceback" not in indexer.said()


def test_a_folder_that_may_not_be_read_takes_nothing_out(
    forks: Forks, folder: Path, uid: int
) -> None:
    assert forks.run("index", folder, uid=uid).code == 0
    before = published(folder)
    give(folder, uid)
    indexer = forks.start("index", "--watch", folder, uid=uid)
    says(indexer, " 12 published")
    (folder / "world").chmod(0)
    (folder / "sport").chmod(0)
    (folder / "arts/99.md").write_text(story("Story 99"))
    give(folder / "arts", uid)
    says(indexer, "published arts/99.md")
    (folder / "world").chmod(0o755)
    (folder / "sport").chmod(0o755)
    folder.chmod(0)
    says(indexer, "the folder of articles is gone")
    folder.chmod(0o755)
    says(indexer, "the folder of articles is back")
    assert "withdrawn" not in indexer.said()
    assert indexer.kill(signal.SIGTERM) == 0
    assert published(folder).items() >= before.items()


def test_a_store_that_may_not_be_written_says_so(forks: Forks, folder: Path, uid: int) -> None:
    assert forks.run("index", folder, uid=uid).code == 0
    (folder / ".feedsvc").chmod(0o555)
    try:
        child = forks.run("index", folder, uid=uid)
    finally:
        (folder / ".feedsvc").chmod(0o755)
    assert child.code == 2, child.said()
    assert len(child.said().splitlines()) == 1
    assert "may not write the newsroom's store" in child.said()
    assert forks.run("index", folder, uid=uid).code == 0
