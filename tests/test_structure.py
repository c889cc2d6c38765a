"""Modules and functions stay short enough to be read at one sitting."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULE_LINES = 350
FUNCTION_LINES = 60  # from `def` to the last line


def modules(*folders: str) -> Iterator[tuple[str, str]]:
    """Paths and sources of the modules below some folders."""
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            yield file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")


def functions(source: str) -> Iterator[tuple[str, int]]:
    """Names of all functions of a module, with their lines."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield node.name, node.end_lineno - node.lineno + 1


def test_no_module_is_long() -> None:
    lengths = {path: len(source.splitlines()) for path, source in modules("feedsvc", "tests")}
    assert len(lengths) > 300
    long = [f"{path}: {lines} lines" for path, lines in lengths.items() if lines > MODULE_LINES]
    assert not long, f"split what is longer than {MODULE_LINES} lines: {long}"


def test_no_function_is_long() -> None:
    long = [
        f"{path}: {name}, {lines} lines"
        for path, source in modules("feedsvc")
        for name, lines in functions(source)
        if lines > FUNCTION_LINES
    ]
    assert not long, f"split what is longer than {FUNCTION_LINES} lines: {long}"
