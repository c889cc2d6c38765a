"""Releases that come one after the other are brought, whatever the object store does meanwhile."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from feedsvc.static_site import bring_newest
from feedsvc.static_site.bring_newest import BringNewest, Destination
from feedsvc.static_site.object_store import read_place
from feedsvc.static_site.purge import Purge
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


def to(bucket: str, folder: Path, after: str = "") -> Destination:
    return Destination(read_place(f"s3://{bucket}"), "here", Purge(after=after), folder, 2.0)


def test_each_release_is_brought_or_a_newer_one(
    storage: Storage, tmp_path: Path, said: Say
) -> None:
    bucket = storage.make_bucket()
    with BringNewest(to(bucket, tmp_path), storage.environ) as upload:
        for number in range(1, 31):
            upload.offer(write_release(tmp_path, number, {"/": b"%d" % number}))
        wait(lambda: storage.get(f"/{bucket}/index.html").body == b"30", "the newest release")
        wait(lambda: any("has release 30:" in line for line in said()), "the log tells it")
    assert len(said()) <= 31


def test_a_store_that_is_away_stops_nobody(storage: Storage, tmp_path: Path, said: Say) -> None:
    bucket = storage.make_bucket()
    environ = dict(storage.environ)
    environ["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{free_port()}"
    with BringNewest(to(bucket, tmp_path), environ) as upload:
        upload.offer(write_release(tmp_path, 1, {"/": b"1"}))
        wait(lambda: len(said()) == 1, "the failure is told")
        upload.offer(write_release(tmp_path, 2, {"/": b"2"}))
        environ["AWS_ENDPOINT_URL"] = storage.endpoint
        wait(lambda: storage.get(f"/{bucket}/index.html").body == b"2", "the release")
        wait(lambda: len(said()) == 3, "the log tells it")
    assert "does not answer" in said()[0]
    assert "takes releases again" in said()[1]
    assert "has release 2: 2 files sent, 0 removed" in said()[2]


def test_one_that_is_away_keeps_nobody_from_ending(tmp_path: Path, said: Say) -> None:
    environ = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{free_port()}", "AWS_REGION": "us-east-1"}
    environ |= {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
    with BringNewest(to("press", tmp_path), environ) as upload:
        upload.offer(write_release(tmp_path, 1, {"/": b"1"}))
        wait(said, "the failure is told")


def test_files_that_are_not_those_of_the_release_are_told(
    storage: Storage, tmp_path: Path, said: Say
) -> None:
    release = write_release(tmp_path, 1, {"/": b"1"})
    (release.folder / "index.html").write_bytes(b"of somebody else")
    with BringNewest(to(storage.make_bucket(), tmp_path), storage.environ) as upload:
        upload.offer(release)
        wait(said, "it is told")
        assert "index.html: the file is of another release" in said()[0]
        upload.offer(write_release(tmp_path, 2, {"/": b"2"}))
        wait(lambda: len(said()) == 3, "the next one")


def test_caches_are_told_until_they_take_it(storage: Storage, tmp_path: Path, said: Say) -> None:
    program = tmp_path / "purge.sh"
    program.write_text("#!/bin/sh\ntest -e ready && cat >got\n")
    program.chmod(0o755)
    destination = to(storage.make_bucket(), tmp_path, str(program))
    with BringNewest(destination, storage.environ | {"PATH": "/usr/bin:/bin"}) as upload:
        upload.offer(write_release(tmp_path, 1, {"/articles/a": b"1"}))
        wait(said, "the failure is told")
        assert "--after was not told" in said()[0]
        (tmp_path / "ready").touch()
        wait((tmp_path / "got").exists, "it is told")
        wait(lambda: len(said()) == 3, "the log tells it")
    assert "https://news.example/articles/a" in (tmp_path / "got").read_text().splitlines()


def test_readers_miss_no_page_while_writers_are_killed(storage: Storage, tmp_path: Path) -> None:
    found = bring_while_killing(storage, tmp_path, kills=4, seed=7)
    assert found.missing == []
    assert found.polls > 4
    assert found.pages > found.polls
    assert found.left_over == []
