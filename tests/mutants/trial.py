"""Tries a change in a copy of the project, with the tests that are to notice it."""

import importlib.util
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from tests.mutants.changes import Change
from tests.mutants.copies import copy_project
from tests.mutants.plan import Batch, plan
from tests.mutants.reach import Reach
from tests.mutants.session import ENDED, FAILED, Asked, Starter

PATIENCE = 40  # so many times its processor time may a test take on a busy machine
PASSED, NOTHING_FOUND = "0", "5"  # pytest's status


class Outcome(NamedTuple):
    """What became of a change.

    Attributes:
        change: the change.
        noticed: the first test that failed, or how the tests ended; empty: none did.
        whole: whether all tests that may notice it ran to their end.
    """

    change: Change
    noticed: str
    whole: bool = True


class Limits(NamedTuple):
    """Of the time that tests may take.

    Attributes:
        one: in seconds; a test that takes longer never ends.
        all: in seconds of processor time, for a module's own tests, and again for the others;
            those that are left after it are not run.
    """

    one: float
    all: float


class Ran(NamedTuple):
    """How tests got on.

    Attributes:
        noticed: as in `Outcome`.
        seconds: of processor time.
        whole: whether all were run to their end.
    """

    noticed: str
    seconds: float
    whole: bool = True


class Controls:
    """Whether tests that failed with a change pass without any.

    One that fails without a change as well has noticed nothing.
    """

    def __init__(self) -> None:
        self._passes: dict[str, bool] = {}
        self._lock = threading.Lock()

    def passes(self, test: str, run: Callable[[], bool]) -> bool:
        """Whether a test passes without a change; `run` tries it where that is not known."""
        with self._lock:
            known = self._passes.get(test)
        if known is None:
            known = run()
            with self._lock:
                self._passes[test] = known
        return known


class Bench:
    """A copy of the project in which one change after another is tried.

    Args:
        root: of the project.
        place: an empty folder for the copy.
        start: starts tests (session.make_starter).
        limits: of time.
        reach: which tests run which code.
        controls: shared by all benches.
    """

    def __init__(
        self,
        root: Path,
        place: Path,
        start: Starter,
        limits: Limits,
        reach: Reach,
        controls: Controls,
    ) -> None:
        self._root, self._copy, self._temporary = root, place / "copy", place / "t"
        self._start, self._limits, self._controls = start, limits, controls
        self._reach = reach
        self._temporary.mkdir(parents=True)
        copy_project(root, self._copy)

    def try_out(self, change: Change) -> Outcome:
        """Make a change, run the tests until one fails, and undo it."""
        source = (self._root / change.path).read_text(encoding="utf-8")
        whole = True
        for batches in plan(self._root, self._reach, change):
            left = self._limits.all
            for batch in batches:
                ran = self._try(batch, change, source, left)
                if ran.noticed:
                    return Outcome(change, ran.noticed)
                left -= ran.seconds
                whole = whole and ran.whole
                if not ran.whole:
                    break
        return Outcome(change, "", whole)

    def _try(self, batch: Batch, change: Change, source: str, seconds: float) -> Ran:
        """Run tests with a change; those that fail without it as well have noticed nothing."""
        mistaken: list[str] = []
        while True:
            self._write(change.path, change.apply(source))
            ran = self._run(batch, seconds, mistaken)
            self._write(change.path, source)
            noticed = ran.noticed
            if not noticed or self._controls.passes(noticed, lambda one=noticed: self._passes(one)):
                return ran
            if noticed in mistaken:
                raise RuntimeError(f"{noticed} fails without any change")
            mistaken.append(noticed)

    def _passes(self, test: str) -> bool:
        return not self._run(Batch([test]), self._limits.all).noticed

    def _write(self, path: str, source: str) -> None:
        file = self._copy / path
        file.write_text(source, encoding="utf-8")
        # Python takes a compiled file for a source of the same second and the same size.
        Path(importlib.util.cache_from_source(str(file))).unlink(missing_ok=True)

    def _run(self, batch: Batch, seconds: float, without: Iterable[str] = ()) -> Ran:
        """Run tests until one fails or never ends, or the time is over."""
        arguments = [*batch.files, *(f"--deselect={one}" for one in without)]
        started = self._start(self._copy, self._temporary, Asked(arguments, batch.tests))
        test, taken, patience = batch.files[0], 0.0, self._limits.one
        try:
            while taken < seconds:
                if not started.told.poll(patience):
                    return Ran(test, taken)
                what, whom, taken = started.told.recv()
                if batch.longest is not None:  # the first message came after all imports
                    patience = min(patience, PATIENCE * (1 + batch.longest))
                if what == FAILED:
                    return Ran(whom, taken)
                if what == ENDED:
                    if whom not in (PASSED, NOTHING_FOUND):
                        raise RuntimeError(f"pytest ended with {whom}: {arguments}")
                    return Ran("", taken)
                test = whom
            return Ran("", taken, whole=False)
        except EOFError:  # the process died
            return Ran(test, taken)
        finally:
            started.end()
