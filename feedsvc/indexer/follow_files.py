"""Has articles read again of which another file says something, when that file changes.

These are media files, which may arrive late or go, headers beside articles, and files that count
for all articles of a folder.
"""

from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from itertools import chain

from feedsvc.indexer.files_around import folder_file
from feedsvc.indexer.remove import forget_files
from feedsvc.indexer.worklist import Worklist
from feedsvc.model.hashing import digest
from feedsvc.settings import Settings
from feedsvc.sources import (
    SUFFIXES,
    DiskList,
    Folder,
    is_article,
    is_folder_file,
    is_metadata,
    reach_of,
)
from feedsvc.store import Store, articles, files, ledger
from feedsvc.store.bulk import chunks

_ARTICLES = tuple(SUFFIXES)
_PAGE = 500
_SAID = "said by "  # and the path of a file: what it last said, as a digest
_CHANGES, _IS_THERE = "changes", "-"


def follow_files(
    store: Store, work: Worklist, folder: Folder, settings: Settings, now: datetime
) -> None:
    """Add to the files to read those of the articles of which a file of `work` says something.

    What the store knows of media files that no article names any more is forgotten. A file that
    was an article and is none by the rules of today counts as gone.

    Args:
        store: knows the articles.
        work: what is to do.
        folder, settings, now: as for read_file.
    """
    others = [
        path
        for path in chain(work.stale, work.gone)
        if path[0] == "_" or "/_" in path or not path.endswith(_ARTICLES)
    ]
    if not len(work.media) and not others:
        return
    with closing(DiskList(str)) as found:
        for some in chunks(work.media):
            _follow_media(store, work, some, found)
        said = [path for path in others if is_folder_file(path)]
        marks = _changed(store, said, folder, settings, now)
        for path in marks:
            for one in _governed(store, path, folder):
                found.add(one)
        if marks:
            # After a crash these articles are still to be read.
            with store.writing() as connection:
                for some in chunks(found):
                    files.doubt(connection, some)
                for path, mark in marks.items():
                    ledger.set_state(connection, _SAID + path, mark)
        if len(found):
            work.also(found)


def _follow_media(store: Store, work: Worklist, some: list[str], found: DiskList[str]) -> None:
    """Add the articles that name some media files to those found."""
    with store.reading() as connection:
        known = files.known_paths(connection, some)  # those that were measured
        named = articles.naming(connection, known)
        were_articles = ledger.records_at(connection, known).keys()
    for path in sorted({path for paths in named.values() for path in paths}):
        found.add(path)
    for path in sorted(were_articles):
        work.gone.add(path)
    if unnamed := known - named.keys() - were_articles:
        forget_files(store, unnamed)


def _changed(
    store: Store, paths: Iterable[str], folder: Folder, settings: Settings, now: datetime
) -> dict[str, str]:
    """The files that say something else than before, with a mark of what they say now."""
    folder.noted.clear()
    found = {}
    for path in sorted(set(paths)):
        mark = _mark(path, folder, settings, now)
        with store.reading() as connection:
            if mark == _CHANGES or mark != (ledger.state_of(connection, _SAID + path) or ""):
                found[path] = mark
    return found


def _mark(path: str, folder: Folder, settings: Settings, now: datetime) -> str:
    """A mark of what a file says; empty: nothing."""
    if is_metadata(path):
        return _CHANGES
    if folder.lacks(path):
        return ""
    try:
        file = folder_file(folder, path, settings, now)
    except OSError:
        return _CHANGES
    if file.fault is None and not file.rules and not file.holding:
        # Where there is a page without a language, those of languages count for fewer articles.
        return _IS_THERE if is_article(path) else ""
    said = [f"{rule.means and rule.means.args} {rule.defaults}" for rule in file.rules]
    return digest(str(file.fault), *said, *file.holding)


def _governed(store: Store, path: str, folder: Folder) -> Iterable[str]:
    """Yield the articles for which a file counts."""
    reach = reach_of(path, folder.root.absolute().name)
    with store.reading() as connection:
        stems = [stem + suffix for stem in reach.stems for suffix in _ARTICLES]
        beside = files.known_paths(connection, stems)
    yield from sorted(beside)
    for within in reach.folders:
        after = ""
        while True:
            with store.reading() as connection:
                page = files.stats_page(connection, after, _PAGE, within=within)
            yield from (one for one, _ in page if is_article(one) and not is_folder_file(one))
            if len(page) < _PAGE:
                break
            after = page[-1][0]
