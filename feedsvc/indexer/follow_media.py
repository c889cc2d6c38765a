"""Has articles read again whose media files changed, arrived late or are gone."""

from contextlib import closing

from feedsvc.indexer.remove import forget_files
from feedsvc.indexer.worklist import Worklist
from feedsvc.sources import DiskList
from feedsvc.store import Store, articles, files, ledger
from feedsvc.store.bulk import chunks


def follow_media(store: Store, work: Worklist) -> None:
    """Add the files of the articles that name a media file of `work.media` to those to read.

    What the store knows of media files that no article names any more is forgotten. A file that
    was an article and is none by the rules of today counts as gone.
    """
    if not len(work.media):
        return
    with closing(DiskList(str)) as naming:
        for some in chunks(work.media):
            with store.reading() as connection:
                known = files.known_paths(connection, some)  # those that were measured
                found = articles.naming(connection, known)
                were_articles = ledger.records_at(connection, known).keys()
            for path in sorted({path for paths in found.values() for path in paths}):
                naming.add(path)
            for path in sorted(were_articles):
                work.gone.add(path)
            if unnamed := known - found.keys() - were_articles:
                forget_files(store, unnamed)
        if len(naming):
            work.also(naming)
