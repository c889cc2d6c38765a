"""Keeps the state of each file as it was last read, to tell which files changed.

These are article files, and the media files that were measured for articles, there or not.
"""

from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection, bindparam, insert, literal, select, update

from feedsvc.model.file_stat import FileStat
from feedsvc.store.bulk import among, chunks, delete_rows, insert_rows, rows_among
from feedsvc.store.columns import LIMIT
from feedsvc.store.ledger import set_state, state_of
from feedsvc.store.long_texts import page_after
from feedsvc.store.schema import files, ledger, problems

_ADOPTED = "adopted"
_DOUBTED = FileStat(-1, -1).doubted().inode
_PAGE = page_after(select(files), files.c.path).limit(LIMIT)
_PAGE_WITHIN = _PAGE.where(files.c.path < bindparam("end"))
_KNOWN = select(files).where(among(files.c.path))


class _Transactions(Protocol):
    def reading(self) -> AbstractContextManager[Connection]: ...

    def writing(self) -> AbstractContextManager[Connection]: ...


def adopt(store: _Transactions) -> None:
    """Record the files of all articles that have one; after a rebuild the store knows none."""
    with store.reading() as connection:
        adopted = state_of(connection, _ADOPTED) is not None
    if adopted:
        return
    with store.writing() as connection:
        never = (literal(number) for number in FileStat(-1, -1))
        missing = select(ledger.c.path, *never).where(
            ledger.c.present, ledger.c.path.not_in(select(files.c.path))
        )
        columns = files.c.keys()
        connection.execute(insert(files).from_select(columns, missing.distinct()))
        set_state(connection, _ADOPTED, "yes")


def doubt(connection: Connection, paths: Collection[str] | None = None) -> None:
    """Mark files as changed, so that the next look reads them again.

    Args:
        connection: in a writing transaction.
        paths: of the files; None: of all.
    """
    if paths is None:
        connection.execute(update(files).values(inode=_DOUBTED))
        return
    doubted = update(files).where(among(files.c.path)).values(inode=_DOUBTED)
    for some in chunks(paths):
        connection.execute(doubted, {"some": some})


def stats_page(
    connection: Connection, after: str, limit: int, *, within: str = ""
) -> list[tuple[str, FileStat]]:
    """Paths and states of the known files, in the order of their paths.

    Args:
        connection: open.
        after: the path after which to begin; empty for the first page.
        limit: the number of files of a page.
        within: only files in this folder; empty for all.
    """
    query = _PAGE
    values: dict[str, str | int] = {"after": after, "limit": limit}
    if within:
        values |= {"after": max(after, f"{within}/"), "end": f"{within}0"}  # "0" follows "/"
        query = _PAGE_WITHIN
    rows = connection.execute(query, values)
    return [(path, FileStat(*state)) for path, *state in rows]


def has_files_within(connection: Connection, folder: str) -> bool:
    """Whether a file in that folder is known."""
    return bool(stats_page(connection, "", 1, within=folder))


def known_paths(connection: Connection, paths: Collection[str]) -> set[str]:
    """Those of the paths at which the store knows a file, readable or not."""
    return set(stats_at(connection, paths))


def stats_at(connection: Connection, paths: Collection[str]) -> dict[str, FileStat]:
    """The states of those of the paths at which the store knows a file: path -> state."""
    return {path: FileStat(*state) for path, *state in rows_among(connection, _KNOWN, paths)}


def put_files(
    connection: Connection, stats: Mapping[str, FileStat], known: Collection[str]
) -> None:
    """Keep the states of files.

    Args:
        connection: in a writing transaction.
        stats: path -> state.
        known: those of the paths that the store knows already.
    """
    delete_rows(connection, files, files.c.path, known)
    insert_rows(connection, files, ((path, *stat) for path, stat in stats.items()))


def forget_files(connection: Connection, paths: Collection[str]) -> None:
    """Forget files that are gone, and their problems."""
    delete_rows(connection, files, files.c.path, paths)
    delete_rows(connection, problems, problems.c.path, paths)
