"""`make mutants` changes one token at a time, and finds the tests that are to notice."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutants.changes import changes_below, changes_of
from tests.mutants.known import key_of, means_nothing
from tests.mutants.related import mirrored, related

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 300  # seconds


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("a == b", ["== -> !="]),
        ("a < b <= c", ["< -> <=", "< -> >=", "<= -> <", "<= -> >"]),
        ("a is not b", ["is not -> is"]),
        ("a and (b or c)", ["and -> or", "or -> and"]),
        ("not a", ["not -> "]),
        ("a + (b - 1)", ["+ -> -", "- -> +", "1 -> 0", "1 -> 2"]),
        ("a |= b", ["|= -> &="]),
        ("x = True", ["True -> False"]),
        ("min(é, rows.desc())", ["min -> max", "desc -> asc"]),
        ("x = a if b else c", ["b -> False", "b -> True"]),
        ("while a:\n    break", ["a -> False", "break -> continue"]),
        ("[a for a in b if c]", ["c -> True"]),
        ("if a := b:\n    pass", ["a := b -> False"]),
        ("def f(a: int | None) -> bool | None: ...", []),
        ('x = "a == b"  # c == d', []),
        ('f"{a == b}"', []),
    ],
)
def test_what_can_be_changed(source: str, told: list[str]) -> None:
    assert [one.told for one in changes_of("x.py", source)] == told


def test_a_change_is_of_one_place_and_leaves_python() -> None:
    every = changes_below(ROOT, ["feedsvc/model"])
    assert len(every) > 200
    assert len(set(every)) == len(every)
    for one in every:
        source = (ROOT / one.path).read_text(encoding="utf-8")
        assert source[one.start : one.end].split() == one.before.split()
        assert source.splitlines()[one.line - 1].strip() == one.text
        ast.parse(one.apply(source))


def test_the_tests_of_a_module_are_found() -> None:
    assert mirrored(ROOT, "feedsvc/feeds/kinds/digest.py") == [
        "tests/feeds/kinds/test_digest_periods.py",
        "tests/feeds/kinds/test_digest_periods_changes.py",
        "tests/feeds/kinds/digest/test_answers.py",
        "tests/feeds/kinds/digest/test_life.py",
    ]
    assert mirrored(ROOT, "feedsvc/feeds/build.py") == ["tests/promises/test_promises.py"]
    found = related(ROOT, "feedsvc/store/archives.py")
    assert "tests/store/test_archives.py" not in found
    assert {"tests/store/test_feeds.py", "tests/promises/test_archives_life.py"} <= set(found)


def test_what_means_nothing_is_still_in_the_code_and_has_a_reason() -> None:
    every = changes_below(ROOT, ["feedsvc"])
    known = set(map(key_of, every))
    reasons = means_nothing()
    assert sorted(reasons.keys() - known) == []
    assert all(len(why.split()) > 2 for why in reasons.values())


def test_a_change_that_matters_is_noticed() -> None:
    command = [sys.executable, "-m", "tests.mutants", "--sample", "1", "--jobs", "1", "--json"]
    command += ["--only", "model/period.py", "--old-map"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=LIMIT
    )
    found = json.loads(done.stdout)
    assert (found["noticed"], found["unnoticed"], found["percent"]) == (1, 0, 100.0)
    (change,) = found["changes"]
    assert change["path"] == "feedsvc/model/period.py"
    assert change["noticed_by"].startswith("tests/model/test_period.py::")
