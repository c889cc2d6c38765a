"""Decides when a changed file is completely saved and may be read, or is gone for good.

A file is read once it has not changed for a while and no program has it open for writing. A file
that was renamed into its place is complete, so it waits only a moment. A file that vanished counts
as gone only when it stays gone and no other vanishes, so that a save by delete and create, a
checkout or an unmount in progress removes nothing.

Time and files are seen only through what the caller passes in.
"""

import heapq
from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

STILL = 0.02  # seconds without a change until a file counts as complete
STILL_RENAMED = 0.005  # the same, for a file renamed into its place that no program has open
OPEN_LIMIT = 10.0  # seconds without a change until a file counts as complete though it is open
GRACE = 2.0  # seconds that a path must be gone while no other vanishes
GRACE_LIMIT = 30.0  # seconds until it counts as gone though others go on vanishing
REMEMBERED = 5.0  # seconds in which a second event of the same save is recognized
MANY_INODES = 20_000  # inodes remembered, of the files that were read last
BATCH = 500  # paths of one decision
BULK = 100  # paths of one decision from the bulk, so that a save meanwhile does not wait long
_STEP = 0.001  # the least number of seconds between two looks
_DOUBT_STEP = 0.25  # seconds between two looks while events may have been lost
_WALK_AGAIN = (0.25, 1.0)  # seconds: a new folder may fill before it is watched


class Look(NamedTuple):
    """What a path looked like: times in nanoseconds of the file system's clock."""

    modified: int
    changed: int
    size: int
    inode: int
    folder: bool = False


class Eyes(Protocol):
    """Gives Debounce a view of the files."""

    def look(self, path: str) -> Look | None:
        """What is at a path; None where nothing is."""

    def closed(self, path: str) -> bool | None:
        """Whether no program has the file open for writing; None where that cannot be told."""

    def wall(self) -> int:
        """The time that a file saved now would get, in nanoseconds."""


class Settled(NamedTuple):
    """What may be done now.

    Attributes:
        ready: files to read.
        gone: paths that are gone for good.
        folders: new folders, to be walked for files of which no event told.
    """

    ready: list[str]
    gone: list[str]
    folders: list[str]


class _Waiting:
    """A path that is being watched: since when it looks as it does, when to look again."""

    __slots__ = ("at", "bulk", "look", "new", "noted", "since", "walks")

    def __init__(self, at: float, *, bulk: bool, new: bool) -> None:
        self.at = self.noted = at
        self.bulk = bulk
        self.new = new
        self.look: Look | None = None
        self.since = at
        self.walks = 0


