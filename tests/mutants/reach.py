"""Makes the map of reach: which tests run which spots of the code, and how long they take.

A test file is run again where it, what it shares with others, or a function of a module that it
runs has changed since; before a sample is tried, where one of the functions in the sample has.
`.mutants/reach` has a file for each.
"""

import hashlib
import json
import sys
import tempfile
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import click

from tests.mutants.copies import copy_project
from tests.mutants.recorder import spots_in
from tests.mutants.related import LEFT_OUT
from tests.mutants.session import ENDED, Asked, Recording, Starter, make_starter
from tests.mutants.spots import Function, functions_of

Known = dict[str, dict[str, str]]  # digests of functions, by module and name
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


class Place(NamedTuple):
    """A function of a module."""

    path: str
    function: str


class Reaching(NamedTuple):
    """A test of the map.

    Attributes:
        name: by which pytest knows it.
        file: that it stands in.
        seconds: of processor time.
        starts: whether it starts other processes, of which it is not known what they run.
        hits: the spots that it runs, by module and function: the bit of each is set.
    """

    name: str
    file: str
    seconds: float
    starts: bool
    hits: dict[str, dict[str, int]]


class Reach:
    """The map as it was made last, as far as it is still true.

    Args:
        root: of the project.
    """

    def __init__(self, root: Path) -> None:
        self._digests = Digests(root)
        self._tests: dict[str, list[Reaching]] = {}
        self._functions: dict[str, Known] = {}
        self._at_import: set[tuple[Place, int]] = set()
        for file in test_files(root):
            record = read_record(root, file)
            if record and record["digest"] == self._digests.of_test_file(file):
                self._add(file, record)

    def _add(self, file: str, record: dict[str, Any]) -> None:
        self._functions[file] = record["functions"]
        self._tests[file] = [
            Reaching(name, file, one["seconds"], one["starts"], _masks(one["hits"]))
            for name, one in record["tests"].items()
        ]
        for path, functions in _masks(record["at_import"]).items():
            for function, mask in functions.items():
                place = Place(path, function)
                if self.knows(file, place):
                    self._at_import |= {(place, spot) for spot in spots_in(mask)}

    def knows(self, file: str, place: Place) -> bool:
        """Whether it is known which tests of a file run which spots of a function."""
        return file in self._functions and self._digests.are_of(self._functions[file], place)

    def at_import(self, place: Place, spot: int) -> bool:
        """Whether a spot of a function runs when modules are imported."""
        return (place, spot) in self._at_import

    def tests(self) -> Iterator[Reaching]:
        """All tests; what is told of a function in them is only true where `knows` is."""
        return chain.from_iterable(self._tests.values())


class Digests:
    """Of files as they are now.

    Args:
        root: of the project.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[str, str] = {}
        self._functions: Known = {}

    def of(self, path: str) -> str:
        """Of one file; empty, where it is not there."""
        if path not in self._known:
            file = self._root / path
            data = file.read_bytes() if file.exists() else b""
            self._known[path] = hashlib.sha256(data).hexdigest()[:20] if data else ""
        return self._known[path]

    def of_functions(self, path: str) -> dict[str, str]:
        """Of each function of a module."""
        if path not in self._functions:
            file = self._root / path
            source = file.read_text(encoding="utf-8") if file.exists() else ""
            found = functions_of(source)
            self._functions[path] = {name: one.digest for name, one in found.items()}
        return self._functions[path]

    def are_of(self, known: Known, place: Place) -> bool:
        """Whether a function is still what a record knows. Modules that never ran are left out."""
        if place.path not in known:
            return True
        now = self.of_functions(place.path).get(place.function)
        return now is not None and known[place.path].get(place.function) == now

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
    return found if isinstance(found, dict) and "functions" in found else {}


def outdated(root: Path, asked: Collection[Place] | None = None) -> list[str]:
    """The test files of which the record is missing, or old.

    Args:
        root: of the project.
        asked: the functions for which it is asked; None for all.
    """
    digests = Digests(root)

    def is_new(file: str) -> bool:
        record = read_record(root, file)
        if not record or record["digest"] != digests.of_test_file(file):
            return False
        known = record["functions"]
        places = asked
        if places is None:
            places = {Place(path, one) for path in known for one in digests.of_functions(path)}
        return all(digests.are_of(known, one) for one in places)

    return [file for file in test_files(root) if not is_new(file)]


def make_map(root: Path, jobs: int, asked: Collection[Place] | None = None) -> None:
    """Bring the map up to date, and tell how far it is.

    Args:
        root: of the project.
        jobs: how many test files are run at once.
        asked: the functions for which it is asked; None for all.
    """
    files = outdated(root, asked)
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
    spots: dict[str, dict[str, Function]] = {}

    def by_function(hits: dict[str, str]) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for path, digits in hits.items():
            if path not in spots:
                spots[path] = functions_of((copy / path).read_text(encoding="utf-8"))
            mask = int(digits, 16)
            found[path] = {
                name: f"{part:x}"
                for name, one in spots[path].items()
                if (part := mask >> one.spots.start & (1 << len(one.spots)) - 1)
            }
        return found

    record["at_import"] = by_function(record["at_import"])
    for one in record["tests"].values():
        one["hits"] = by_function(one["hits"])
    record["digest"] = digests.of_test_file(file)
    record["functions"] = {
        path: {name: one.digest for name, one in of_path.items()} for path, of_path in spots.items()
    }
    kept = _place(root, file)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(record), encoding="utf-8")


def _place(root: Path, file: str) -> Path:
    return root / PLACE / (file.replace("/", ".") + ".json")


def _masks(hits: dict[str, dict[str, str]]) -> dict[str, dict[str, int]]:
    return {
        path: {function: int(digits, 16) for function, digits in functions.items()}
        for path, functions in hits.items()
    }


@click.command(help=__doc__)
@click.option("--jobs", default=2, help="How many test files at once.")
def main(jobs: int) -> None:
    make_map(ROOT, jobs)
    if left := outdated(ROOT):
        click.echo("Not known: " + " ".join(left), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main(prog_name="python -m tests.mutants.reach")
