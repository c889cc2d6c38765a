"""The map of reach says which tests run a spot, and these are tried first."""

import ast
import builtins
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutants.changes import changes_of
from tests.mutants.plan import plan
from tests.mutants.reach import Digests, Place, Reach, keep_record, outdated
from tests.mutants.recorder import spots_in
from tests.mutants.spots import OPEN, spot_at, spots_of, with_probes

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 120  # seconds
SOURCE = '''"""A module."""
from __future__ import annotations
LIMIT = 1 + 2

def sign(number, zero=3):
    """Say the sign."""
    if number > 4:
        return 5
    elif number < 6:
        return 7
    match zero:
        case 8 if number == 9:
            return 10
        case _:
            result = 11
    for one in range(12):
        result += 13
    return result + 14

class Kept:
    many = 15

    def get(self):
        def inner():
            return 16
        return inner() + 17
'''


def spot_of(number: int) -> tuple[str, int] | None:
    """The spot in which a number of the source stands."""
    (one,) = [
        one
        for one in changes_of("x.py", SOURCE)
        if one.before == str(number) and one.after == str(number + 1)
    ]
    spot = spot_at(SOURCE, one.start)
    return (spot.function, spot.number) if spot else None


def test_what_runs_together_is_one_spot() -> None:
    assert [spot_of(number) for number in (2, 3, 15)] == [None, None, None]
    apart = [spot_of(number) for number in (4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 16, 17)]
    assert None not in apart
    assert len(set(apart)) == len(apart)
    assert spot_of(8) == spot_of(9)


