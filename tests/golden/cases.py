"""Small article files, each with all that feedsvc reads in it; by the module that reads most of it.

A file of cases is JSON: a list of objects, each with `path` and `text` of an article file, and
`article` and `problems` as they are read. Texts are lists of lines, so that a diff of them reads
well. Where `zone`, `now` or `opt_in` matter, they stand there too.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from feedsvc.sources import read
from feedsvc.sources.source import AT_NO_TIME

FOLDER = Path(__file__).parent / "readings"
_LINED = ("text", "content")  # texts that are written as lists of lines


def files() -> list[Path]:
    """The files of cases."""
    return sorted(FOLDER.glob("*.json"))


def cases_in(file: Path) -> list[dict[str, Any]]:
    """The cases of a file."""
    found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return found


def write(file: Path, cases: list[dict[str, Any]]) -> None:
    """Write a file of cases anew, each as it is read now."""
    told = json.dumps([with_reading(case) for case in cases], ensure_ascii=False, indent=1)
    file.write_text(told + "\n", encoding="utf-8")


def with_reading(case: dict[str, Any]) -> dict[str, Any]:
    """A case with the article and the problems that its file is read as by now."""
    found = read(
        case["path"],
        "\n".join(case["text"]).encode(),
        zone=ZoneInfo(case.get("zone", "UTC")),
        now=datetime.fromisoformat(case["now"]) if "now" in case else AT_NO_TIME,
        opt_in=case.get("opt_in", False),
    )
    told = {name: case[name] for name in ("path", "zone", "now", "opt_in", "text") if name in case}
    told["problems"] = [f"{p.line}: {p.severity}: {p.code}: {p.message}" for p in found.problems]
    if found.article is None:
        return told | {"holding": list(found.holding), "holds_back": found.holds_back}
    return told | {"article": _in_lines(msgspec.to_builtins(found.article))}


def _in_lines(value: Any) -> Any:
    """A value of an article as JSON has it, with lists of lines in place of long texts."""
    if isinstance(value, dict):
        return {
            name: one.split("\n") if name in _LINED else _in_lines(one)
            for name, one in value.items()
        }
    if isinstance(value, list | tuple):
        return [_in_lines(one) for one in value]
    return value
