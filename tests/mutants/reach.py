"""Makes the map of reach: which tests run which spots of the code, and how long they take.

A test file is run again where it, what it shares with others, or a module that it runs has changed
since; before a sample is tried, where one of the modules in the sample has. `.mutants/reach` has a
file for each.
"""

import hashlib
import json
import sys
import tempfile
from collections.abc import Container, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import click

from tests.mutants.copies import copy_project
from tests.mutants.related import LEFT_OUT
from tests.mutants.session import ENDED, Asked, Recording, Starter, make_starter

ROOT = Path(__file__).resolve().parent.parent.parent
PLACE = ".mutants/reach"
# These look at other things than what subscribers and editors are given.
APART = ("tests/mutants/", "tests/soak/", "tests/test_bench.py", "tests/test_deployment.py")
APART += ("tests/test_architecture.py", "tests/test_mutants.py", "tests/test_mutants_reach.py")
APART += ("tests/test_preparing.py", "tests/test_structure.py", "tests/test_supply.py")
APART += ("tests/test_wheel.py",)
# Whole newsrooms, and other processes.
LONG = ("tests/cli/", "tests/editor/", "tests/hostile/", "tests/promises/", "tests/sites/")
LONG += ("tests/web/",)
ONE_TEST = 300  # seconds; one that takes longer is never run again


class Reaching(NamedTuple):
    """A test of the map.

    Attributes:
        name: by which pytest knows it.
        file: that it stands in.
        seconds: of processor time.
        starts: whether it starts other processes, of which it is not known what they run.
        hits: the spots that it runs, by the module: the bit of each is set.
    """

    name: str
    file: str
    seconds: float
    starts: bool
    hits: dict[str, int]


class Reach:
    """The map as it was made last, as far as it is still true.

    Args:
        root: of the project.
    """

    def __init__(self, root: Path) -> None:
        self._digests = Digests(root)
        self._tests: dict[str, list[Reaching]] = {}
        self._modules: dict[str, dict[str, str]] = {}
        self._at_import: dict[str, int] = {}
        for file in test_files(root):
            record = read_record(root, file)
            if record and record["digest"] == self._digests.of_test_file(file):
                self._add(file, record)

    def _add(self, file: str, record: dict[str, Any]) -> None:
        self._modules[file] = record["modules"]
        self._tests[file] = [
            Reaching(name, file, one["seconds"], one["starts"], _masks(one["hits"]))
            for name, one in record["tests"].items()
        ]
        for path, mask in _masks(record["at_import"]).items():
            if record["modules"].get(path) == self._digests.of(path):
                self._at_import[path] = self._at_import.get(path, 0) | mask

    def knows(self, file: str, path: str) -> bool:
        """Whether it is known which tests of a file run which spots of a module."""
        told = self._modules.get(file, {}).get(path)
        return file in self._modules and told in (None, self._digests.of(path))

    def at_import(self, path: str, spot: int) -> bool:
        """Whether a spot of a module runs when modules are imported."""
        return bool(self._at_import.get(path, 0) >> spot & 1)

    def tests(self, path: str) -> Iterator[Reaching]:
        """The tests of all files of which `knows` is true."""
        for file in self._tests:
            if self.knows(file, path):
                yield from self._tests[file]


