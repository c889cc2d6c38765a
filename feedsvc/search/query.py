"""Parses the text of a search into a query. An error says which character is wrong.

    query = all *("OR" all)
    all   = part *(["AND"] part)
    part  = *("NOT" / "-") (term / "(" query ")")
    term  = word / quoted / ("category:" / "tag:" / "author:") (word / quoted)

Operators are written in capitals. Signs that belong to no word are ignored.
"""

import difflib
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias, get_args

import msgspec

from feedsvc.errors import QueryError
from feedsvc.search.words import fold_label, joined, words

MAX_LENGTH = 1000  # characters
MAX_TERMS = 50
MAX_DEPTH = 20  # nested brackets

LabelKind = Literal["category", "tag", "author"]
KINDS: tuple[LabelKind, ...] = get_args(LabelKind)


class Phrase(msgspec.Struct, frozen=True):
    """One word, or several that follow one another; folded (words.fold)."""

    words: tuple[str, ...]


class Label(msgspec.Struct, frozen=True):
    """The articles of a category, tag or author; its name is folded (words.fold_label)."""

    kind: LabelKind
    name: str


class Not(msgspec.Struct, frozen=True):
    """All articles that a part does not find."""

    part: "Node"


class Every(msgspec.Struct, frozen=True):
    """The articles that every part finds."""

    parts: "tuple[Node, ...]"


class Some(msgspec.Struct, frozen=True):
    """The articles that at least one part finds."""

    parts: "tuple[Node, ...]"


Node: TypeAlias = Phrase | Label | Not | Every | Some


class Query(msgspec.Struct, frozen=True):
    """A parsed search.

    Attributes:
        root: the whole expression.
        text: its canonical form, equal for queries that differ only in writing. `parse` reads it
            as the same query.
    """

    root: Node
    text: str


def parted(node: Node) -> tuple[list[Node], list[Node]]:
    """The parts of an expression that find articles, and those that exclude what they find."""
    if isinstance(node, Not):
        return [], [node.part]
    if not isinstance(node, Every | Some):
        return [node], []
    if isinstance(node, Some):
        return list(node.parts), []
    unwanted = [part.part for part in node.parts if isinstance(part, Not)]
    return [part for part in node.parts if not isinstance(part, Not)], unwanted


def is_of_words(node: Node) -> bool:
    """Whether an index of words can answer it alone: it names no label, and more than excludes."""
    if isinstance(node, Phrase | Label):
        return isinstance(node, Phrase)
    wanted, unwanted = parted(node)
    return bool(wanted) and all(map(is_of_words, (*wanted, *unwanted)))


_Sort = Literal["term", "(", ")", "AND", "OR", "NOT", "-", "end"]
_OPERATORS: tuple[_Sort, ...] = ("AND", "OR", "NOT")
# Phones and word processors write these for straight quotation marks.
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_WORD = re.compile(r'[^\s()"]+')
_PLAIN = re.compile(r"[\w-]+")


class _Token(NamedTuple):
    sort: _Sort
    start: int
    term: Phrase | Label | None = None


