"""Checks that the folder of articles is there, and keeps it watched."""

from collections.abc import Callable

from feedsvc.indexer.debounce import Debounce
from feedsvc.indexer.log import IndexerLog
from feedsvc.indexer.rescan import RescanSchedule
from feedsvc.indexer.watch import FolderEyes, Listening
from feedsvc.store.locks import StoreLock

TICK = 1.0  # seconds between two looks whether the folder is there
_WATCH_AGAIN = 1.0  # seconds until the next try after a watch ended
_WATCH_LATER = 30.0  # seconds until the next try after a watch could not begin


class FolderState:
    """Keeps the folder watched while it is there; when it is lost, what was noted is forgotten.

    Args:
        watch: reports file events.
        eyes: look at the folder.
        journal: the log.
        debounce: cleared when the folder is lost or replaced.
        rescan: scans again then, and while there is no watch.
        monotonic: the clock, in seconds.

    Attributes:
        watching: whether file events are reported.
        lock: the indexer's lock; None while it has none.
    """

    def __init__(
        self,
        watch: Listening,
        eyes: FolderEyes,
        journal: IndexerLog,
        debounce: Debounce,
        rescan: RescanSchedule,
        monotonic: Callable[[], float],
    ) -> None:
        self._watch = watch
        self._eyes = eyes
        self._log = journal
        self._debounce = debounce
        self._rescan = rescan
        self._monotonic = monotonic
        self._folder = eyes.identity()
        self._checked = monotonic()
        self._watch_at = 0.0  # when to try to watch again
        self.watching = False
        self.lock: StoreLock | None = None

    def start_watch(self) -> None:
        """Watch from now on."""
        reason = self._watch.start()
        self.watching = not reason
        if reason:
            self._lose_watch(reason, _WATCH_LATER)
        else:
            self._log.over("watch", "the folder is watched again")

    def watch_again(self) -> None:
        """Try to watch again, if there is no watch and it is time."""
        if not self.watching and self._monotonic() >= self._watch_at:
            self.start_watch()
            self._rescan.soon()

    def watch_ended(self, reason: str) -> None:
        """Note that the watch ended, and why."""
        self._lose_watch(reason, _WATCH_AGAIN)

    def _lose_watch(self, reason: str, pause: float) -> None:
        self.watching = False
        self._watch_at = self._monotonic() + pause
        self._rescan.soon()
        self._log.once("watch", f"the folder cannot be watched ({reason}){_advice(reason)}")

    def is_there(self) -> bool:
        """Whether the folder is there; where another took its place, that one is watched."""
        now = self._monotonic()
        if now - self._checked < TICK and self._folder is not None:
            return True
        self._checked = now
        found = self._eyes.identity()
        if found != self._folder and self.lock is not None and not self.lock.exists():
            # The lock file was in the folder, so this one is a bare mount point or a new folder.
            found = None
        if found is None:
            self.lose()
        elif found != self._folder:
            self._folder = found
            self._log.over("folder", "the folder of articles is back")
            self._debounce.clear()
            self._rescan.drop()
            self._rescan.soon()
            self.start_watch()
        return found is not None

    def lose(self) -> None:
        """Note that the folder is missing."""
        self._folder = None
        self._debounce.clear()
        self._rescan.drop()
        self._log.once(
            "folder", "the folder of articles is gone; what was published stays so until it is back"
        )

    def lock_lost(self) -> bool:
        """Whether the lock was lost for good: a folder that was moved away may bring it back."""
        if self.lock is None or self.lock.lasts():
            return False
        return self._eyes.identity() == self._folder is not None


def _advice(reason: str) -> str:
    if "limit" in reason.lower() or "no space" in reason.lower():
        return "; raise fs.inotify.max_user_watches (sysctl); until then changes show late"
    return "; trying again"
