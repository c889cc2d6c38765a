"""Runs the indexer: scans the folder, follows file events and due changes, makes documents."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from feedsvc import sources
from feedsvc.errors import FeedsvcError, FolderMissing, StoreAway
from feedsvc.indexer.debounce import Debounce, Settled
from feedsvc.indexer.due_changes import DueChanges
from feedsvc.indexer.folder_diff import Difference
from feedsvc.indexer.folder_state import TICK, FolderState
from feedsvc.indexer.interfaces import IndexedNewsroom
from feedsvc.indexer.log import IndexerLog
from feedsvc.indexer.report import Progress, quiet
from feedsvc.indexer.rescan import RescanSchedule, Suspicion
from feedsvc.indexer.settings_file import settings_file
from feedsvc.indexer.take_over import follow_in_turn
from feedsvc.indexer.watch import FolderEyes, Heard, Listening
from feedsvc.model.clock import Clock, system_clock
from feedsvc.settings import FILE_NAME

Watching = Callable[[], AbstractContextManager[Progress]]
MANY_EVENTS = 1000  # at once; where there are more, some may have been lost
IDLE_SECONDS = 2.0  # without work, after which documents are compressed better
RENDER_SECONDS = 0.01  # of making documents between two looks for changed files
_RETRY = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)  # seconds until an update is tried again
_MANY_FILES = 100  # of a new folder or a scan; where there are more, other files go first


class Stopped(Exception):
    """The indexer was told to stop during its first scan of the folder."""


class Indexer:
    """Keeps a newsroom's store up to date with its folder and the time, until it is stopped.

    Args:
        newsroom: whose store it is.
        watch: reports file events.
        eyes: look at the files.
        journal: the log.
        check_settings: called for a new site.toml, in place of taking it (CheckedSettings).
        monotonic: a clock that is never set, in seconds.
        wall: the wall clock.

    Attributes:
        alive: called now and then while it goes on, also while it waits for a lock.
    """

    def __init__(
        self,
        newsroom: IndexedNewsroom,
        watch: Listening,
        eyes: FolderEyes,
        journal: IndexerLog,
        *,
        check_settings: Callable[[], object] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Clock = system_clock,
    ) -> None:
        self._newsroom = newsroom
        self._watch = watch
        self._eyes = eyes
        self._log = journal
        self._monotonic = monotonic
        self._stop = threading.Event()
        self.alive: Callable[[], object] = lambda: None
        self._suspicion = Suspicion()
        self._debounce = Debounce(eyes, _wanted, self._suspicion.of)
        self._writing = newsroom.lock("writing")
        self._site = settings_file(newsroom, eyes, journal, check_settings)
        self._busy = monotonic()
        self._due_changes = DueChanges(newsroom.due, monotonic, wall)
        self._rescan = RescanSchedule(lambda: newsroom.index.survey(), monotonic)
        self._folder_state = FolderState(
            watch, eyes, journal, self._debounce, self._rescan, monotonic
        )
        self._slow_reads = newsroom.index.aside(watch.wake)
        self._failures = 0
        self._update_at = 0.0  # when to try again after an update failed
        self._recompressed = False
        self._behind = False  # whether there are documents to make

    def poll(self, seconds: float) -> None:
        """Look at the whole folder so often, for one whose changes are not reported."""
        self._rescan.scan_every(seconds)

    def stop(self) -> None:
        """End after the transaction that runs now; may be called in a signal handler."""
        self._stop.set()
        self._watch.wake()

    def _ended(self) -> bool:
        self.alive()
        return self._stop.is_set()

    def run(self, progress: Watching = lambda: nullcontext(quiet)) -> None:
        """Wait for the lock, scan the whole folder, then follow it until stopped.

        Args:
            progress: shows how far the scan is.

        Raises:
            FeedsvcError: the indexer cannot go on; the text says why.
        """
        lock = self._folder_state.lock = self._newsroom.lock("indexer")

        def follow() -> None:
            self._newsroom.follow()  # others may have put settings in force since it was made
            self._debounce.clear()
            self._site.tell()
            self._begin_anew(progress)
            while not self._ended():
                self.hear(self._watch.wait(self.step()))
                if self._folder_state.lock_lost():
                    return
                if self._newsroom.mend_log():
                    self._log.say("somebody removed the log beside the store; it is back")
                if lock.lasts() and self._newsroom.lost():
                    self._log.say("the store is another one, or gone; beginning anew")
                    self._newsroom.reopen()
                    self.begin(progress)

        try:
            follow_in_turn(lock, self._ended, self._stop.wait, self._log, follow)
        except Stopped:
            pass
        finally:
            self.close()

    def _begin_anew(self, progress: Watching = lambda: nullcontext(quiet)) -> None:
        """Scan the whole folder, with new settings where there are some."""
        self._site.take()
        self._rescan.drop()
        self._slow_reads.close()  # they go by the settings before
        self._slow_reads = self._newsroom.index.aside(self._watch.wake)
        self.begin(progress)
        self._site.count(self._stop.wait)

    def close(self) -> None:
        """Stop following the folder."""
        self._watch.stop()
        self._slow_reads.close()

    def begin(self, progress: Watching = lambda: nullcontext(quiet)) -> None:
        """Begin to watch, then scan the whole folder, so that no change between them is missed.

        Args:
            progress: shows how far the scan is.

        Raises:
            FeedsvcError: the folder or the store cannot be used; the text says why.
        """

        self._folder_state.start_watch()
        with self._writing.held(self._ended) as held, progress() as show:
            if not held:
                raise Stopped

            def watched(done: int, total: int) -> None:
                if self._ended():
                    raise Stopped
                show(done, total)

            scanned = self._newsroom.scan(watched)
        self._log.scanned(scanned, self._newsroom.problems.count())
        self._changed()

    def hear(self, heard: Heard) -> None:
        """Note file events."""
        now = self._monotonic()
        if heard.failure:
            self._folder_state.watch_ended(heard.failure)
        lost = heard.lost or len(heard.events) > MANY_EVENTS
        if lost:
            self._suspicion.arise(now)
            self._rescan.soon()
        many = lost or self._suspicion.of(now)
        for told, what in heard.events:
            path = self._eyes.real(told)
            if path is None:
                continue
            if what == "gone":
                self._debounce.note_gone(path, now, bulk=many)
            else:
                self._debounce.note(path, now, new=what == "made", bulk=many)
        if heard.events:
            self._busy = now
            self._update_at = min(self._update_at, now + _RETRY[0])

    def step(self) -> float:
        """Do the work of now; returns the seconds until the next, if nothing happens."""
        if not self._folder_state.is_there():
            self._do_due()
            self._render()
            return 0.0 if self._behind else TICK
        self._folder_state.watch_again()
        if self._site.moved(now := self._monotonic()):
            self._debounce.note(FILE_NAME, now, new=False)
        self._settle()
        if self._site.due(now):
            self._log.attempt("new settings", self._begin_anew)
        self._render()
        self._do_due()
        self._survey()
        self._recompress()
        return self._until()

    def _until(self) -> float:
        now = self._monotonic()
        if (
            self._behind
            or self._rescan.running
            or (not self._recompressed and now >= self._busy + IDLE_SECONDS)
        ):
            return 0.0
        moments = [self._settled_at(), self._rescan.at, self._due_changes.moment(), now + TICK]
        if not self._recompressed:
            moments.append(self._busy + IDLE_SECONDS)
        return max(0.0, min(moments) - now)

    def _settled_at(self) -> float:
        """When there may be files to read, in monotonic seconds."""
        return max(self._debounce.next(), self._update_at)

    def _settle(self) -> None:
        if self._monotonic() < self._update_at:
            return
        settled = self._debounce.decide(self._monotonic())
        settled = settled._replace(ready=settled.ready + self._slow_reads.done())
        if settled.gone and self._slow_reads.busy:
            self._gone_later(settled)
            settled = settled._replace(gone=[])
        for folder in settled.folders:
            now = self._monotonic()
            found = list(self._eyes.walk(folder))
            for path in found:
                self._debounce.note(path, now, bulk=len(found) > _MANY_FILES)
        paths = [path for path in settled.ready + settled.gone if path != FILE_NAME]
        if len(paths) < len(settled.ready) + len(settled.gone):
            self._site.tell()
        if paths:
            self._update(paths, settled)

    def _gone_later(self, settled: Settled) -> None:
        """Put off removing gone files until the slow files are read: each may be one of them."""
        self._debounce.again(Settled([], settled.gone, []), self._monotonic() + _RETRY[0])

    def _update(self, paths: list[str], settled: Settled) -> None:
        try:
            with self._writing.held(self._ended) as held:
                if not held:
                    return
                spare = self._debounce.spare()
                taken = self._newsroom.index.update(paths, spare=spare, aside=self._slow_reads)
        except FolderMissing:
            self._folder_state.lose()
            return
        except (FeedsvcError, OSError) as error:
            now = self._monotonic()
            self._update_at = now + _RETRY[min(self._failures, len(_RETRY) - 1)]
            self._failures += not isinstance(error, StoreAway)
            self._debounce.again(settled, now)
            self._log.once("update", f"{error}; trying again", logging.ERROR)
            return
        self._failures = 0
        self._log.over("update", "the store can be written again")
        if taken.later and settled.gone:
            self._gone_later(settled)
        if taken.read or taken.gone:
            self._changed()
        self._log.taken(taken)

    def _changed(self) -> None:
        """Note that something readers see changed, so that documents are made ahead."""
        self._due_changes.renew()
        self._recompressed = False
        self._busy = self._monotonic()
        self._behind = True

    def _render(self) -> None:
        """Make some of the documents that readers will ask for; reading files is more urgent."""

        def work() -> None:
            self._behind = self._newsroom.prerender(RENDER_SECONDS) > 0

        if self._behind:
            self._behind = False
            self._log.attempt("render", work)

    def _do_due(self) -> None:
        def work() -> None:
            if since := self._due_changes.look():
                self._recompressed = False
                self._behind = True
                self._log.moved_by_time(*self._newsroom.articles.moved_by_time(since))

        self._log.attempt("due", work)

    def _survey(self) -> None:
        try:
            found = self._rescan.piece(watched=self._folder_state.watching)
        except FolderMissing:
            self._folder_state.lose()
        except (FeedsvcError, OSError) as error:
            self._log.once("survey", str(error), logging.ERROR)
        else:
            if found is not None:
                self._log.over("survey")
                self._suspicion.looked(self._rescan.began)
                self._note_differences(found)

    def _note_differences(self, found: list[Difference]) -> None:
        now = self._monotonic()
        gone = [one.path for one in found if one.gone]
        if not gone:
            self._log.over("held", "the articles that were gone are back")
        many = len(found) > _MANY_FILES
        for path in gone:
            self._debounce.note_gone(path, now, bulk=many)
        for one in found:
            if not one.gone:  # as bulk, since nothing is removed before the bulk is read
                self._debounce.note(one.path, now, bulk=True)
        if media := [one.path for one in found if one.media]:
            self._update(media, Settled(media, [], []))

    def _recompress(self) -> None:
        now = self._monotonic()
        if self._recompressed or self._behind or self._rescan.running:
            return
        if now < self._busy + IDLE_SECONDS:
            return
        if self._settled_at() <= now:
            return
        self._recompressed = True

        def work() -> None:
            self._recompressed = not self._newsroom.recompress()

        self._log.attempt("recompress", work)


def _wanted(path: str) -> bool:
    return sources.is_source(path) or sources.is_media(path)