class Digests:
    """Of files as they are now.

    Args:
        root: of the project.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[str, str] = {}

    def of(self, path: str) -> str:
        """Of one file; empty, where it is not there."""
        if path not in self._known:
            file = self._root / path
            data = file.read_bytes() if file.exists() else b""
            self._known[path] = hashlib.sha256(data).hexdigest()[:20] if data else ""
        return self._known[path]

    def of_test_file(self, path: str) -> str:
        """Of a test file and of what the folders around it share."""
        shared = [
            one.relative_to(self._root).as_posix()
            for folder in (self._root / path).parents
            if folder.is_relative_to(self._root / "tests")
            for one in sorted(folder.glob("*.py"))
            if not one.name.startswith("test_")
        ]
        told = "\n".join(self.of(one) for one in (path, *shared))
        return hashlib.sha256(told.encode()).hexdigest()[:20]


def test_files(root: Path) -> list[str]:
    """The test files that the map is made of; those that take long come last."""
    tests = root / "tests"
    every = [one.relative_to(root).as_posix() for one in sorted(tests.rglob("test_*.py"))]
    every.sort(key=lambda one: one.startswith(LONG))
    return [one for one in every if not one.startswith((*LEFT_OUT, *APART))]


def read_record(root: Path, file: str) -> dict[str, Any]:
    """What is recorded of a test file; empty, where nothing is."""
    try:
        found = json.loads(_place(root, file).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def outdated(root: Path, paths: Container[str] | None = None) -> list[str]:
    """The test files of which the record is missing, or old.

    Args:
        root: of the project.
        paths: of the modules for which it is asked; None for all.
    """
    digests = Digests(root)

    def is_new(file: str) -> bool:
        record = read_record(root, file)
        if not record or record["digest"] != digests.of_test_file(file):
            return False
        asked = record["modules"].items()
        return all(digests.of(at) == told for at, told in asked if paths is None or at in paths)

    return [file for file in test_files(root) if not is_new(file)]


def make_map(root: Path, jobs: int, paths: Container[str] | None = None) -> None:
    """Bring the map up to date, and tell how far it is.

    Args:
        root: of the project.
        jobs: how many test files are run at once.
        paths: of the modules for which it is asked; None for all.
    """
    files = outdated(root, paths)
    if not files:
        return
    click.echo(f"Which code do the tests of {len(files)} files run?", err=True)
    start = make_starter()
    with (
        tempfile.TemporaryDirectory(prefix="reach-", ignore_cleanup_errors=True) as place,
        ThreadPoolExecutor(jobs) as pool,
    ):
        copy_project(root, Path(place) / "copy")
        record = partial(_record, root, Path(place), start)
        for number, file in enumerate(pool.map(record, files), start=1):
            click.echo(f"{number}/{len(files)} {file}", err=True)


def _record(root: Path, place: Path, start: Starter, file: str) -> str:
    """Run a test file of a copy, and keep what it runs."""
    made = place / (file.replace("/", ".") + ".json")
    temporary = place / file.replace("/", ".")
    temporary.mkdir()
    copy = place / "copy"
    started = start(copy, temporary, Asked([file], recording=Recording(place / "compiled", made)))
    try:
        while started.told.poll(ONE_TEST) and started.told.recv()[0] != ENDED:
            pass
    except EOFError:
        pass
    finally:
        started.end()
    if made.exists():
        keep_record(root, copy, file, json.loads(made.read_text(encoding="utf-8")))
    return file


def keep_record(root: Path, copy: Path, file: str, record: dict[str, Any]) -> None:
    """Keep what a test file runs.

    Args:
        root: of the project.
        copy: of the project, with which it was recorded.
        file: the test file.
        record: as recorder.Recorder writes it.
    """
    digests = Digests(copy)
    paths = {path for one in record["tests"].values() for path in one["hits"]}
    record["digest"] = digests.of_test_file(file)
    record["modules"] = {path: digests.of(path) for path in {*paths, *record["at_import"]}}
    kept = _place(root, file)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(record), encoding="utf-8")


def _place(root: Path, file: str) -> Path:
    return root / PLACE / (file.replace("/", ".") + ".json")


def _masks(hits: dict[str, str]) -> dict[str, int]:
    return {path: int(digits, 16) for path, digits in hits.items()}


@click.command(help=__doc__)
@click.option("--jobs", default=2, help="How many test files at once.")
def main(jobs: int) -> None:
    make_map(ROOT, jobs)
    if left := outdated(ROOT):
        click.echo("Not known: " + " ".join(left), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main(prog_name="python -m tests.mutants.reach")