def parse(text: str) -> Query:
    """Parse the text of a search.

    Raises:
        QueryError: the text is not a query, or is beyond MAX_LENGTH, MAX_TERMS or MAX_DEPTH.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(f"it has more than {MAX_LENGTH:,} characters", text, MAX_LENGTH)
    root = _Parser(text).query()
    query = Query(root, _written(root))
    if len(query.text) > MAX_LENGTH:  # folding can make several letters of one sign
        raise QueryError(f"it has more than {MAX_LENGTH:,} characters", text, len(text))
    return query


def labels(node: Node) -> Iterator[Label]:
    """The categories, tags and authors that an expression names."""
    if isinstance(node, Label):
        yield node
    elif isinstance(node, Not):
        yield from labels(node.part)
    elif not isinstance(node, Phrase):
        for part in node.parts:
            yield from labels(part)


def _tokens(text: str) -> Iterator[_Token]:
    plain, at = text.translate(_QUOTES), 0
    while at < len(plain):
        sign, start = plain[at], at
        at += 1
        if sign == "(" or sign == ")":
            yield _Token("(" if sign == "(" else ")", start)
        elif sign == '"':
            inside, at = _quoted(text, plain, start)
            found = tuple(words(inside))
            if not found:
                raise QueryError("no word stands in the quotation marks", text, start)
            yield _Token("term", start, Phrase(found))
        elif sign == "-":
            if _word_behind(plain, at):
                yield _Token("-", start)
        elif not sign.isspace():
            written = _word_at(plain, start)
            at = start + len(written)
            operator = next((one for one in _OPERATORS if written == one), None)
            kind = _kind(text, written, start)
            if operator:
                yield _Token(operator, start)
            elif kind:
                value = written[len(kind) + 1 :]
                if not value and plain[at : at + 1] == '"':
                    value, at = _quoted(text, plain, at)
                if not (name := fold_label(value)):
                    raise QueryError(f"{kind}: needs a name right behind it", text, start)
                yield _Token("term", start, Label(kind, name))
            elif found := tuple(words(written)):
                yield _Token("term", start, Phrase(found))
    yield _Token("end", len(text))


def _word_at(plain: str, start: int) -> str:
    found = _WORD.match(plain, start)
    return found[0] if found else ""


def _word_behind(plain: str, at: int) -> bool:
    """Whether a word, bracket or quotation follows a hyphen, so that it means NOT and is no dash.

    `at` is the place after the hyphen.
    """
    if plain[at : at + 1] in ("(", '"'):
        return True
    return bool(words(_word_at(plain, at)))


def _quoted(text: str, plain: str, start: int) -> tuple[str, int]:
    """The text in quotation marks that open at `start`, and the place after the closing mark."""
    end = plain.find('"', start + 1)
    if end < 0:
        raise QueryError("a closing quotation mark is missing", text, start)
    return text[start + 1 : end], end + 1


def _kind(text: str, written: str, start: int) -> LabelKind | None:
    """The kind of label before a colon, such as `tag`; None if the colon is an ordinary sign."""
    before, colon, _ = written.partition(":")
    if not colon or not before.isalpha():
        return None
    given = before.casefold()
    near = difflib.get_close_matches(given, KINDS, 1, 0.75)
    if near and near[0] != given:
        advice = f"{before}: is not known; did you mean {near[0]}:? Else put quotation marks around"
        raise QueryError(f"{advice} it", text, start)
    return next((kind for kind in KINDS if kind == given), None)


class _Parser:
    """A recursive-descent parser for the text of one query."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._left = _tokens(text)
        self._token = next(self._left)
        self._before: _Token | None = None
        self._terms = self._depth = 0

    def query(self) -> Node:
        """The expression of the whole text."""
        if self._token.sort == "end":
            raise QueryError("it is empty; write a word, such as rain", self._text, 0)
        root = self._some()
        if self._token.sort == ")":
            raise self._error("no bracket is open here")
        return root

    def _error(self, reason: str, token: _Token | None = None) -> QueryError:
        return QueryError(reason, self._text, (token or self._token).start)

    def _step(self) -> _Token:
        self._before, self._token = self._token, next(self._left)
        return self._before

    def _some(self) -> Node:
        parts = [self._every()]
        while self._token.sort == "OR":
            self._step()
            parts.append(self._every())
        return _joined(Some, parts)

    def _every(self) -> Node:
        parts = [self._part()]
        while self._token.sort not in ("OR", ")", "end"):
            if self._token.sort == "AND":
                self._step()
            parts.append(self._part())
        return _joined(Every, parts)

    def _part(self) -> Node:
        negated = False
        while self._token.sort in ("NOT", "-"):
            negated = not negated
            self._step()
        node = self._bracket() if self._token.sort == "(" else self._term()
        if not negated:
            return node
        return node.part if isinstance(node, Not) else Not(node)

    def _bracket(self) -> Node:
        opening = self._step()
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._error(f"more than {MAX_DEPTH} brackets stand in one another", opening)
        node = self._some()
        if self._token.sort != ")":
            raise self._error("a closing bracket is missing", opening)
        self._step()
        self._depth -= 1
        return node

    def _term(self) -> Node:
        found = self._token
        if found.term is None:
            raise self._lacking()
        self._terms += 1
        if self._terms > MAX_TERMS:
            raise self._error(f"it has more than {MAX_TERMS} words and names")
        self._step()
        return found.term

    def _lacking(self) -> QueryError:
        """The error for a place where a term should be."""
        before, sort = self._before, self._token.sort
        if before is not None and before.sort in (*_OPERATORS, "-"):
            return self._error(f"{before.sort} needs something behind it", before)
        if before is not None and before.sort == "(" and sort in (")", "end"):
            return self._error("nothing stands in the brackets", before)
        if sort == ")":
            return self._error("no bracket is open here")
        return self._error(f"{sort} needs something in front of it; for the word, write it small")


def _joined(sort: type[Every] | type[Some], parts: list[Node]) -> Node:
    """The parts as one expression: each part once, and no nested expression of the same sort."""
    flat: dict[Node, None] = {}
    for part in parts:
        flat.update(dict.fromkeys(part.parts if isinstance(part, sort) else (part,)))
    return sort(tuple(flat)) if len(flat) > 1 else next(iter(flat))


def _written(node: Node) -> str:
    """The canonical form of an expression."""
    if isinstance(node, Phrase):
        text = joined(node.words)
        return f'"{text}"' if " " in text else text
    if isinstance(node, Label):
        plain = _PLAIN.fullmatch(node.name)
        return f"{node.kind}:{node.name}" if plain else f'{node.kind}:"{node.name}"'
    if isinstance(node, Not):
        inner = _written(node.part)
        return f"-({inner})" if isinstance(node.part, Every | Some) else f"-{inner}"
    if isinstance(node, Some):
        return " OR ".join(map(_written, node.parts))
    return " ".join(
        f"({_written(part)})" if isinstance(part, Some) else _written(part) for part in node.parts
    )
