"""The full-text index of a store in PostgreSQL: the words of each article as a tsvector.

A tsvector holds words as they are, without a dictionary, and each two short words that are
neighbours, since most texts hold such words. It finds texts that may hold a phrase; whether they
do, the texts tell. Positions would not do, since a tsvector counts them up to 16,383. It ends at a
megabyte, and a word in it at 2 kB: longer texts are split, longer words are cut.
https://www.postgresql.org/docs/current/textsearch-limitations.html
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    CompoundSelect,
    Connection,
    FromClause,
    Index,
    Integer,
    MetaData,
    Select,
    Table,
    bindparam,
    delete,
    except_,
    exists,
    func,
    intersect,
    literal,
    not_,
    select,
    union,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from feedsvc.search import BREAK, MAX_LENGTH, Node, Phrase, Some, parted
from feedsvc.store.bulk import among
from feedsvc.store.long_texts import LONG_TEXT
from feedsvc.store.schema import searched

Numbers: TypeAlias = Select[Any] | CompoundSelect[Any]
_SHORT = 4  # characters of a word, such as those of "of the"; signs of Chinese are words of one
_CUT = 500  # characters of a word; at most 2,000 bytes
_MOST = 1_000_000  # bytes of the lexemes of a part
_SIZE = 64_000  # characters of a part; its lexemes have at most 12 times as many bytes
_SHARED = 2 * MAX_LENGTH + 2  # characters of two parts; a phrase has as many at most

word_index = Table(
    "word_index",
    MetaData(),
    Column("number", Integer, nullable=False),  # as in schema.searched
    Column("whole", Boolean, nullable=False),  # whether the article has no other part
    Column("words", LONG_TEXT, nullable=False),  # a space before and after each
    Column("lexemes", TSVECTOR, nullable=False),
    # What is put in is a list at first, as PostgreSQL has it by default: see _SORT_IN.
    Index("word_index_lexemes", "lexemes", postgresql_using="gin"),
    # One by which all rows could be read would tempt the planner.
    Index("word_index_number", "number", postgresql_using="hash"),
    # Texts lie apart, so that few pages hold the numbers of all articles.
    postgresql_with={"toast_tuple_target": "128"},
)
Index("word_index_parts", word_index.c.number, postgresql_where=not_(word_index.c.whole))
# A text is read faster where it is not compressed.
_UNCOMPRESSED = sql("ALTER TABLE word_index ALTER words SET STORAGE EXTERNAL")
_PUT = word_index.insert().values(
    lexemes=func.array_to_tsvector(func.string_to_array(bindparam("lexemes"), "\n"))
)
# Each search reads the list of what was put in, so it is sorted into the index within the same
# transaction: each lexeme once for all its articles, which takes a quarter of the time. Who does
# not own the index leaves that to vacuum.
# https://www.postgresql.org/docs/current/gin.html#GIN-FAST-UPDATE
_SORT_IN = sql(
    "SELECT gin_clean_pending_list(oid) FROM pg_class"
    " WHERE oid = 'word_index_lexemes'::regclass AND pg_has_role(relowner, 'USAGE')"
)
_FORGET = delete(word_index).where(
    word_index.c.number.in_(select(searched.c.number).where(among(searched.c.entry_id)))
)
# The planner does not know that to go through all rows is to read all texts. It counts what is
# switched off as so dear that it would compile each query.
_PREPARE = select(
    func.set_config("enable_seqscan", "off", True),
    func.set_config("jit", "off", True),
    exists().where(not_(word_index.c.whole)),
)


def make_index(connection: Connection) -> None:
    """Make the table of the index."""
    word_index.create(connection)
    connection.execute(_UNCOMPRESSED)


def drop_index(connection: Connection) -> None:
    """Drop the table of the index, if there is one."""
    word_index.drop(connection, checkfirst=True)


def put_texts(connection: Connection, numbered: Collection[tuple[int, str]]) -> None:
    """Add the words of articles.

    Args:
        connection: in a writing transaction.
        numbered: numbers of articles, each with its words (search_index.searchable).
    """
    rows = []
    for number, words in numbered:
        parts = list(_parts(words.split()))
        for text, lexemes in parts:
            row = {"number": number, "whole": len(parts) == 1, "words": text}
            rows.append({**row, "lexemes": "\n".join(lexemes)})
    connection.execute(_PUT, rows)
    connection.execute(_SORT_IN)


def forget_texts(connection: Connection, entry_ids: Collection[str]) -> None:
    """Delete the words of articles that still have their numbers."""
    connection.execute(_FORGET, {"some": entry_ids})


def numbers_found(connection: Connection, node: Node) -> Numbers:
    """A query for the numbers of the articles that an expression finds.

    Args:
        connection: of a reading transaction, which goes by indexes from here on.
        node: an expression about words (search.is_of_words).
    """
    *_, has_parts = connection.execute(_PREPARE).one()
    found = _in_whole_texts(node)
    return union(found, _in_parts(node)) if has_parts else found


def _parts(words: Sequence[str]) -> Iterator[tuple[str, set[str]]]:
    """Split a text where it is too long: the texts of its parts, and the lexemes of each.

    Parts share so much that each phrase that can be asked is whole in one of them.
    """
    text = f" {' '.join(words)} "
    lexemes = _lexemes(words)
    if len(text) <= _SIZE or len("".join(lexemes).encode()) <= _MOST:
        yield text, lexemes
        return
    start = 0
    while len(text) - start > _SIZE + _SHARED:
        end = text.index(" ", start + _SIZE + _SHARED - 1) + 1
        yield text[start:end], _lexemes(text[start:end].split())
        # A word may be longer than what parts share; no phrase that is asked holds it.
        start = max(text.rindex(" ", 0, end - _SHARED + 1), text.index(" ", start + 1))
    yield text[start:], _lexemes(text[start:].split())


def _pairs(words: Sequence[str]) -> set[tuple[str, str]]:
    """Each two neighbours that are short."""
    short = {word for word in set(words) if len(word) <= _SHORT and word != BREAK}
    return {pair for pair in pairwise(words) if pair[0] in short and pair[1] in short}


def _lexemes(words: Sequence[str]) -> set[str]:
    """What the index holds of a text."""
    return {word[:_CUT] for word in set(words)}.union(map(" ".join, _pairs(words)))


def _asked(phrase: Phrase) -> list[str]:
    """Lexemes that each text has in which a phrase is; a word of a pair needs no asking."""
    return sorted(_lexemes(phrase.words).difference(*_pairs(phrase.words)))


def _is_exact(node: Node) -> bool:
    """Whether lexemes alone tell what an expression finds."""
    if isinstance(node, Phrase):
        if len(node.words) == 1:
            return len(node.words[0]) < _CUT
        return len(node.words) == 2 and bool(_pairs(node.words))
    wanted, unwanted = parted(node)
    return all(map(_is_exact, (*wanted, *unwanted)))


def _by_lexemes(node: Node) -> str:
    """A tsquery that finds at least what an expression finds; where it is exact, the same.

    Each lexeme stands in quotation marks, and none can hold one.
    """
    if isinstance(node, Phrase):
        return "(" + " & ".join(f"'{lexeme}'" for lexeme in _asked(node)) + ")"
    wanted, unwanted = parted(node)
    either = isinstance(node, Some)
    text = (" | " if either else " & ").join(map(_by_lexemes, wanted))
    for one in filter(_is_exact, unwanted):
        text += f" & !{_by_lexemes(one)}"
    return f"({text})"


def _rows(node: Node, *, whole: bool) -> tuple[FromClause, Select[Any]]:
    """A query for the rows whose lexemes fit an expression; the table in it, for conditions."""
    rows = word_index.alias()
    fits = rows.c.lexemes.bool_op("@@")(literal(_by_lexemes(node), TSQUERY))
    return rows, select(rows.c.number).where(rows.c.whole.is_(whole), fits)


def _holds(rows: FromClause, phrase: Phrase) -> ColumnElement[bool]:
    return func.strpos(rows.c.words, f" {' '.join(phrase.words)} ") > 0


def _in_whole_texts(node: Node) -> Numbers:
    """Numbers of articles that have one part, so that all of an expression is about one row."""
    if isinstance(node, Some) and not _is_exact(node):
        exact = tuple(filter(_is_exact, node.parts))
        others = [part for part in node.parts if part not in exact]
        return union(*map(_in_whole_texts, [Some(exact), *others] if exact else others))
    rows, query = _rows(node, whole=True)
    wanted, unwanted = parted(node)
    for part in wanted:
        if isinstance(part, Phrase) and not _is_exact(part):
            query = query.where(_holds(rows, part))
        elif not _is_exact(part):
            query = query.where(rows.c.number.in_(_in_whole_texts(part)))
    for part in unwanted:
        if not _is_exact(part):
            query = query.where(rows.c.number.not_in(_in_whole_texts(part)))
    return query.offset(0)  # keeps the planner from asking each row by itself


def _in_parts(node: Node) -> Numbers:
    """Numbers of articles that have several parts, each of which may hold something of it."""
    if isinstance(node, Phrase):
        rows, query = _rows(node, whole=False)
        return query if _is_exact(node) else query.where(_holds(rows, node))
    wanted, unwanted = parted(node)
    found = (union if isinstance(node, Some) else intersect)(*map(_in_parts, wanted))
    return except_(found, *map(_in_parts, unwanted)) if unwanted else found
