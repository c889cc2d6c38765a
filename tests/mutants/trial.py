"""Tries a change in a copy of the project, with the tests that are to notice it."""

import importlib.util
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.mutants.changes import Change
from tests.mutants.related import mirrored, related
from tests.mutants.session import ENDED, FAILED, Started

COPIED = ("feedsvc", "tests", "docs", "articles", "bench", "pyproject.toml", "README.md", "wsgi.py")
COPIED += ("Makefile", "CHANGELOG.md", "SECURITY.md", "LICENSE", "supply")
COPIED += tuple(f"requirements{part}.lock" for part in ("", "-test", "-build", "-supply"))
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
        all: in seconds of processor time; tests that are left after it are not run.
    """

    one: float
    all: float


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
        controls: shared by all benches.
    """

    def __init__(
        self,
        root: Path,
        place: Path,
        start: Callable[[Path, Path, list[str]], Started],
        limits: Limits,
        controls: Controls,
    ) -> None:
        self._root, self._copy, self._temporary = root, place / "copy", place / "t"
        self._start, self._limits, self._controls = start, limits, controls
        self._temporary.mkdir(parents=True)
        ignored = shutil.ignore_patterns("__pycache__", ".*", "RESULTS.md")
        for name in COPIED:
            if (root / name).is_dir():
                shutil.copytree(root / name, self._copy / name, ignore=ignored)
            else:
                shutil.copy(root / name, self._copy / name)

    def try_out(self, change: Change) -> Outcome:
        """Make a change, run the tests until one fails, and undo it."""
        source = (self._root / change.path).read_text(encoding="utf-8")
        whole = True
        for tests in (mirrored(self._root, change.path), related(self._root, change.path)):
            mistaken: list[str] = []
            while tests:
                self._write(change.path, change.apply(source))
                noticed, whole = self._run([*tests, *(f"--deselect={one}" for one in mistaken)])
                self._write(change.path, source)
                if not noticed:
                    break
                if self._controls.passes(noticed, lambda one=noticed: not self._run([one])[0]):
                    return Outcome(change, noticed)
                if noticed in mistaken:
                    raise RuntimeError(f"{noticed} fails without any change")
                mistaken.append(noticed)
        return Outcome(change, "", whole)

    def _write(self, path: str, source: str) -> None:
        file = self._copy / path
        file.write_text(source, encoding="utf-8")
        # Python takes a compiled file for a source of the same second and the same size.
        Path(importlib.util.cache_from_source(str(file))).unlink(missing_ok=True)

    def _run(self, arguments: list[str]) -> tuple[str, bool]:
        """The first test that fails or never ends, if any; and whether all tests were run."""
        started = self._start(self._copy, self._temporary, arguments)
        test, taken = arguments[0], 0.0
        try:
            while taken < self._limits.all:
                if not started.told.poll(self._limits.one):
                    return test, True
                what, whom, taken = started.told.recv()
                if what == FAILED:
                    return whom, True
                if what == ENDED:
                    if whom not in (PASSED, NOTHING_FOUND):
                        raise RuntimeError(f"pytest ended with {whom}: {arguments}")
                    return "", True
                test = whom
            return "", False
        except EOFError:  # the process died
            return test, True
        finally:
            started.end()
