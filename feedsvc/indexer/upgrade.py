"""Follows a change of the rules by which files are read, such as a newer feedsvc brings.

All files are read again. What an earlier feedsvc refused is published only where it is little.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from feedsvc.indexer.hide_private import retract_private
from feedsvc.indexer.read_file import READING_VERSION, ReadFile
from feedsvc.model.article import Article
from feedsvc.model.file_stat import FileStat
from feedsvc.model.hashing import digest
from feedsvc.model.problem import Problem
from feedsvc.model.status import holds_of
from feedsvc.settings import Settings
from feedsvc.sources import lacks_durations
from feedsvc.store import Connection, Store, articles, files, ledger, left_untold, rebuild

FEW_REFUSED = 10  # files that an earlier feedsvc refused; more of them wait to be accepted
_UPGRADING = "upgrading"
WAITS = "accept-new"  # the code of the problem of a file that is kept back
_WAITS = (
    "an earlier feedsvc refused this file, and this one would publish it; if that is meant, run:"
    " feedsvc index --accept-new"
)


def follow_rules(
    store: Store, settings: Settings, placement: str, now: datetime, preview: bool
) -> None:
    """Mark all files as changed where the rules differ from those by which they were read.

    Where only the limits of time or memory changed, the files that exceeded them are marked.

    Args:
        store: of the newsroom.
        settings: decide how files are read, beside feedsvc itself.
        placement: says how articles are placed in feeds (transaction.Placement).
        now: the time, UTC.
        preview: whether drafts are published too.
    """
    limits = settings.limits
    means = f"{limits.read_seconds:g} {limits.read_megabytes}"
    rules = digest(
        settings.timezone,
        f"{settings.ignore_expiry} {preview} {READING_VERSION}",
        msgspec.json.encode(
            (settings.opt_in, settings.exclude, settings.include, settings.languages)
            + ((settings.theme.place,) if settings.theme.folder else ())
            + (("podcasts", lacks_durations()) if settings.podcasts else ())
        ),
        settings.id_base,
        " ".join(sorted(settings.private_categories)),
        placement,
        msgspec.json.encode(limits.reading),
    )
    with store.reading() as connection:
        same = ledger.state_of(connection, "rules") == rules
        placed = ledger.state_of(connection, "placed")
        alike = ledger.state_of(connection, "means") == means
        given_up: set[str] = set()
        for code in ("too-slow", "unreadable") if not alike else ():
            given_up |= articles.paths_with(connection, code)
    if same and alike:
        return
    if not same and not preview:
        retract_private(store, settings, now)
    with store.writing() as connection:
        files.doubt(connection, None if not same else given_up)
        if not same and not preview:
            ledger.set_state(connection, _UPGRADING, "yes")
        if placed not in (None, placement):
            articles.doubt(connection)
        ledger.set_state(connection, "placed", placement)
        ledger.set_state(connection, "rules", rules)
        ledger.set_state(connection, "means", means)


def waiting(
    connection: Connection,
    read: Sequence[ReadFile],
    stats: Mapping[str, FileStat],
    is_private: Callable[[Article], bool],
) -> Iterator[Problem]:
    """A problem for each file that an earlier feedsvc refused, and that waits to be accepted.

    Args:
        connection: in a writing transaction.
        read: files that were known and had no article.
        stats: their states then, by path.
        is_private: whether an article's category is private.
    """
    if not read:
        return
    before, upgrading = articles.paths_with(connection, WAITS), is_upgrading(connection)
    for file in read:
        assert file.article is not None
        same = stats[file.path][:2] == file.stat[:2]  # no doubt touches time and size
        held = holds_of(file.article, private=is_private(file.article))
        if same and not held and (upgrading or file.path in before):
            yield Problem(file.path, 1, "error", "accept-new", _WAITS)


def is_upgrading(connection: Connection) -> bool:
    """Whether the folder was not yet read as a whole since the rules changed."""
    return ledger.state_of(connection, _UPGRADING) == "yes"


def end_upgrade(connection: Connection, now: datetime) -> None:
    """Note that the whole folder was read.

    What was public before and could not be read, or is held back, has left untold. So readers hear
    of it when an editor retracts it later.

    Args:
        connection: in a writing transaction.
        now: the time.
    """
    if not is_upgrading(connection):
        return
    ledger.set_state(connection, _UPGRADING, "")
    if unread := rebuild.unread_since(connection):
        left_untold.put_leavings(connection, unread, now)
        rebuild.were_read(connection, unread)
    rebuild.forget_unopened(connection, now)


def release_refused(store: Store, now: datetime, *, accept: bool) -> tuple[list[str], int]:
    """Let go of the files that wait since an earlier feedsvc refused them, if few or accepted.

    Args:
        store: of the newsroom.
        now: the time.
        accept: let all go, however many.

    Returns:
        the paths of files to read, and how many still wait.
    """
    with store.reading() as connection:
        waiting = sorted(articles.paths_with(connection, WAITS))
        few = is_upgrading(connection) and len(waiting) <= FEW_REFUSED
    if not waiting or not (accept or few):
        return [], len(waiting)
    with store.writing() as connection:
        articles.put_problems(connection, waiting, ())
        files.doubt(connection, waiting)
        end_upgrade(connection, now)
    return waiting, 0
