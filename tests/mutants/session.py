"""Runs tests in a process that has all libraries already, and tells how they get on.

Starting pytest with its plugins takes longer than most tests of one module do.
"""

import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.mutants.recorder import Recorder

# What is told of tests that run, with the name of a test or, at the end, pytest's status, and with
# the seconds of processor time that they took until then.
RUNS, FAILED, ENDED = "runs", "failed", "ended"

# By importing these, all that feedsvc and its tests stand on is imported.
_USERS = ("tests.conftest", "feedsvc.newsroom", "feedsvc.web", "feedparser", "hypothesis.stateful")
_OWN = ("feedsvc", "tests")
OPTIONS = ("-q", "-x", "-p", "no:cacheprovider", "--hypothesis-profile=ci")
# It would rewrite hypothesis' assertions, which is imported already.
OPTIONS += ("-W", "ignore::pytest.PytestAssertRewriteWarning")


class Recording(NamedTuple):
    """Where it is recorded what tests run (recorder.Recorder)."""

    compiled: Path
    file: Path


class Asked(NamedTuple):
    """Which tests are to run, and how.

    Attributes:
        arguments: of pytest.
        tests: the names of the tests alone that are to run, of those that pytest finds; empty: all.
        recording: if what they run is to be recorded.
    """

    arguments: list[str]
    tests: frozenset[str] = frozenset()
    recording: Recording | None = None


class Started(NamedTuple):
    """Tests that run in a process of their own."""

    process: Any
    told: Connection

    def end(self) -> None:
        """End the tests and all that they started; they have a session of their own."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.join()
        self.told.close()


Starter = Callable[[Path, Path, Asked], Started]


def make_starter() -> Starter:
    """Prepare a process with all libraries; what is returned starts tests.

    It takes the folder of the project, a folder for temporary files, and which tests to run.
    """
    for name in _USERS:
        __import__(name)
    known = {*_OWN, *sys.stdlib_module_names}
    libraries = [name for name in sys.modules if name.partition(".")[0] not in known]
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([name for name in libraries if not name.startswith("_")])

    def start(project: Path, temporary: Path, asked: Asked) -> Started:
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=_run, args=(there, project, temporary, asked))
        process.start()
        there.close()
        return Started(process, here)

    return start


def _run(told: Connection, project: Path, temporary: Path, asked: Asked) -> None:
    """Run tests of a project, in a process of their own."""
    os.setsid()
    for name in [name for name in sys.modules if name.partition(".")[0] in _OWN]:
        del sys.modules[name]  # the project's own are imported, not these
    os.chdir(project)
    sys.path.insert(0, str(project))
    os.environ |= {"PYTHONPATH": str(project), "TMPDIR": str(temporary)}
    tempfile.tempdir = None
    with open(os.devnull, "r+b") as nowhere:
        for stream in range(3):
            os.dup2(nowhere.fileno(), stream)
    plugins: list[Any] = [_Witness(told, asked.tests)]
    options = OPTIONS
    if asked.recording:
        plugins.append(Recorder(project, *asked.recording))
        options = tuple(one for one in options if one != "-x")
    status = pytest.main([*options, *asked.arguments], plugins=plugins)
    told.send((ENDED, str(int(status)), _seconds()))


def _seconds() -> float:
    """Processor time of this process, and of those that it started and that have ended."""
    return sum(os.times()[:4])


class _Witness:
    """Has the tests run that are asked for, tells which runs, and which fails: a plugin."""

    def __init__(self, told: Connection, tests: frozenset[str]) -> None:
        self._told, self._tests = told, tests

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        if self._tests:
            items[:] = [one for one in items if one.nodeid in self._tests]

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._told.send((RUNS, nodeid, _seconds()))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._told.send((FAILED, report.nodeid, _seconds()))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._told.send((FAILED, report.nodeid, _seconds()))
