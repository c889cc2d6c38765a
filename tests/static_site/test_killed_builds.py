"""Whenever a builder is killed, readers reach a whole release, and the next one goes on.

`python -m tests.static_site.kill_builds` kills processes of the command itself.
"""

import os
import random
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from feedsvc.static_site import current_release
from tests.static_site.building import assert_whole, builder_of
from tests.static_site.random_site import RandomSite

CALLS = ("rename", "replace", "link", "symlink", "unlink", "utime", "mkdir")
KILLS = 10
CALLS_OF_A_SAVE = 2600  # about


def run_killed(build: Callable[[], object], call: int) -> None:
    """Run something in a process that kills itself before a call that changes the disk."""
    pid = os.fork()
    if not pid:
        count = 0

        def counted(real: Callable[..., Any]) -> Callable[..., Any]:
            def run(*given: Any, **more: Any) -> Any:
                nonlocal count
                count += 1
                if count == call:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*given, **more)

            return run

        for name in CALLS:
            setattr(os, name, counted(getattr(os, name)))
        try:
            build()
        finally:
            os._exit(0)
    os.waitpid(pid, 0)


def test_ten_kills_leave_whole_releases(
    desk: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedsvc.static_site.builder.FEW", 100_000)
    site, out, chance = RandomSite(desk, seed=5, begin=3), tmp_path / "out", random.Random(5)

    def build() -> None:
        builder = builder_of(desk, out)
        builder.build()
        builder.close()

    def advance() -> None:
        desk.clock.forward(minutes=10)
        site.add()
        site.edit()
        desk.open(accept_deletions=True).close()

    desk.open().close()
    run_killed(build, chance.randint(1, 1000))  # the first one, of which nothing is reached yet
    assert current_release(out) == 0
    build()
    for _ in range(KILLS):
        advance()
        before = current_release(out)
        run_killed(build, chance.randint(1, CALLS_OF_A_SAVE))
        assert current_release(out) in (before, before + 1)
        assert_whole(out)
    build()
    assert_whole(out)
