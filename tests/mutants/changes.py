"""Lists the changes of one token that a module can have.

Operators, numbers, truth values, conditions, and names that have an opposite. Texts are left out:
most are messages, names and SQL, and each has too many others. So are type annotations.
"""

import ast
import io
import tokenize
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

COMPARISONS = {
    ast.Eq: ("==", ["!="]),
    ast.NotEq: ("!=", ["=="]),
    ast.Lt: ("<", ["<=", ">="]),
    ast.LtE: ("<=", ["<", ">"]),
    ast.Gt: (">", [">=", "<="]),
    ast.GtE: (">=", [">", "<"]),
    ast.Is: ("is", ["is not"]),
    ast.IsNot: ("is not", ["is"]),
    ast.In: ("in", ["not in"]),
    ast.NotIn: ("not in", ["in"]),
}
OPERATORS = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "+"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "*"),
    ast.BitOr: ("|", "&"),
    ast.BitAnd: ("&", "|"),
}
OPPOSITES = {
    "min": "max",
    "any": "all",
    "and_": "or_",
    "in_": "not_in",
    "is_": "is_not",
    "desc": "asc",
    "startswith": "endswith",
    "partition": "rpartition",
    "lstrip": "rstrip",
    "union": "intersection",
}
OPPOSITES |= {after: before for before, after in OPPOSITES.items()}
Place = tuple[int, int]  # line from 1, column in characters from 0


class Change(NamedTuple):
    """A change of one token.

    Attributes:
        path: of the module, relative to the project.
        line: its number, from 1.
        text: the line without the blanks around it.
        before, after: what stands there, and what is put in its place.
        start, end: where that stands in the source, in characters.
        which: of the same changes in lines of the same text, from 1.
    """

    path: str
    line: int
    text: str
    before: str
    after: str
    start: int
    end: int
    which: int = 1

    @property
    def told(self) -> str:
        """What is put in place of what."""
        return f"{self.before} -> {self.after}"

    def apply(self, source: str) -> str:
        """The source with the change."""
        return source[: self.start] + self.after + source[self.end :]


def changes_of(path: str, source: str) -> list[Change]:
    """The changes of one token that a module can have, in the order of its lines."""
    found = sorted(
        set(_Finder(path, source).find()), key=lambda one: (one.start, one.end, one.after)
    )
    times: Counter[tuple[str, str]] = Counter()
    for place, one in enumerate(found):
        times[one.text, one.told] += 1
        found[place] = one._replace(which=times[one.text, one.told])
    return found


def changes_below(root: Path, folders: list[str]) -> list[Change]:
    """The changes that the modules in some folders can have.

    Args:
        root: of the project.
        folders: relative to it. Migrations in them are left out: they are never changed.
    """
    found: list[Change] = []
    for folder in folders:
        for file in sorted((root / folder).rglob("*.py")):
            if "migrations" not in file.parts and file.name != "__init__.py":
                path = file.relative_to(root).as_posix()
                found += changes_of(path, file.read_text(encoding="utf-8"))
    return found


