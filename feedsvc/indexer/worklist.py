"""Lists what a scan or update has to do and what it did, with little memory."""

from collections.abc import Collection, Iterable
from itertools import chain, groupby

from feedsvc.indexer.folder_diff import Difference
from feedsvc.indexer.report import Seen
from feedsvc.indexer.transaction import TransactionReport
from feedsvc.model.problem import Problem
from feedsvc.sources import DiskList, in_order
from feedsvc.store.missing import MissingArticles

EXAMPLES = 1000  # paths or articles named in a report, however many there are


class Worklist:
    """What a scan or update has to do, and what it did.

    Args:
        missing: articles whose files are gone; those that leave are added to them meanwhile.

    Attributes:
        stale: paths of files to read.
        media: paths of media files that changed, arrived or are gone.
        gone: paths whose files are gone.
        later: paths of slow files that are still being read.
        missing: the articles that were not found under another path.
        read: how many files were read.
        new, changed, moved: how many articles are new, changed or moved.
        new_paths, changed_paths, moved_paths: their paths, at most EXAMPLES.
        seen: what readers see of the changes, as in Seen; at most EXAMPLES paths of a kind.
        withdrawn: how many articles were withdrawn.
        untold, untold_paths: how many articles left the feeds though their files are the same, and
            their paths, at most EXAMPLES.
        problems: of the files read, at most EXAMPLES.
        freed: whether an id became free that another file may want.
    """

    def __init__(self, missing: MissingArticles) -> None:
        self.later: list[str] = []
        self.stale = DiskList(str)
        self.media = DiskList(str)
        self.gone = DiskList(str)
        self.missing = missing
        self.read = self.new = self.changed = self.moved = self.untold = 0
        self.untold_paths: list[str] = []
        self.withdrawn = 0
        self.seen: list[list[str]] = [[] for _ in Seen._fields]
        self.new_paths: list[str] = []
        self.changed_paths: list[str] = []
        self.moved_paths: list[str] = []
        self.problems: list[Problem] = []
        self.freed = False

    def close(self) -> None:
        """Forget what was to do."""
        self.stale.close()
        self.media.close()
        self.gone.close()
        self.missing.settle()

    def add(self, differences: Iterable[Difference], but: Collection[str] = ()) -> None:
        """Add differences to the work, without those at the paths in `but`."""
        for difference in differences:
            if difference.media:
                self.media.add(difference.path)
            elif difference.path not in but:
                (self.gone if difference.gone else self.stale).add(difference.path)

    def look_again(self, pieces: Iterable[list[Difference]]) -> None:
        """Add what a second walk finds; what is gone only then is spared, and may be a new file.

        A file that is renamed during a walk may be met at both of its places, or at none.
        """
        more, spared = DiskList(str), []
        earlier = iter(self.gone)
        before = next(earlier, None)
        for difference in chain.from_iterable(pieces):
            path = difference.path
            if difference.gone:
                while before is not None and before < path:
                    before = next(earlier, None)
                if before != path:
                    spared.append(path)
            elif not difference.media:
                more.add(path)
        self.also(more)
        more.close()
        self.missing.spare(spared)

    def also(self, paths: DiskList[str]) -> None:
        """Add files to read; each is read once, in the order of paths."""
        stale, self.stale = self.stale, DiskList(str)
        for path, _ in groupby(in_order(chain(stale, paths), str)):
            self.stale.add(path)
        stale.close()

    def leave_untold(self, paths: Collection[str]) -> None:
        """Count articles that left the feeds though their files are the same."""
        self.untold += len(paths)
        self.untold_paths += list(paths)[: EXAMPLES - len(self.untold_paths)]

    def note(self, read: int, kept: TransactionReport) -> None:
        """Count the result of a batch.

        Args:
            read: how many files it read.
            kept: the result.
        """
        self.missing.found(kept.found)
        self.read += read
        self.new += len(kept.new)
        self.changed += len(kept.changed)
        self.moved += len(kept.moved)
        self.withdrawn += len(kept.seen.withdrawn)
        self.leave_untold(kept.untold)
        for paths, more in (
            (self.new_paths, kept.new),
            (self.changed_paths, kept.changed),
            (self.moved_paths, kept.moved),
            *zip(self.seen, kept.seen, strict=True),
        ):
            paths += more[: EXAMPLES - len(paths)]
        self.problems += kept.problems[: EXAMPLES - len(self.problems)]
        self.freed = self.freed or kept.freed