@pytest.mark.parametrize(
    ("number", "zero", "ran"),
    [(5, 0, [4, 5]), (4, 0, [4, 6, 7])],
)
def test_a_module_notes_what_runs(
    number: int, zero: int, ran: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    hits = bytearray(len(spots_of(SOURCE)))
    monkeypatch.setattr(builtins, OPEN, lambda path, count: hits, raising=False)
    tree = ast.parse(SOURCE)
    with_probes(tree, "x.py")
    names: dict[str, object] = {}
    exec(compile(tree, "x.py", "exec"), names)
    assert not any(hits)
    assert names["sign"](number, zero)  # type: ignore[operator]
    every = [(spot.function, spot.number) for spot in spots_of(SOURCE)]
    assert [every[at] for at in spots_in(int(hits[::-1].hex()[1::2], 2))] == list(
        dict.fromkeys(map(spot_of, ran))
    )


def test_it_is_recorded_what_tests_run(tmp_path: Path) -> None:
    (tmp_path / "feedsvc").mkdir()
    (tmp_path / "feedsvc" / "__init__.py").touch()
    (tmp_path / "feedsvc" / "thing.py").write_text(
        "import functools\n"
        "@functools.lru_cache\n"
        "def kept(word):\n    return word\n"
        "def shared():\n    return 1\n"
        "def at_import():\n    return 2\n"
        "def rest():\n    return 3\n"
        "at_import()\n"
    )
    (tmp_path / "test_thing.py").write_text(
        "import subprocess, sys, threading, pytest\n"
        "from feedsvc import thing\n"
        "@pytest.fixture(scope='module')\n"
        "def wide(): return thing.shared()\n"
        "def test_one(wide): thing.kept('a')\n"
        "def test_two(wide): thing.kept('a')\n"
        "def test_three():\n"
        "    other = threading.Thread(target=thing.rest)\n"
        "    other.start(); other.join()\n"
        "def test_four(): subprocess.run([sys.executable, '-c', ''], check=True)\n"
    )
    script = (
        "import sys, pytest; from pathlib import Path; here = Path.cwd();"
        "from tests.mutants.recorder import Recorder; sys.path.insert(0, str(here));"
        "recorder = Recorder(here, here / 'compiled', here / 'record.json');"
        "options = ['-q', '-p', 'no:cacheprovider', 'test_thing.py'];"
        "sys.exit(pytest.main(options, plugins=[recorder]))"
    )
    command = [sys.executable, "-c", script]
    subprocess.run(command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, check=True, timeout=LIMIT)
    record = json.loads((tmp_path / "record.json").read_text())
    spots = {
        name.rpartition("_")[2]: spots_in(int(one["hits"].get("feedsvc/thing.py", "0"), 16))
        for name, one in record["tests"].items()
    }
    assert spots == {"one": [0, 1], "two": [0, 1], "three": [3], "four": []}
    assert record["at_import"] == {"feedsvc/thing.py": "4"}
    starts = [name for name, one in record["tests"].items() if one["starts"]]
    assert starts == ["test_thing.py::test_four"]


class Project:
    """A project of one module with its map."""

    path = "feedsvc/model/thing.py"
    own, other, whole = (
        "tests/model/test_thing.py",
        "tests/web/test_all.py",
        "tests/docs/test_tables.py",
    )

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write(self.path, "MANY = 1\ndef f(x):\n    if x:\n        return 2\n    return 3\n")
        for file in (self.own, self.other, self.whole):
            self.write(file, "...")

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def record(self, file: str, **tests: tuple[float, str]) -> None:
        """Keep for tests how long they take and which spots they run, as digits of two."""
        told = {
            f"{file}::{name}": {
                "seconds": seconds,
                "starts": name.startswith("starts"),
                "hits": {self.path: f"{int(spots, 2):x}"} if "1" in spots else {},
            }
            for name, (seconds, spots) in tests.items()
        }
        keep_record(self.root, self.root, file, {"tests": told, "at_import": {}})

    def order(self, number: int) -> list[list[str]]:
        """The tests that try a change of a number: the own ones, and the others."""
        source = (self.root / self.path).read_text()
        change = next(one for one in changes_of(self.path, source) if one.before == str(number))
        return [
            [name for batch in batches for name in sorted(batch.tests) or batch.files]
            for batches in plan(self.root, Reach(self.root), change)
        ]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_tests_that_run_the_spot_are_tried_quickest_first(project: Project) -> None:
    project.record(project.own, slow=(9.0, "011"), quick=(2.0, "011"), apart=(1.0, "101"))
    project.record(project.other, long=(20.0, "010"), short=(1.0, "010"), none=(1.0, "000"))
    project.record(project.whole, starts=(0.1, "000"), none=(0.1, "000"))
    own, other, whole = project.own, project.other, project.whole
    assert project.order(2) == [
        [f"{own}::quick", f"{own}::slow"],
        [f"{other}::short", f"{other}::long", f"{whole}::starts"],
    ]


def test_what_runs_at_import_is_tried_by_all_that_is_related(project: Project) -> None:
    project.record(project.own, quick=(2.0, "011"))
    project.record(project.other, short=(1.0, "010"), none=(1.0, "000"))
    project.record(project.whole, none=(0.1, "000"))
    assert project.order(1) == [
        [project.own],
        [f"{project.other}::short", f"{project.whole}::none"],
    ]


def test_files_that_the_map_does_not_know_are_tried_whole(project: Project) -> None:
    assert project.order(2) == [[project.own], [project.whole]]
    project.record(project.own, quick=(2.0, "011"))
    assert project.order(2) == [[f"{project.own}::quick"], [project.whole]]


def test_the_map_is_old_where_what_it_says_may_have_changed(project: Project) -> None:
    for file in (project.own, project.other, project.whole):
        project.record(file, one=(1.0, "111" if file == project.own else "000"))
    assert outdated(project.root) == []
    project.write(project.other, "changed")
    assert outdated(project.root) == [project.other]
    project.write(project.other, "...")
    source = (project.root / project.path).read_text()
    project.write(project.path, f"A = 0\n{source}")
    assert outdated(project.root) == []
    assert project.order(2)[0] == [f"{project.own}::one"]
    project.write(project.path, f"{source}\ndef g():\n    return 4\n")
    assert outdated(project.root, {Place(project.path, "f")}) == []
    assert outdated(project.root, {Place(project.path, "g")}) == [project.own]
    project.write(project.path, source.replace("3", "2"))
    assert project.own in outdated(project.root)
    assert outdated(project.root, {Place(project.path, "f")}) == [project.own]
    assert outdated(project.root, {Place("feedsvc/model/other.py", "f")}) == []
    assert project.order(2)[0] == [project.own]
    project.write("tests/conftest.py", "changed")
    assert len(outdated(project.root)) == 3
    assert Digests(project.root).of("missing") == ""
