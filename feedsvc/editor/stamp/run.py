"""Chooses the files to stamp, finds their store, and stamps them in batches."""

import os
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path

from feedsvc import sources
from feedsvc.editor.stamp.files import Options, Outcome, Stamper
from feedsvc.errors import FeedsvcError, StoreError
from feedsvc.indexer import Progress, quiet
from feedsvc.model.file_stat import FileStat
from feedsvc.settings import Settings, load_settings
from feedsvc.sources import Folder
from feedsvc.store import Store, has_ledger, ledger, locate, sqlite_path
from feedsvc.store.engine import is_prepared
from feedsvc.store.locks import lock_of

_AS_USUAL = Options()
BATCH = 25  # files that are written while nobody else may write the store


def stamp_articles(
    folder: Path,
    environ: Mapping[str, str],
    now: datetime,
    only: Sequence[str] = (),
    options: Options = _AS_USUAL,
    *,
    watched: Callable[[str], AbstractContextManager[Progress]] = lambda _: nullcontext(quiet),
    waiting: Callable[[], None] = lambda: None,
) -> Outcome:
    """Write ids and dates from the ledger into article files that have none.

    Readers see no difference, and an indexer that follows the folder publishes none.

    Args:
        folder, environ: as for Newsroom.open.
        now: the time, UTC.
        only: files or folders to keep to, as a shell names them or as paths in the folder.
        options: how files are stamped.
        watched: shows the progress of some work, from the work's name.
        waiting: called where another process writes the store just now.

    Raises:
        FolderMissing, SettingsError: the text says what to do.
        StoreError: the text says what to do; also where nothing was ever indexed.
        FeedsvcError: `only` names what is not there.
    """
    Folder(folder, sources.is_article).check()
    settings = load_settings(folder, environ)
    place = Folder(folder, sources.is_article, settings.limits)
    with ExitStack() as stack:
        store = stack.enter_context(
            _remembering(folder, settings, environ, read_only=options.dry_run)
        )
        listing, problems = place.listing()
        listing = {p: s for p, s in listing.items() if sources.left_out(p, settings) is None}
        chosen = _choose(folder, listing, only)
        work = Stamper(place, settings, store, now, options)
        stack.callback(work.close)
        with watched("Reading headers") as progress:
            work.look(listing, chosen, progress)
        # A dry run may read the store as a file that nobody writes. It reads it in one go, because
        # an indexer may begin to write it.
        size = max(len(chosen), 1) if options.dry_run else BATCH
        with watched("Stamping articles") as progress:
            progress(0, len(chosen))
            for start in range(0, len(chosen), size):
                with nullcontext() if options.dry_run else _alone(store, waiting):
                    work.take(chosen[start : start + size])
                progress(min(start + size, len(chosen)), len(chosen))
    return work.outcome([] if only else problems)


@contextmanager
def _remembering(
    folder: Path, settings: Settings, environ: Mapping[str, str], *, read_only: bool
) -> Iterator[Store]:
    """The store of a newsroom that was indexed."""
    url = locate(folder, settings.store, environ)
    path = sqlite_path(url)
    known = ready = False
    if path is None or path.exists():
        with closing(Store.open(url, read_only=True)) as store, store.reading() as connection:
            known = has_ledger(connection) and ledger.count_present(connection, 1) > 0
            ready = known and is_prepared(connection)
    if not known:
        raise StoreError(f"no article has an id yet; run: feedsvc index {folder}")
    if read_only and not ready:
        raise StoreError("the store is of another version of feedsvc; run feedsvc index first")
    with closing(Store.open(url, read_only=read_only)) as store:
        yield store


def _alone(store: Store, waiting: Callable[[], None]) -> AbstractContextManager[bool]:
    """Hold the lock of writing, so that what the store remembers stays true of the files."""
    with store.reading() as connection:
        return lock_of(connection, "writing").held(waiting=waiting)


def _choose(folder: Path, listing: Mapping[str, FileStat], only: Sequence[str]) -> list[str]:
    """The files that are meant, in order.

    Raises:
        FeedsvcError: a path of `only` means none.
    """
    chosen = set() if only else set(listing)
    for given in only:
        for path in _in_folder(folder, given):
            found = {p for p in listing if not path or p == path or p.startswith(f"{path}/")}
            if found:
                chosen |= found
                break
        else:
            advice = f"name files or folders inside {folder}"
            raise FeedsvcError(f"{given}: no article file is there; {advice}")
    return [path for path in listing if path in chosen]


def _in_folder(folder: Path, given: str) -> Iterator[str]:
    """What may be meant by a path: one from here, or one in the folder."""
    for root, whole in (
        (os.path.abspath(folder), os.path.abspath(given)),
        (os.path.realpath(folder), os.path.realpath(given)),
        (os.path.abspath(folder), os.path.abspath(folder / given)),
    ):
        inside = os.path.relpath(whole, root).replace(os.sep, "/")
        if inside != ".." and not inside.startswith("../"):
            yield "" if inside == "." else unicodedata.normalize("NFC", inside)
