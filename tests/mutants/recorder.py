"""Records which spots of feedsvc each test runs, and how long it takes: a plugin of pytest.

What runs in child processes is not seen; it is noted that a test starts some.
"""

import ast
import builtins
import functools
import inspect
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from tests.mutants.spots import OPEN, with_probes

_DIGITS = bytes.maketrans(b"\0\1", b"01")
_STARTS = ("os.fork", "os.forkpty", "os.posix_spawn", "os.exec", "subprocess.Popen")
Hits = dict[str, int]  # by the module's path; the bit of each spot that ran is set


class Recorder:
    """Has the modules of a project note what runs. It is made before they are imported.

    Args:
        project: the folder of the project.
        compiled: a folder for the modules as they are compiled for this.
        file: where the record is written, as JSON, at the end.
    """

    def __init__(self, project: Path, compiled: Path, file: Path) -> None:
        self._file = file
        self._arrays: dict[str, bytearray] = {}
        self._wide: dict[Any, tuple[Hits, bool]] = {}  # of fixtures that several tests share
        self._at_import: Hits | None = None
        self._tests: dict[str, dict[str, Any]] = {}
        self._starts = False
        sys.pycache_prefix = str(compiled)
        setattr(builtins, OPEN, self._open)
        self._take_over_imports(str(project / "feedsvc") + os.sep, project)
        self._watch_starts()

    def _open(self, path: str, count: int) -> bytearray:
        return self._arrays.setdefault(path, bytearray(count))

    def _take_over_imports(self, below: str, project: Path) -> None:
        compile_other = SourceFileLoader.source_to_code

        def compile_probed(
            self: SourceFileLoader, data: Any, path: Any, *, _optimize: int = -1
        ) -> Any:
            if not str(path).startswith(below):
                return compile_other(self, data, path, _optimize=_optimize)
            tree = ast.parse(data)
            with_probes(tree, Path(path).relative_to(project).as_posix())
            return compile(tree, path, "exec", dont_inherit=True, optimize=_optimize)

        SourceFileLoader.source_to_code = compile_probed  # type: ignore[method-assign, assignment]

    def _watch_starts(self) -> None:
        start = BaseProcess.start

        def start_noted(process: BaseProcess) -> None:
            self._starts = True
            start(process)

        def note(event: str, _: Any) -> None:
            if event in _STARTS:
                self._starts = True

        BaseProcess.start = start_noted  # type: ignore[method-assign]
        sys.addaudithook(note)

    def _take(self) -> tuple[Hits, bool]:
        """What ran since the last time, and whether processes were started."""
        found = {}
        for path, array in self._arrays.items():
            if array.find(1) >= 0:
                found[path] = int(array[::-1].translate(_DIGITS), 2)
                array[:] = bytes(len(array))
        starts, self._starts = self._starts, False
        return found, starts

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        if fixturedef.scope == "function":
            return (yield)
        before = self._take()
        try:
            return (yield)
        finally:
            of_fixture = self._take()
            self._wide[fixturedef] = _joined([of_fixture, self._wide.get(fixturedef, ({}, False))])
            self._give_back(_joined([before, of_fixture]))

    def _give_back(self, taken: tuple[Hits, bool]) -> None:
        for path, hits in taken[0].items():
            for spot in spots_in(hits):
                self._arrays[path][spot] = 1
        self._starts |= taken[1]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: Any) -> Iterator[None]:
        if self._at_import is None:
            self._at_import = self._take()[0]
        _forget_answers()
        started = sum(os.times()[:4])
        result = yield
        taken = [self._take()]
        for definitions in item._fixtureinfo.name2fixturedefs.values():
            taken += [self._wide[one] for one in definitions if one in self._wide]
        hits, starts = _joined(taken)
        self._tests[item.nodeid] = {
            "seconds": round(sum(os.times()[:4]) - started, 3),
            "starts": starts,
            "hits": {path: f"{mask:x}" for path, mask in hits.items()},
        }
        return result

    def pytest_sessionfinish(self) -> None:
        at_import = {path: f"{mask:x}" for path, mask in (self._at_import or {}).items()}
        record = {"at_import": at_import, "tests": self._tests}
        self._file.write_text(json.dumps(record), encoding="utf-8")


def spots_in(hits: int) -> list[int]:
    """The numbers of the spots that ran."""
    return [number for number, digit in enumerate(reversed(f"{hits:b}")) if digit == "1"]


def _joined(taken: list[tuple[Hits, bool]]) -> tuple[Hits, bool]:
    found: Hits = defaultdict(int)
    for hits, _ in taken:
        for path, mask in hits.items():
            found[path] |= mask
    return dict(found), any(starts for _, starts in taken)


def _forget_answers() -> None:
    """Functions that remember their answers are to run again in each test."""
    for name, module in list(sys.modules.items()):
        if name.startswith("feedsvc"):
            for value in list(vars(module).values()):
                if isinstance(value, functools._lru_cache_wrapper) and _has_parameters(value):
                    value.cache_clear()


@functools.cache
def _has_parameters(function: Any) -> bool:
    return bool(inspect.signature(function.__wrapped__).parameters)
