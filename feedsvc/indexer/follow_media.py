"""Has articles read again whose media files changed, arrived late or are gone."""

from contextlib import closing

from feedsvc.indexer.remove import forget_files
from feedsvc.indexer.worklist import Worklist
from feedsvc.sources import SUFFIXES, DiskList, is_metadata
from feedsvc.store import Store, articles, files, ledger
from feedsvc.store.bulk import chunks


def follow_media(store: Store, work: Worklist) -> None:
    """Add the files of the articles that name a media file of `work.media` to those to read.

    What the store knows of media files that no article names any more is forgotten. A file that
    was an article and is none by the rules of today counts as gone. A file with the header of an
    article counts as one that it names, also where the article was refused.
    """
    if not len(work.media):
        return
    with closing(DiskList(str)) as naming:
        for some in chunks(work.media):
            with store.reading() as connection:
                known = files.known_paths(connection, some)  # those that were measured
                found = articles.naming(connection, known)
                were_articles = ledger.records_at(connection, known).keys()
            beside = [_headed_by(path) for path in some if is_metadata(path)]
            with store.reading() as connection:
                headed = files.known_paths(connection, [one for each in beside for one in each])
            for path in sorted({path for paths in found.values() for path in paths} | headed):
                naming.add(path)
            for path in sorted(were_articles):
                work.gone.add(path)
            if unnamed := known - found.keys() - were_articles:
                forget_files(store, unnamed)
        if len(naming):
            work.also(naming)


def _headed_by(path: str) -> list[str]:
    """The article files whose header a file may hold."""
    stem = path.rpartition(".")[0]
    return [stem + suffix for suffix in sorted(SUFFIXES)]
