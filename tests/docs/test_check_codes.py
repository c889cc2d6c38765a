"""The tables of docs/check.md name every code there is, with its severities."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from tests.docs.pages import ROOT, code, page, table

# `id stamp` tells the first two; other commands than the preview end where settings are in error.
OF_OTHER_COMMANDS = {"changing", "not-stamped", "settings"}
SEVERITIES = ("error", "warning", "info")


def told() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for codes, severity, _ in table(page("docs/check.md"), "code"):
        for name in code(codes):
            found.setdefault(name, set()).update(severity.split())
    return {name: severities - {"or"} for name, severities in found.items()}


def in_source(path: Path) -> Iterator[tuple[str, str]]:
    """Code and severity of the problems that a module makes."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        texts = [a.value if isinstance(a, ast.Constant) else None for a in node.args]
        for severity, given in pairwise(texts):
            if severity in SEVERITIES and re.fullmatch("[a-z-]+", str(given)) and given:
                yield str(given), str(severity)
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
            refused = name == "UnreadableArticle" and keyword.arg == "code"
            if refused and isinstance(keyword.value, ast.Constant):
                yield str(keyword.value.value), "error"


def test_every_code_is_told_with_its_severities() -> None:
    made: dict[str, set[str]] = {}
    for path in sorted((ROOT / "feedsvc").rglob("*.py")):
        if "importers" in path.parts:  # those of `feedsvc import`
            continue
        for given, severity in in_source(path):
            if given not in OF_OTHER_COMMANDS:
                made.setdefault(given, set()).add(severity)
    assert told() == made
