"""Divides the functions of a module into spots, and notes which of them run.

A spot is a run of statements of which all run if the first does, but for exceptions: what stands
between the beginning of a block, or the end of a compound statement, and the next one's end. What
runs when the module is imported is no spot: its code, class bodies, default values.
"""

import ast
from typing import NamedTuple

HITS, OPEN = "__hits__", "__open_hits__"
_COMPOUND = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.TryStar, ast.With)
_COMPOUND += (ast.AsyncWith, ast.Match)
_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
_BLOCKS = ("body", "orelse", "handlers", "finalbody", "cases")
Place = tuple[int, int]  # line from 1, column in bytes from 0


class Spot(NamedTuple):
    """A spot, which is known by its number in the module.

    Attributes:
        start, end: where its first statement begins and its last one ends.
    """

    start: Place
    end: Place


def with_probes(tree: ast.Module, path: str) -> list[Spot]:
    """Have a module note which of its spots run.

    Args:
        tree: of the module; it is changed. It asks a built-in `__open_hits__(path, count)` for an
            array, in which it sets the values of the spots that run to 1.
        path: of the module, as that is to be told.
    """
    found: list[Spot] = []
    _enter(tree, False, found)
    at = 1 if ast.get_docstring(tree, clean=False) is not None else 0
    while at < len(tree.body) and _is_future(tree.body[at]):
        at += 1
    opening = ast.parse(f"{HITS} = {OPEN}({path!r}, {len(found)})").body
    tree.body[at:at] = opening
    ast.fix_missing_locations(tree)
    return found


def spots_of(source: str) -> list[Spot]:
    """The spots of a module."""
    return with_probes(ast.parse(source), "")


def spot_at(source: str, offset: int) -> int | None:
    """The number of the innermost spot at a place of a source.

    Args:
        source: of the module.
        offset: in characters.

    Returns:
        Nothing for what runs when the module is imported.
    """
    before = source[:offset]
    line = before.count("\n") + 1
    place = (line, len(before.rpartition("\n")[2].encode()))
    around = [
        (spot.start, number)
        for number, spot in enumerate(spots_of(source))
        if spot.start <= place < spot.end
    ]
    return max(around)[1] if around else None


def _enter(node: ast.AST, runs_later: bool, found: list[Spot]) -> None:
    """Put probes into all blocks below a node.

    Args:
        node: a module, a class, a function, or a compound statement.
        runs_later: whether its own statements run in a function.
        found: the spots so far.
    """
    for name in _BLOCKS:
        block = getattr(node, name, None)
        if not isinstance(block, list) or not block:
            continue
        if name in ("handlers", "cases"):
            for part in block:
                _enter(part, runs_later, found)
        elif runs_later:
            block[:] = _probed(node, block, found)
        else:
            for statement in block:
                _enter_statement(statement, False, found)


def _enter_statement(statement: ast.stmt, runs_later: bool, found: list[Spot]) -> None:
    if isinstance(statement, _FUNCTION):
        _enter(statement, True, found)
    elif isinstance(statement, (*_COMPOUND, ast.ClassDef)):
        _enter(statement, runs_later, found)


def _probed(node: ast.AST, block: list[ast.stmt], found: list[Spot]) -> list[ast.stmt]:
    """A block of a function with its probes."""
    told: list[ast.stmt] = []
    if isinstance(node, _FUNCTION) and ast.get_docstring(node, clean=False) is not None:
        told, block = block[:1], block[1:]
    begins = True
    for index, statement in enumerate(block):
        if begins:
            rest = block[index:]
            last = next((one for one in rest if isinstance(one, _COMPOUND)), rest[-1])
            told.append(_probe(statement, len(found)))
            found.append(Spot(_start(statement), (last.end_lineno or 0, last.end_col_offset or 0)))
        told.append(statement)
        _enter_statement(statement, True, found)
        begins = isinstance(statement, _COMPOUND)
    return told


def _probe(before: ast.stmt, number: int) -> ast.stmt:
    target = ast.Subscript(ast.Name(HITS, ast.Load()), ast.Constant(number), ast.Store())
    made = ast.Assign([target], ast.Constant(1))
    for node in ast.walk(made):
        if isinstance(node, ast.stmt | ast.expr):
            node.lineno = node.end_lineno = before.lineno
            node.col_offset = node.end_col_offset = before.col_offset
    return made


def _start(statement: ast.stmt) -> Place:
    decorators = getattr(statement, "decorator_list", [])
    return min((one.lineno, one.col_offset) for one in (statement, *decorators))


def _is_future(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
