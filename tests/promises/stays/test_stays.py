"""Nothing that a released version had, and that docs/compatibility.md promises, is missing."""

import json
from pathlib import Path

import pytest

import feedsvc
from tests.promises.stays.interface import Interface, interface_of, missing

KEPT = sorted(Path(__file__).parent.glob("*.json"))


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> Interface:
    return interface_of(tmp_path_factory.mktemp("stays"))


@pytest.mark.parametrize("file", KEPT, ids=[file.stem for file in KEPT])
def test_what_was_promised_is_there(file: Path, now: Interface) -> None:
    assert missing(json.loads(file.read_text(encoding="utf-8")), now) == []


def test_what_is_new_is_kept_from_now_on(now: Interface) -> None:
    """Else the next version could take it away unseen: run python -m tests.promises.stays."""
    file = Path(__file__).with_name(f"{feedsvc.__version__}.json")
    assert missing(now, json.loads(file.read_text(encoding="utf-8"))) == []


def test_what_is_missing_is_found() -> None:
    kept = {"a": ["x", "y"], "b": {"c": "str", "d": [{"e": "int"}]}}
    assert missing(kept, kept) == []
    assert missing(kept, {"a": ["y", "z"], "b": {"c": "int", "d": [{"f": "int"}]}, "g": 1}) == [
        "/a: x",
        "/b/c: str is int",
        "/b/d[]/e",
    ]
