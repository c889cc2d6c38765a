"""The README's tables of what check tells name every code there is, with its severities."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
# `id stamp` tells the first two; other commands than the preview end where settings are in error.
OF_OTHER_COMMANDS = {"changing", "not-stamped", "settings"}
SEVERITIES = ("error", "warning", "info")


def told() -> dict[str, set[str]]:
    part = (ROOT / "README.md").read_text().split("\n## What check tells\n")[1].split("\n## ")[0]
    found: dict[str, set[str]] = {}
    for line in part.splitlines():
        if line.startswith("| `"):
            codes, severity, _ = line.strip("|").split("|", 2)
            for code in re.findall(r"`([^`]+)`", codes):
                found.setdefault(code, set()).update(severity.split())
    return {code: severities - {"or"} for code, severities in found.items()}


def in_source(path: Path) -> Iterator[tuple[str, str]]:
    """Code and severity of the problems that a module makes."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        texts = [a.value if isinstance(a, ast.Constant) else None for a in node.args]
        for severity, code in pairwise(texts):
            if severity in SEVERITIES and isinstance(code, str) and re.fullmatch("[a-z-]+", code):
                yield code, str(severity)
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name == "warn" and texts and path.name == "fields.py":
            yield str(texts[0]), "warning"
        if name == "_held" and texts and texts[0]:
            yield str(texts[0]), "error"
        if name == "_broken":
            yield "broken-link", "warning"
        if name == "_error" and path.name == "dates.py":
            yield f"date-{texts[0]}", "error"
        if name == "error" and path.name == "tokenizer.py":
            yield str(texts[1]), "error"
        for keyword in node.keywords:
            given = name == "UnreadableArticle" and keyword.arg == "code"
            if given and isinstance(keyword.value, ast.Constant):
                yield str(keyword.value.value), "error"


def test_every_code_is_told_with_its_severities() -> None:
    made: dict[str, set[str]] = {}
    for path in sorted((ROOT / "feedsvc").rglob("*.py")):
        for code, severity in in_source(path):
            if code not in OF_OTHER_COMMANDS:
                made.setdefault(code, set()).add(severity)
    assert told() == made
