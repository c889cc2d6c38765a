"""What one look at the folder found to do, and what came of it, in little memory."""

from collections.abc import Collection, Iterable, Iterator
from types import TracebackType

from feedsvc.batch import Kept
from feedsvc.identity import FewVanished, Record, Vanished
from feedsvc.model import Problem
from feedsvc.spool import Spool
from feedsvc.store.vanished import ManyVanished
from feedsvc.survey import Difference

MANY = 2000  # articles gone that memory may hold
EXAMPLES = 1000  # paths that are named, of any number


class Backlog:
    """Files to read, paths at which files are gone, articles whose files are.

    Args:
        spare: paths of gone files or folders whose articles stay.

    Attributes:
        stale: paths of files to read.
        gone: paths at which no file is any more.
        vanished: articles that were there, and at spare paths, and are not found elsewhere.
        read, new, changed, moved: how many files were read; how many articles that changed.
        new_paths, changed_paths, moved_paths: of articles, EXAMPLES of them.
        problems: of the files read, EXAMPLES of them.
        freed: whether an id became free that another file may want.
    """

    def __init__(self, spare: Iterable[str] = ()) -> None:
        self.stale = Spool(str)
        self.gone = Spool(str)
        self.spare = frozenset(spare)
        self.vanished: Vanished = FewVanished()
        self.read = self.new = self.changed = self.moved = 0
        self.new_paths: list[str] = []
        self.changed_paths: list[str] = []
        self.moved_paths: list[str] = []
        self.problems: list[Problem] = []
        self.freed = False

    def __enter__(self) -> "Backlog":
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
            self.vanished = ManyVanished()

    def left(self) -> Iterator[Record]:
        """The articles that are to be taken out, by path."""
        return (r for r in self.vanished if not self.spare or not self._is_spare(r.path))

    def _is_spare(self, path: str) -> bool:
        parts = path.split("/")
        return any("/".join(parts[:end]) in self.spare for end in range(1, len(parts) + 1))

    def note(self, read: int, kept: Kept) -> None:
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
