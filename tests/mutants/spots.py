"""Divides the functions of a module into spots, and notes which of them run.

A spot is a run of statements of which all run if the first does, but for exceptions: what stands
between the beginning of a block, or the end of a compound statement, and the next one's end. What
runs when the module is imported is no spot: its code, class bodies, default values.
"""

import ast
import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

HITS, OPEN = "__hits__", "__open_hits__"
_COMPOUND = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.TryStar, ast.With)
_COMPOUND += (ast.AsyncWith, ast.Match)
_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
_BLOCKS = ("body", "orelse", "handlers", "finalbody", "cases")
Place = tuple[int, int]  # line from 1, column in bytes from 0


class Spot(NamedTuple):
    """A spot, which is known by its number in the function.

    Attributes:
        function: the name of the function, with its class; of one in another, that of the other.
        number: from 0.
        start, end: where its first statement begins and its last one ends.
    """

    function: str
    number: int
    start: Place
    end: Place


class Function(NamedTuple):
    """A function of a module.

    Attributes:
        digest: of its text.
        spots: the numbers in the module of its first spot and of the one after its last.
    """

    digest: str
    spots: range


def with_probes(tree: ast.Module, path: str) -> list[Spot]:
    """Have a module note which of its spots run.

    Args:
        tree: of the module; it is changed. It asks a built-in `__open_hits__(path, count)` for an
            array, in which it sets the values of the spots that run to 1.
        path: of the module, as that is to be told.
    """
    probes = _Probes()
    probes.into(tree)
    found = probes.found
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


def functions_of(source: str) -> dict[str, Function]:
    """The functions of a module, by their names."""
    tree = ast.parse(source)
    texts: dict[str, str] = {}
    for name, node in _functions("", tree):
        texts[name] = texts.get(name, "") + ast.dump(node)
    places: dict[str, list[int]] = {}
    for at, spot in enumerate(with_probes(tree, "")):
        places.setdefault(spot.function, []).append(at)
    return {
        name: Function(
            hashlib.sha256(texts[name].encode()).hexdigest()[:10], range(all[0], all[-1] + 1)
        )
        for name, all in places.items()
    }


def spot_at(source: str, offset: int) -> Spot | None:
    """The innermost spot at a place of a source.

    Args:
        source: of the module.
        offset: in characters.

    Returns:
        Nothing for what runs when the module is imported.
    """
    before = source[:offset]
    line = before.count("\n") + 1
    place = (line, len(before.rpartition("\n")[2].encode()))
    around = [spot for spot in spots_of(source) if spot.start <= place < spot.end]
    return max(around, key=lambda spot: spot.start, default=None)


def _functions(within: str, node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """The functions below a node that are not in another one, with their names."""
    for one in ast.iter_child_nodes(node):
        if isinstance(one, _FUNCTION):
            yield within + one.name, one
        elif isinstance(one, ast.ClassDef):
            yield from _functions(f"{within}{one.name}.", one)
        elif isinstance(one, _COMPOUND):
            yield from _functions(within, one)


class _Probes:
    """Puts probes into a module, and notes its spots."""

    def __init__(self) -> None:
        self.found: list[Spot] = []
        self._numbers: Counter[str] = Counter()

    def into(self, tree: ast.Module) -> None:
        for name, function in _functions("", tree):
            self._enter(function, name)

    def _enter(self, node: ast.AST, name: str) -> None:
        for part in _BLOCKS:
            block = getattr(node, part, None)
            if not isinstance(block, list) or not block:
                continue
            if part in ("handlers", "cases"):
                for one in block:
                    self._enter(one, name)
            else:
                block[:] = self._probed(node, block, name)

    def _probed(self, node: ast.AST, block: list[ast.stmt], name: str) -> list[ast.stmt]:
        """A block of a function with its probes."""
        told: list[ast.stmt] = []
        if isinstance(node, _FUNCTION) and ast.get_docstring(node, clean=False) is not None:
            told, block = block[:1], block[1:]
        begins = True
        for index, statement in enumerate(block):
            if begins:
                rest = block[index:]
                last = next((one for one in rest if isinstance(one, _COMPOUND)), rest[-1])
                end = (last.end_lineno or 0, last.end_col_offset or 0)
                told.append(_probe(statement, len(self.found)))
                self.found.append(Spot(name, self._numbers[name], _start(statement), end))
                self._numbers[name] += 1
            told.append(statement)
            if isinstance(statement, (*_FUNCTION, *_COMPOUND, ast.ClassDef)):
                self._enter(statement, name)
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
