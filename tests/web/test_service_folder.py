"""The folder that the processes of a service share: nothing of it stays behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from feedsvc.web import service_folder, shared_folder
from feedsvc.web.service_folder import ServiceFolder, remove_left

SERVICE = """
import os, sys, time
from feedsvc.web import service_folder, shared_folder
service_folder.memory_folder = lambda: sys.argv[1]
with shared_folder() as shared:
    shared.spool.salts.digest("2026-06-01", "somebody")
    if len(sys.argv) > 2 and not os.fork():
        time.sleep(60)
    print(shared.path.name, flush=True)
    time.sleep(60)
"""


@pytest.fixture(autouse=True)
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(service_folder, "memory_folder", lambda: str(tmp_path))
    return tmp_path


@contextmanager
def service(memory: Path, *more: str) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A process that has a folder of its own."""
    command = [sys.executable, "-c", SERVICE, str(memory), *more]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    try:
        yield process, memory / process.stdout.readline().strip()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()


def test_it_is_gone_with_its_block_and_only_its_user_sees_it(memory: Path) -> None:
    with shared_folder() as shared:
        assert shared.path.stat().st_mode & 0o077 == 0
        assert shared.metrics.is_dir()
        shared.spool.salts.digest("2026-06-01", "feed")
        shared.last_look.mark()
        assert ServiceFolder(shared.path).last_look.seconds() is not None
    assert list(memory.iterdir()) == []


def test_what_a_killed_service_left_goes_at_the_next_start(memory: Path) -> None:
    others = memory / "feedsvc-of-somebody"
    others.mkdir()
    with service(memory) as (process, left), service(memory) as (_, running):
        process.kill()
        process.wait()
        assert list(left.glob("*.salt")) != []
        with shared_folder() as shared:
            assert set(memory.iterdir()) == {others, running, shared.path}
            assert list(running.glob("*.salt")) != []


def test_as_long_as_a_worker_of_it_runs_it_stays(memory: Path) -> None:
    with service(memory, "fork") as (process, left):
        process.kill()
        process.wait()
        with shared_folder():
            assert list(left.glob("*.salt")) != []
        assert not remove_left(left)
        os.killpg(process.pid, signal.SIGKILL)


def test_what_lies_in_it_can_be_taken_before_it_goes(memory: Path) -> None:
    left = memory / "feedsvc-serve-left"
    left.mkdir()
    (left / "last").touch()
    found: list[Path] = []
    assert remove_left(left, lambda: found.extend(left.iterdir()))
    assert found == [left / "last"]
    assert remove_left(left)  # it is gone


def test_a_folder_of_another_user_is_left_alone(
    memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = memory / "feedsvc-serve-left"
    left.mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: left.stat().st_uid + 1)
    assert not remove_left(left)
    assert left.is_dir()


def test_a_link_in_place_of_a_folder_is_not_followed(memory: Path) -> None:
    (memory / "precious").mkdir()
    link = memory / "feedsvc-serve-link"
    link.symlink_to(memory / "precious")
    asked: list[int] = []
    assert not remove_left(link, lambda: asked.append(1))
    assert asked == []
    assert (memory / "precious").is_dir()


def test_a_folder_that_another_service_removed_at_once_is_made_again(
    memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, removed = service_folder.tempfile.mkdtemp, list[str]()

    def remove_the_first(*given: str, **more: str) -> str:
        made = real(*given, **more)
        if not removed:
            removed.append(made)
            os.rmdir(made)
        return str(made)

    monkeypatch.setattr(service_folder.tempfile, "mkdtemp", remove_the_first)
    with shared_folder() as shared:
        assert [str(shared.path)] != removed
        assert shared.path.is_dir()