class Debounce:
    """Decides when files are complete, or gone for good.

    Args:
        eyes: look at paths.
        wanted: says whether a file at a path is of interest.
        doubtful: says whether paths noted at a time as new or gone must wait (rescan.Suspicion).
    """

    def __init__(
        self,
        eyes: Eyes,
        wanted: Callable[[str], bool],
        doubtful: Callable[[float], bool] = lambda _: False,
    ) -> None:
        self._eyes = eyes
        self._wanted = wanted
        self._doubtful = doubtful
        self.clear()

    def clear(self) -> None:
        """Forget everything; a look at the whole folder must follow."""
        self._waiting: dict[str, _Waiting] = {}
        # Heaps by time; an entry counts only while its path waits for that time.
        self._soon: list[tuple[float, str]] = []
        self._bulk: list[tuple[float, str]] = []
        self._gone: dict[str, float] = {}  # path -> since when, oldest first
        self._vanished = 0.0  # when the last file vanished
        self._not_before = 0.0  # when removing may be tried again
        self._passed: dict[str, tuple[Look, float]] = {}
        self._inodes: dict[str, int] = {}  # of the files handed out, in that order

    def note(self, path: str, now: float, *, new: bool = True, bulk: bool = False) -> None:
        """Something happened at a path.

        Args:
            path: relative to the folder, POSIX, NFC.
            now: monotonic seconds.
            new: whether a folder there is new and must be walked; else only files count.
            bulk: whether it is one of very many, so that others go first.
        """
        waiting = self._waiting.get(path)
        if waiting is None:
            self._push(path, _Waiting(now, bulk=bulk, new=new))
        elif waiting.bulk and not bulk:
            waiting.bulk, waiting.at = False, now
            self._push(path, waiting)

    def note_gone(self, path: str, now: float, *, bulk: bool = False) -> None:
        """Note that a path is said to have vanished.

        It is looked at now, because a new file may be this one under another name.

        Args:
            path: relative to the folder, POSIX, NFC.
            now: monotonic seconds.
            bulk: whether it is one of very many, so that others go first.
        """
        if self._eyes.look(path) is None:
            self._lose(path, now)
        else:
            self.note(path, now, bulk=bulk)

    def again(self, settled: Settled, at: float) -> None:
        """Decide anew at a time, because what was decided could not be done."""
        for path in settled.ready:
            self._passed.pop(path, None)
            if path not in self._waiting:
                self._push(path, _Waiting(at, bulk=True, new=False))
        if settled.gone:
            self._gone = dict.fromkeys(settled.gone, at - GRACE) | self._gone
            self._not_before = at

    def spare(self) -> tuple[str, ...]:
        """Paths that are gone and may still come back or be found under another name."""
        return tuple(path for path in self._gone if path not in self._waiting)

    def decide(self, now: float) -> Settled:
        """What may be done by now; it is handed to the caller and no longer watched here."""
        settled = Settled([], [], [])
        for lane, room in ((self._soon, BATCH), (self._bulk, BULK)):
            looks = 0
            while len(settled.ready) < room and looks < BATCH and self._due(lane) <= now:
                _, path = heapq.heappop(lane)
                looks += 1
                self._judge(path, self._waiting[path], now, settled)
        self._forget_passed(now)
        if self._leaving() <= now:
            settled.gone.extend(self._leave(now))
        return settled

    def next(self) -> float:
        """When to decide again if nothing happens before, in monotonic seconds; infinity: never."""
        return min(self._due(self._soon), self._due(self._bulk), self._leaving())

    def _due(self, lane: list[tuple[float, str]]) -> float:
        while lane:
            at, path = lane[0]
            waiting = self._waiting.get(path)
            if waiting and waiting.at == at and (lane is self._bulk) == waiting.bulk:
                return at
            heapq.heappop(lane)
        return float("inf")

    def _push(self, path: str, waiting: _Waiting) -> None:
        self._waiting[path] = waiting
        heapq.heappush(self._bulk if waiting.bulk else self._soon, (waiting.at, path))

    def _look_again(self, path: str, waiting: _Waiting, at: float) -> None:
        waiting.at = at
        self._push(path, waiting)

    def _judge(self, path: str, waiting: _Waiting, now: float, settled: Settled) -> None:
        look = self._eyes.look(path)
        if look is None:
            self._lose(path, now)
            return
        self._gone.pop(path, None)
        if look.folder:
            self._judge_folder(path, waiting, now, settled)
        elif not self._wanted(path) or self._told_before(path, look):
            del self._waiting[path]
        elif waiting.new and self._doubtful(waiting.noted):
            waiting.bulk = True  # nothing is removed before the bulk is read
            self._look_again(path, waiting, now + _DOUBT_STEP)
        elif (wait := self._unrest(path, waiting, look, now)) > 0:
            self._look_again(path, waiting, now + max(wait, _STEP))
        else:
            del self._waiting[path]
            if self._age(look) >= STILL:
                self._passed[path] = (look, now)
            self._know_inode(path, look)
            settled.ready.append(path)

    def _judge_folder(self, path: str, waiting: _Waiting, now: float, settled: Settled) -> None:
        if waiting.new:
            settled.folders.append(path)
        if waiting.new and waiting.walks < len(_WALK_AGAIN):
            waiting.walks += 1
            waiting.bulk = False
            self._look_again(path, waiting, now + _WALK_AGAIN[waiting.walks - 1])
        else:
            del self._waiting[path]

    def _unrest(self, path: str, waiting: _Waiting, look: Look, now: float) -> float:
        """Seconds after which to look again; 0 where the file is complete.

        A file saved by rename was written before, so its own age counts, if it is certain that
        no program writes it. Otherwise the age may come from another machine's clock.
        """
        if look != waiting.look:
            waiting.look, waiting.since = look, now
        held = now - waiting.since
        age = self._age(look)
        if held >= OPEN_LIMIT:
            return 0
        still = STILL_RENAMED if self._is_renamed(path, look) else STILL
        if max(held, age) < still:
            return still - max(held, age)
        closed = self._eyes.closed(path)
        if closed is False:
            return STILL if held < 1 else STILL * 5
        return 0 if closed or held >= STILL else STILL - held

    def _is_renamed(self, path: str, look: Look) -> bool:
        """Whether a file was written under another name and then renamed.

        It then has another inode than the file before, or its status changed after its last byte
        was written: writing a file sets both of its times alike.
        """
        known = self._inodes.get(path, look.inode)
        return look.size > 0 and (look.inode != known or look.changed > look.modified)

    def _know_inode(self, path: str, look: Look) -> None:
        self._inodes.pop(path, None)
        self._inodes[path] = look.inode
        if len(self._inodes) > MANY_INODES:
            del self._inodes[next(iter(self._inodes))]

    def _age(self, look: Look) -> float:
        return max(0.0, (self._eyes.wall() - look.modified) / 1e9)

    def _told_before(self, path: str, look: Look) -> bool:
        """Whether nothing happened to a file since it was last handed out.

        The file had not changed for a while then, so any later change has a later time.
        """
        passed = self._passed.get(path)
        return passed is not None and passed[0] == look

    def _forget_passed(self, now: float) -> None:
        while self._passed:
            path = next(iter(self._passed))
            if now - self._passed[path][1] < REMEMBERED:
                return
            del self._passed[path]

    def _lose(self, path: str, now: float) -> None:
        self._waiting.pop(path, None)
        self._passed.pop(path, None)
        if path not in self._gone:
            self._gone[path] = now
            if self._wanted(path):  # programs make and remove files of their own all the time
                self._vanished = now

    def _leaving(self) -> float:
        """When the oldest gone path may be removed; infinity: not known yet.

        It is not removed before the bulk is read, since any of these files may be the same article
        under a new name.
        """
        if not self._gone or self._due(self._bulk) < float("inf"):
            return float("inf")
        oldest = next(iter(self._gone.values()))
        if self._doubtful(oldest):
            return float("inf")
        quiet = max(oldest, self._vanished) + GRACE
        return max(self._not_before, min(quiet, oldest + GRACE_LIMIT))

    def _leave(self, now: float) -> Iterable[str]:
        """The paths that are gone for good; none while one that seemed gone is to be read.

        Where the whole folder was away for a moment, a new file seems gone as well as the one that
        it was under an earlier name.
        """
        back = [path for path in self._gone if self._eyes.look(path) is not None]
        for path in back:
            del self._gone[path]
            self.note(path, now, bulk=True)  # nothing is removed before the bulk is read
        due = [p for p, at in self._gone.items() if now >= at + GRACE and not self._doubtful(at)]
        for path in due if not back else ():
            del self._gone[path]
            yield path
