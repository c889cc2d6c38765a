"""Keeps the words of articles in a full-text index, so that a search finds them.

In SQLite the index is FTS5 (https://www.sqlite.org/fts5.html) and holds no text of its own: to
delete an article from it, the same words must be given to it again. An SQLite that was built
without FTS5 keeps no words, and a search finds nothing there. PostgreSQL's is in search_vectors.
"""

import re
import sqlite3
from collections.abc import Collection
from contextlib import closing
from functools import cache
from html import unescape
from typing import Any
from zlib import crc32

from sqlalchemy import Connection, Table, bindparam, column, event, select, table

from feedsvc.model.article import Article
from feedsvc.search import BETWEEN, BREAK, Every, Node, Phrase, parted, spaced
from feedsvc.store import search_vectors
from feedsvc.store.bulk import among, chunks, delete_rows, insert_rows
from feedsvc.store.codec import unpack_entry
from feedsvc.store.schema import articles, searched

_MARK = " \x04 "  # stands for BREAK until words are split: no article holds this character
_BETWEEN = BETWEEN | {0x04: BREAK}
_REST = r'[^<>"]*(?:"[^"]*"[^<>"]*)*>'  # the rest of an HTML tag; a quoted value may hold < or >
_IN_LINES = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strike"
    rf"|strong|sub|sup|time|tt|u|var|wbr)\b{_REST}"
)
_TAG = re.compile(rf"</?[a-z]{_REST}\s*")


def searchable(article: Article) -> str:
    """The words of an article in order, separated by spaces, with BREAK between its parts.

    The parts are headline, standfirst, the blocks of the text, corrections and authors' names.

    Args:
        article: with its content.
    """
    content = unescape(_TAG.sub(_MARK, _IN_LINES.sub("", article.content)))
    texts = [article.headline, article.standfirst, content]
    texts += [correction.text for correction in article.corrections]
    texts += [author.name for author in article.authors]
    found = spaced(_MARK.join(texts), _BETWEEN)
    return found.replace("_  _", BREAK).replace("_  _", BREAK)


# The words are folded and hold no ASCII punctuation, so this tokenizer does not change them.
_MAKE = (
    "CREATE VIRTUAL TABLE word_index USING fts5(words, content='', columnsize=0,"
    f""" tokenize="ascii tokenchars '{BREAK}'")"""
)
_DROP = "DROP TABLE IF EXISTS word_index"
_IS_THERE = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'word_index'"
_LAST = {
    "sqlite": "SELECT seq FROM sqlite_sequence WHERE name = 'searched'",
    "postgresql": "SELECT max(number) FROM searched",
}
_PUT = "INSERT INTO word_index (rowid, words) VALUES (?, ?)"
_FORGET = "INSERT INTO word_index (word_index, rowid, words) VALUES ('delete', ?, ?)"
_index = table("word_index", column("rowid"), column("word_index"))
_KEPT = (
    select(searched.c.number, searched.c.words, articles.c.entry)
    .join(articles, articles.c.entry_id == searched.c.entry_id)
    .where(among(searched.c.entry_id))
)


def has_index(connection: Connection) -> bool:
    """Whether this store has a full-text index, so that articles can be searched."""
    if connection.dialect.name != "sqlite":
        return True
    return _knows_fts5() and connection.exec_driver_sql(_IS_THERE).scalar() is not None


def put_words(connection: Connection, found: Collection[tuple[str, str]]) -> None:
    """Add the words of articles that are not in the index.

    Args:
        connection: in a writing transaction.
        found: entry ids, each with its words as `searchable` gives them.
    """
    if found and has_index(connection):
        engine = connection.dialect.name
        first = (connection.exec_driver_sql(_LAST[engine]).scalar() or 0) + 1
        numbered = list(enumerate(found, first))
        rows = ((number, entry_id, _check(text)) for number, (entry_id, text) in numbered)
        insert_rows(connection, searched, rows)
        texts = [(number, one[1]) for number, one in numbered]
        if engine == "sqlite":
            connection.exec_driver_sql(_PUT, texts)
        else:
            search_vectors.put_texts(connection, texts)


def drop_words(connection: Connection, entry_ids: Collection[str]) -> None:
    """Delete the words of articles from the index; the articles themselves must still be kept."""
    if not entry_ids:
        return
    if has_index(connection):
        for some in chunks(entry_ids):
            if connection.dialect.name != "sqlite":
                search_vectors.forget_texts(connection, some)
                continue
            rows = connection.execute(_KEPT, {"some": some})
            kept = [(n, check, searchable(unpack_entry(entry).article)) for n, check, entry in rows]
            # Given other words than it holds, FTS5 may report the index as corrupt.
            gone = [(number, text) for number, check, text in kept if check == _check(text)]
            if gone:
                connection.exec_driver_sql(_FORGET, gone)
    # No number is used twice, so words that the index may still hold lead to no article.
    delete_rows(connection, searched, searched.c.entry_id, entry_ids)


def numbers_found(connection: Connection, node: Node) -> search_vectors.Numbers:
    """A query for the numbers (schema.searched) of the articles that an expression finds.

    Args:
        connection: of a reading transaction, in a store that has an index.
        node: an expression about words (search.is_of_words).
    """
    if connection.dialect.name != "sqlite":
        return search_vectors.numbers_found(connection, node)
    matches = _index.c.word_index.op("MATCH", is_comparison=True)
    return select(_index.c.rowid).where(matches(bindparam(None, _for_fts5(node), unique=True)))


def _for_fts5(node: Node) -> str:
    """An expression about words in the syntax of FTS5.

    Each word stands in quotation marks and cannot hold one, so no word is taken for an operator.
    """
    if isinstance(node, Phrase):
        return f'"{" ".join(node.words)}"'
    wanted, unwanted = parted(node)
    text = (" AND " if isinstance(node, Every) else " OR ").join(map(_for_fts5, wanted))
    for one in map(_for_fts5, unwanted):
        text = f"({text}) NOT {one}"
    return f"({text})"


def _check(words: str) -> int:
    return crc32(words.encode())


@cache
def _knows_fts5() -> bool:
    """Whether this SQLite was built with FTS5."""
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.execute(_MAKE)
    except sqlite3.Error:
        return False
    return True


@event.listens_for(searched, "after_create")
def _make_index(_table: Table, connection: Connection, **_: Any) -> None:
    if connection.dialect.name != "sqlite":
        search_vectors.make_index(connection)
    elif _knows_fts5():
        connection.exec_driver_sql(_MAKE)


@event.listens_for(searched, "before_drop")
def _drop_index(_table: Table, connection: Connection, **_: Any) -> None:
    if connection.dialect.name != "sqlite":
        search_vectors.drop_index(connection)
    elif _knows_fts5():
        connection.exec_driver_sql(_DROP)
