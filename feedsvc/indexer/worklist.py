"""Lists what a scan or update has to do and what it did, with little memory."""

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

MANY = 2000  # missing articles held in memory; more go to disk
EXAMPLES = 1000  # paths or articles named in a report, however many there are


class Spared:
    """Articles whose files are gone and may come back, kept from one update to the next.

    Each is looked up once, however many updates it takes to find the files of a renamed folder. The
    kept records only say which articles to look at; their current records are read when asked for.

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
        """Spare the articles at these paths, and no others from now on."""
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
        """Forget these articles: their files were found."""
        self._kept.found(entry_ids)

    def among(self, entry_ids: Collection[str]) -> set[str]:
        """Those of the ids whose articles are still missing."""
        return {record.entry_id for record in self._gone(self._kept.among(entry_ids))}

    def candidates(self, sightings: Collection[Sighting]) -> list[Record]:
        """All spared articles that one of the files could be."""
        sources = {one.source for one in sightings}
        renamed = {(one.slug, one.date) for one in sightings if one.date is not None}
        return self._gone(
            record.entry_id
            for record in self._kept.candidates(sightings)
            if record.source in sources or (record.wanted, record.date) in renamed
        )

    def _gone(self, entry_ids: Iterable[str]) -> list[Record]:
        """The current records of articles, without those whose files are back."""
        if not (ids := list(entry_ids)):
            return []
        with self._store.reading() as connection:
            records = ledger.records_of(connection, ids).values()
        return [one for one in records if one.present and self._folder.lacks(one.path)]


class _Sought:
    """Articles that a new file may be: those that are to leave, and those that are spared.

    Counting and iterating give only those that are to leave.
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
    """What a scan or update has to do, and what it did.

    Args:
        spared: articles whose files are gone and that stay published for now.

    Attributes:
        stale: paths of files to read.
        gone: paths whose files are gone.
        later: paths of slow files that are still being read.
        vanished: missing articles that were not found under another path. A new file may also be a
            spared one.
        read: how many files were read.
        new, changed, moved: how many articles are new, changed or moved.
        new_paths, changed_paths, moved_paths: their paths, at most EXAMPLES.
        problems: of the files read, at most EXAMPLES.
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
        """Add differences to the work, without those at the paths in `but`."""
        for difference in differences:
            if difference.path not in but:
                (self.gone if difference.gone else self.stale).add(difference.path)

    def expect(self, count: int) -> None:
        """Prepare for a number of missing articles: more than MANY are kept on disk."""
        if count > MANY:
            self._seek(ManyMissing())

    def _seek(self, gone: MissingArticles) -> None:
        self.vanished = gone if self._spared is None else _Sought(gone, self._spared)

    def left(self) -> Iterator[Record]:
        """The articles that are to leave, by path."""
        spare = self._spared.paths if self._spared else ()
        return (record for record in self.vanished if not is_within(record.path, spare))

    def note(self, read: int, kept: TransactionReport) -> None:
        """Count the result of a batch.

        Args:
            read: how many files it read.
            kept: the result.
        """
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
    """Whether a path is one of `places`, or in a folder that is one."""
    if not places:
        return False
    parts = path.split("/")
    return any("/".join(parts[:end]) in places for end in range(1, len(parts) + 1))