class _Finder:
    """Looks through one module."""

    def __init__(self, path: str, source: str) -> None:
        self.path = path
        self.lines = source.splitlines(keepends=True)
        self.tree = ast.parse(source)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))
        read = tokenize.generate_tokens(io.StringIO(source).readline)
        self.tokens = [one for one in read if one.type in (tokenize.OP, tokenize.NAME)]

    def find(self) -> Iterator[Change]:
        waiting: list[ast.AST] = [self.tree]
        while waiting:
            node = waiting.pop()
            yield from self._of_node(node)
            waiting += (one for one in ast.iter_child_nodes(node) if not _left_out(node, one))

    def _of_node(self, node: ast.AST) -> Iterator[Change]:
        match node:
            case ast.Compare():
                sides = [node.left, *node.comparators]
                for left, op, right in zip(sides, node.ops, node.comparators, strict=False):
                    before, others = COMPARISONS[type(op)]
                    for after in others:
                        yield from self._between(left, right, before, after)
            case ast.BoolOp():
                before, after = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
                for left, right in zip(node.values, node.values[1:], strict=False):
                    yield from self._between(left, right, before, after)
            case ast.BinOp() if type(node.op) in OPERATORS:
                yield from self._between(node.left, node.right, *OPERATORS[type(node.op)])
            case ast.AugAssign() if type(node.op) in OPERATORS:
                before, after = OPERATORS[type(node.op)]
                yield from self._between(node.target, node.value, f"{before}=", f"{after}=")
            case ast.UnaryOp(op=ast.Not()):
                start = self._start(node)
                yield self._change(start, start + 3, "")
            case ast.Constant():
                yield from self._of_constant(node)
            case ast.Name() if node.id in OPPOSITES:
                yield self._whole(node, OPPOSITES[node.id])
            case ast.Attribute() if node.attr in OPPOSITES:
                end = self._end(node)
                yield self._change(end - len(node.attr), end, OPPOSITES[node.attr])
            case ast.Break() | ast.Continue():
                yield self._whole(node, "continue" if isinstance(node, ast.Break) else "break")
        if isinstance(node, ast.If | ast.IfExp | ast.While):
            yield self._whole(node.test, "False")
            # Nobody would know what a condition names, nor would a loop end.
            names = any(isinstance(one, ast.NamedExpr) for one in ast.walk(node.test))
            if not names and not isinstance(node, ast.While):
                yield self._whole(node.test, "True")
        if isinstance(node, ast.comprehension):
            for test in node.ifs:
                yield self._whole(test, "True")

    def _of_constant(self, node: ast.Constant) -> Iterator[Change]:
        if isinstance(node.value, bool):
            yield self._whole(node, str(not node.value))
        elif isinstance(node.value, int):
            yield self._whole(node, str(node.value + 1))
            if node.value == 1:
                yield self._whole(node, "0")

    def _between(self, left: ast.AST, right: ast.AST, before: str, after: str) -> Iterator[Change]:
        """The change of an operator between two parts; it may be of two words."""
        start, end = self._end(left), self._start(right)
        first, *more = before.split()
        for index, token in enumerate(self.tokens):
            at = self._offset(token.start)
            if at >= start and at < end and token.string == first:
                last = self.tokens[index + len(more)]
                yield self._change(at, self._offset(last.end), after)
                return

    def _whole(self, node: ast.AST, after: str) -> Change:
        return self._change(self._start(node), self._end(node), after)

    def _change(self, start: int, end: int, after: str) -> Change:
        line = next(n for n, at in enumerate(self.starts) if at > start)
        before = " ".join("".join(self.lines)[start:end].split())
        return Change(self.path, line, self.lines[line - 1].strip(), before, after, start, end)

    def _offset(self, place: Place) -> int:
        return self.starts[place[0] - 1] + place[1]

    def _start(self, node: ast.AST) -> int:
        return self._at(node.lineno, node.col_offset)  # type: ignore[attr-defined]

    def _end(self, node: ast.AST) -> int:
        return self._at(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]

    def _at(self, line: int, column: int) -> int:
        """Where the column of a line is; `ast` counts it in bytes."""
        text = self.lines[line - 1].encode()[:column].decode()
        return self.starts[line - 1] + len(text)


def _left_out(node: ast.AST, child: ast.AST) -> bool:
    """Whether a part of the code is a type, or stands in a text, where places are not known."""
    if isinstance(node, ast.JoinedStr) or child in getattr(node, "decorator_list", ()):
        return True
    types = ("annotation", "returns", "type_params", "bases", "keywords")
    told = types if isinstance(node, ast.ClassDef) else types[:2]
    if any(child is one for name in told for one in _listed(getattr(node, name, None))):
        return True
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name):
        return node.test.id == "TYPE_CHECKING"
    return False


def _listed(part: object) -> list[object]:
    return part if isinstance(part, list) else [part]
