"""What one look at the folder found to do, and what came of it, in little memory."""

from collections.abc import Collection, Iterable, Iterator
from types import TracebackType

from feedsvc.indexer.folder_diff import Difference
from feedsvc.indexer.identity import FewMissing, MissingArticles
from feedsvc.indexer.transaction import TransactionReport
from feedsvc.model.ledger_record import Record, Sighting
from feedsvc.model.problem import Problem
from feedsvc.sources import DiskList, Folder
from feedsvc.store import Connection, Store, files, ledger
from feedsvc.store.bulk import CHUNK, chunks
from feedsvc.store.missing import ManyMissing

MANY = 2000  # articles gone that memory may hold
EXAMPLES = 1000  # paths that are named, of any number


class Spared:
    """Articles whose files are gone and may come back, kept from one update to the next.

    Each is looked up once, however many updates it takes to find a renamed folder's files. What is
    kept says only which ones to look at: what is told of them is looked up when it is asked for.

    Args:
        folder, store: where files and articles are looked up.

    Attributes:
        paths: of gone files and folders.
    """

    def __init__(self, folder: Folder, store: Store) -> None:
        self._folder = folder
        self._store = store
        self._kept: MissingArticles = FewMissing()
        self.paths: frozenset[str] = frozenset()

    def follow(self, paths: Collection[str]) -> None:
        """Spare what is at these paths, and nothing else any more."""
        before, now = self.paths, frozenset(paths)
        if not now:
            self._kept.close()
            self._kept = FewMissing()
        elif before - now:
            for some in chunks(record for record in self._kept if not is_within(record.path, now)):
                self._kept.found([record.entry_id for record in some])
        if now - before:
            with self._store.reading() as connection:
                self._look_up(connection, sorted(now - before))
        self.paths = now

    def _look_up(self, connection: Connection, paths: Collection[str]) -> None:
        for some in chunks(paths):
            there = ledger.records_at(connection, some)
            self._keep(there.values())
            for path in some:
                after = "" if path not in there else None
                while after is not None:
                    inside = [
                        one for one, _ in files.stats_page(connection, after, CHUNK, within=path)
                    ]
                    self._keep(ledger.records_at(connection, inside).values())
                    after = inside[-1] if len(inside) == CHUNK else None

    def _keep(self, records: Collection[Record]) -> None:
        if isinstance(self._kept, FewMissing) and len(self._kept) + len(records) > MANY:
            many = ManyMissing()
            many.add(list(self._kept))
            self._kept = many
        self._kept.add(records)

    def found(self, entry_ids: Collection[str]) -> None:
        """These are no longer sought."""
        self._kept.found(entry_ids)

    def among(self, entry_ids: Collection[str]) -> set[str]:
        """Those of the ids that are sought."""
        return {record.entry_id for record in self._gone(self._kept.among(entry_ids))}

    def candidates(self, sightings: Collection[Sighting]) -> list[Record]:
        """All that one of the files could be."""
        sources = {one.source for one in sightings}
        renamed = {(one.slug, one.date) for one in sightings if one.date is not None}
        return self._gone(
            record.entry_id
            for record in self._kept.candidates(sightings)
            if record.source in sources or (record.wanted, record.date) in renamed
        )

    def _gone(self, entry_ids: Iterable[str]) -> list[Record]:
        """What is remembered of articles, as it is now, where their files still are gone."""
        if not (ids := list(entry_ids)):
            return []
        with self._store.reading() as connection:
            records = ledger.records_of(connection, ids).values()
        return [one for one in records if one.present and self._folder.lacks(one.path)]


class _Sought:
    """Articles that a new file may be: those that are to be taken out, and those that are spared.

    Only the former are counted and told one by one.
    """

    def __init__(self, gone: MissingArticles, spared: Spared) -> None:
        self._gone = gone
        self._spared = spared
        self.add = gone.add
        self.close = gone.close

    def found(self, entry_ids: Collection[str], /) -> None:
        self._gone.found(entry_ids)
        self._spared.found(entry_ids)

    def among(self, entry_ids: Collection[str], /) -> set[str]:
        return self._gone.among(entry_ids) | self._spared.among(entry_ids)

    def candidates(self, files: Collection[Sighting], /) -> list[Record]:
        return [*self._gone.candidates(files), *self._spared.candidates(files)]

    def __len__(self) -> int:
        return len(self._gone)

    def __iter__(self) -> Iterator[Record]:
        return iter(self._gone)


class Worklist:
    """Files to read, paths at which files are gone, articles whose files are.

    Args:
        spared: articles whose files are gone, and that stay.

    Attributes:
        stale: paths of files to read.
        gone: paths at which no file is any more.
        later: paths of files of which it is not known yet what they say.
        vanished: articles that were there, and are not found elsewhere; spared ones are found too.
        read, new, changed, moved: how many files were read; how many articles that changed.
        new_paths, changed_paths, moved_paths: of articles, EXAMPLES of them.
        problems: of the files read, EXAMPLES of them.
        freed: whether an id became free that another file may want.
    """

    def __init__(self, spared: Spared | None = None) -> None:
        self.later: list[str] = []
        self.stale = DiskList(str)
        self.gone = DiskList(str)
        self._spared = spared
        self._seek(FewMissing())
        self.read = self.new = self.changed = self.moved = 0
        self.new_paths: list[str] = []
        self.changed_paths: list[str] = []
        self.moved_paths: list[str] = []
        self.problems: list[Problem] = []
        self.freed = False

    def __enter__(self) -> "Worklist":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for spool in (self.stale, self.gone):
            spool.close()
        self.vanished.close()

    def add(self, differences: Iterable[Difference], but: Collection[str] = ()) -> None:
        """Take up differences, but not at some paths."""
        for difference in differences:
            if difference.path not in but:
                (self.gone if difference.gone else self.stale).add(difference.path)

    def expect(self, count: int) -> None:
        """So many articles may be gone."""
        if count > MANY:
            self._seek(ManyMissing())

    def _seek(self, gone: MissingArticles) -> None:
        self.vanished = gone if self._spared is None else _Sought(gone, self._spared)

    def left(self) -> Iterator[Record]:
        """The articles that are to be taken out, by path."""
        spare = self._spared.paths if self._spared else ()
        return (record for record in self.vanished if not is_within(record.path, spare))

    def note(self, read: int, kept: TransactionReport) -> None:
        """Remember what came of a batch."""
        self.vanished.found(kept.found)
        self.read += read
        self.new += len(kept.new)
        self.changed += len(kept.changed)
        self.moved += len(kept.moved)
        for paths, more in (
            (self.new_paths, kept.new),
            (self.changed_paths, kept.changed),
            (self.moved_paths, kept.moved),
        ):
            paths += more[: EXAMPLES - len(paths)]
        self.problems += kept.problems[: EXAMPLES - len(self.problems)]
        self.freed = self.freed or kept.freed


def is_within(path: str, places: Collection[str]) -> bool:
    """Whether a path is one of some places, or in a folder that is."""
    if not places:
        return False
    parts = path.split("/")
    return any("/".join(parts[:end]) in places for end in range(1, len(parts) + 1))
