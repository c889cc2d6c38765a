"""docs/architecture.md is true, and rooms import from rooms."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PACKAGE = ROOT / "feedsvc"
SINGLE = {"__init__.py", "__main__.py", "errors.py", "newsroom.py"}  # of the top, beside the rooms
NOUNS = {"model", "store"}  # rooms whose modules are nouns that others import


def rooms() -> list[str]:
    return sorted(
        path.name + "/" if path.is_dir() else path.name
        for path in PACKAGE.iterdir()
        if path.name != "__pycache__" and not path.name.startswith("__")
    )


def test_nothing_stands_beside_the_rooms() -> None:
    files = {path.name for path in PACKAGE.iterdir() if path.is_file()}
    assert files == SINGLE


def test_the_page_has_every_room() -> None:
    told = re.findall(r"^\| \d \| `feedsvc/([^`]+)` \|", PAGE, re.MULTILINE)
    assert sorted(told) == rooms()


def test_every_file_that_the_page_names_exists() -> None:
    named = re.findall(r"`((?:feedsvc|tests|docs)/[^`]*)`", PAGE)
    assert len(named) > 60
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_page_answers_many_questions() -> None:
    part = PAGE.split("\n## Where to look\n")[1].split("\n## ")[0]
    rows = [line for line in part.splitlines() if line.startswith("| ")][1:]
    assert len(rows) >= 24


@pytest.mark.parametrize("room", [name.rstrip("/") for name in rooms() if name.endswith("/")])
def test_other_rooms_import_from_the_room_not_from_its_files(room: str) -> None:
    if room in NOUNS:
        return
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.relative_to(PACKAGE).parts[0] == room:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                parts = node.module.split(".")
                inside = parts[:2] == ["feedsvc", room]
                if inside and not (ROOT.joinpath(*parts) / "__init__.py").exists():
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}: {node.module}")
    assert found == []
