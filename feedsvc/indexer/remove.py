"""Removes articles whose files are gone, unless so many are gone that the folder may be lost."""

from collections.abc import Collection, Iterable
from datetime import datetime

from feedsvc.indexer.retract import Visibility, retract
from feedsvc.model.ledger_record import Record
from feedsvc.sources import Folder
from feedsvc.store import (
    Connection,
    Store,
    articles,
    digests,
    feeds,
    files,
    ledger,
    left_untold,
    rebuild,
)
from feedsvc.store.bulk import chunks


def too_many(left: int, present: int) -> bool:
    """Whether so many articles are gone at once that the folder was probably lost.

    Args:
        left: how many are gone.
        present: how many there were.
    """
    if present > 1 and left == present:
        return True  # an unmounted disk leaves an empty folder
    return left > 3 and left * 4 >= present


def let_go(connection: Connection, paths: Collection[str], now: datetime) -> list[Record]:
    """The articles whose files are none by now; the ledger lets them go, untold."""
    if not paths:
        return []
    records = list(ledger.records_at(connection, paths).values())
    ledger.mark_gone(connection, [record.entry_id for record in records], now)
    return records


def remove_articles(
    store: Store, records: Iterable[Record], now: datetime, *, tell: bool
) -> list[str]:
    """Remove articles from every feed, some in each transaction.

    Args:
        store: from which they are removed.
        records: of the articles; asked for just before the transaction.
        now: the time, UTC, whole seconds.
        tell: leave tombstones for readers.

    Returns:
        the paths of those that were public.
    """
    were: list[str] = []
    for some in chunks(records):
        paths = [one.path for one in some]
        with store.writing() as connection:
            there = ledger.records_at(connection, paths)
            entry_ids = [record.entry_id for record in there.values()]
            touched = feeds.feeds_holding(connection, entry_ids)
            public = rebuild.public_until_now(connection, entry_ids, now)
            were += [path for path, record in there.items() if record.entry_id in public]
            quiet = [] if tell else entry_ids
            before = digests.places_of(connection, quiet)
            leave = list(map(Visibility, entry_ids))
            touched |= retract(connection, leave if tell else (), now, () if tell else leave)
            articles.delete_articles(connection, entry_ids)
            articles.drop_renderings(connection, entry_ids)
            ledger.mark_gone(connection, entry_ids, now)
            digests.leave_untold(connection, quiet, before, now)
            if touched:
                feeds.touch_feeds(connection, touched, now)
    return were


def retract_deleted(store: Store, folder: Folder, now: datetime, accept: bool) -> int:
    """Retract articles that left untold, as files that are none, where these are gone by now.

    The ledger has let such an article go, so it is not among those that are missing.

    Args:
        store: in which they are retracted.
        folder: of the articles.
        now: the time, UTC, whole seconds.
        accept: also where so many are gone at once that the folder may be lost.

    Returns:
        how many.
    """
    with store.reading() as connection:
        records = ledger.records_of(connection, left_untold.leavers(connection)).values()
        present = ledger.count_present(connection, 4 * len(records) + 1)
    gone = [
        one.entry_id for one in records if not one.present and one.path and folder.lacks(one.path)
    ]
    if too_many(len(gone), present + len(gone)) and not accept:
        return 0
    for some in chunks(gone):
        with store.writing() as connection:
            told = retract(connection, list(map(Visibility, some)), now)
            feeds.touch_feeds(connection, told, now)
    return len(gone)


def forget_files(store: Store, gone: Iterable[str]) -> None:
    """Forget files that are gone, except those of articles that stay."""
    for some in chunks(gone):
        with store.writing() as connection:
            stay = ledger.records_at(connection, some).keys()
            files.forget_files(connection, set(some) - stay)
