"""Releases that come one after the other are brought, whatever the object store does meanwhile."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from feedsvc.static_site import bring_newest
from feedsvc.static_site.bring_newest import Destination, Newest
from feedsvc.static_site.object_store import read_place
from feedsvc.static_site.purge import Purge
from feedsvc.static_site.upload import ReleaseFolder
from tests.static_site.kills import bring_while_killing
from tests.static_site.releases import write_release
from tests.static_site.s3_server import Storage
from tests.web.servers import free_port, wait

Say = Callable[[], list[str]]


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> Say:
    caplog.set_level(logging.INFO, "feedsvc.build")
    return lambda: caplog.messages


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bring_newest, "WAITS", (0.1,))
    monkeypatch.setattr(bring_newest, "_RETRY_SECONDS", 0.1)


class Shelf:
    """Releases of which the newest is brought."""

    def __init__(self, storage: Storage | None, folder: Path, environ: dict[str, str]) -> None:
        self.bucket = storage.make_bucket() if storage else "press"
        self._to = Destination(read_place(f"s3://{self.bucket}"), "here", Purge(), folder, 2.0)
        self.folder, self.environ = folder, environ
        self.newest: ReleaseFolder | None = None

    def put(self, number: int, body: bytes) -> None:
        self.newest = write_release(self.folder, number, {"/": body})

    def bring(self, pause: Callable[[float], bool]) -> None:
        assert self.newest is not None
        self._to.bring(self.newest, self.environ, pause)


@pytest.fixture
def shelf(storage: Storage, tmp_path: Path) -> Shelf:
    return Shelf(storage, tmp_path, dict(storage.environ))


def test_each_release_is_brought_or_a_newer_one(storage: Storage, shelf: Shelf, said: Say) -> None:
    with Newest(shelf.bring) as upload:
        for number in range(1, 31):
            shelf.put(number, b"%d" % number)
            upload.came()
        wait(lambda: storage.get(f"/{shelf.bucket}/index.html").body == b"30", "the newest")
    assert said() == []


def test_a_store_that_is_away_stops_nobody(storage: Storage, shelf: Shelf, said: Say) -> None:
    shelf.environ["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{free_port()}"
    with Newest(shelf.bring) as upload:
        shelf.put(1, b"1")
        upload.came()
        wait(lambda: len(said()) == 1, "the failure is told")
        shelf.put(2, b"2")
        upload.came()
        shelf.environ["AWS_ENDPOINT_URL"] = storage.endpoint
        wait(lambda: storage.get(f"/{shelf.bucket}/index.html").body == b"2", "the release")
        wait(lambda: len(said()) == 2, "the log tells it")
    assert "does not answer" in said()[0]
    assert "is done again" in said()[1]


def test_one_that_is_away_keeps_nobody_from_ending(tmp_path: Path, said: Say) -> None:
    environ = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{free_port()}", "AWS_REGION": "us-east-1"}
    shelf = Shelf(None, tmp_path, environ | {"AWS_ACCESS_KEY_ID": "a"})
    shelf.environ["AWS_SECRET_ACCESS_KEY"] = "b"
    with Newest(shelf.bring) as upload:
        shelf.put(1, b"1")
        upload.came()
        wait(said, "the failure is told")


def test_files_that_are_not_those_of_the_release_are_told(shelf: Shelf, said: Say) -> None:
    shelf.put(1, b"1")
    (shelf.folder / "1" / "index.html").write_bytes(b"of somebody else")
    with Newest(shelf.bring) as upload:
        upload.came()
        wait(said, "it is told")
        assert "index.html: the file is of another release" in said()[0]
        shelf.put(2, b"2")
        upload.came()
        wait(lambda: len(said()) == 2, "the next one is brought")


def test_readers_miss_no_page_while_writers_are_killed(storage: Storage, tmp_path: Path) -> None:
    found = bring_while_killing(storage, tmp_path, kills=4, seed=7)
    assert found.missing == []
    assert found.polls > 4
    assert found.pages > found.polls
    assert found.left_over == []
