"""Rounds of storm and quiet, until the time or the actions are used up."""

import os
import random
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from pathlib import Path

from feedsvc.newsroom import Newsroom
from tests.soak.clock import MovedClock
from tests.soak.desk import FEWEST, Desk
from tests.soak.documents import Torn, read
from tests.soak.faults import Faults
from tests.soak.gathering import gather
from tests.soak.judge import Judge
from tests.soak.report import Report
from tests.soak.service import WORKERS, Service
from tests.soak.subscribers import PATHS, Answer, Subscribers, ask

LIMIT = 180.0  # seconds until all that was saved must be seen, once all faults are over
_FAULTS = 0.3  # the share of actions that make something go wrong, or mend it
_STORM = (10, 40)  # actions
_PACE = (0.0, 0.8)  # seconds between two of them
_LOOKS = 75.0  # seconds in which an indexer surely looked at its folder and the clock
_WAITS = 0.3  # how often that is waited for; else the service starts again, which looks at once
_TELL = 5.0  # seconds between two lines of progress
_PAGES = 12  # articles' pages that are looked at each time
_TRIES = 200  # answers of which either worker surely gives one


class Soak:
    """One service, its editor, what goes wrong, and who polls.

    Args:
        place: an empty folder for all of it.
        report: of what is done and found.
        database: the URL of the one that keeps the state; empty: a folder does.
    """

    def __init__(self, place: Path, report: Report, database: str = "") -> None:
        self._report = report
        self._dice = random.Random(report.seed)
        self._clock = MovedClock(place / "clock")
        disk = place / "disk"
        disk.mkdir()
        apart = self._dice.random() < 0.5
        store = database or (str(disk / "store") if apart else "")
        entries = self._dice.choice([1000, 12])
        self._archives = entries < FEWEST
        self._desk = Desk(disk / "articles", self._dice, self._clock, entries)
        self._service = Service(self._desk.folder, place, self._clock, store)
        self._judge = Judge(self._desk.stories, self._clock)
        self._subscribers = Subscribers(self._service, self._judge, report.find)
        self._faults = Faults(self._service, self._desk, self._clock, self._subscribers, self._dice)
        self.counts = self._subscribers.counts
        self._told = 0.0
        self._waits = True
        self._since: dict[str, str] = {}  # Last-Modified when all was quiet, by path

    def run(
        self,
        goes_on: Callable[[], bool],
        storm: tuple[int, int] = _STORM,
        *,
        waits: bool = True,
    ) -> None:
        """Storm and quiet in turn, at least once.

        Args:
            goes_on: whether there is to be another storm.
            storm: how many actions it has, at least and at most.
            waits: whether to wait now and then, for a minute, until the clock is looked at.
        """
        self._waits = waits
        if not self._service.fills:
            self._report.show("this system lets no disk be filled (seccomp): that is left out")
        self._service.start()
        self._quiet()
        self._subscribers.start()
        last = False
        while not last:
            self._storm(self._dice.randint(*storm))
            last = not goes_on()
            if last:
                self._desk.mend_all()  # a fresh newsroom knows nothing of last good versions
            self._quiet()
        self._compare()

    def close(self) -> None:
        self._subscribers.close()
        self._faults.mend()
        self._service.close()

    # The storm.

    def _storm(self, count: int) -> None:
        self._subscribers.quiet = False
        while count:
            acts = self._faults.acts()
            if not self._faults.away and self._dice.random() > _FAULTS:
                acts = self._desk.acts()
            weights = [weight for weight, _ in acts]
            act = self._dice.choices([act for _, act in acts], weights)[0]
            if done := act():
                self._report.did(act.__name__, done)
                count -= 1
            self._pause(self._dice.uniform(*_PACE))

    def _pause(self, seconds: float) -> None:
        """Let time pass; the service is kept running, and the log looked at."""
        end = time.monotonic() + seconds
        while True:
            runs = self._service.runs
            if wrong := self._service.keep():
                self._report.find(wrong)
            if runs != self._service.runs:
                self._report.note(f"the server {'ended' if runs else 'started'}")
            self._look_at_log()
            if self._report.elapsed - self._told > _TELL:
                self._told = self._report.elapsed
                self._report.show(self._report.progress(self.counts))
            left = end - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, 0.2))

    def _look_at_log(self) -> None:
        said = self._service.said()
        if "Traceback" in said or "panicked" in said:
            self._report.find(f"the log has a traceback:\n{said}")

    # The quiet.

    def _quiet(self) -> None:
        """Mend everything; wait until all is as it was saved; look closely."""
        self._faults.mend()
        self._follow_clock()
        self._report.note(f"all is mended; {self._desk.probe()}")
        start = time.monotonic()
        while faults := self._unsettled():
            waited = time.monotonic() - start
            if waited > LIMIT:
                self._report.find(f"{LIMIT:g} s after all was mended: {'; '.join(faults[:5])}")
                break
            self._pause(0.1)
        self._report.waited = max(self._report.waited, time.monotonic() - start)
        with self._subscribers.turn:
            self._subscribers.quiet = True
            try:
                self._look_closely()
            except (OSError, HTTPException, Torn) as error:
                self._report.find(f"quiet: {error!r}")
        self._report.quiets += 1
        self._report.note("all is quiet")
        self._desk.calm()
        self._clock.calm()

    def _follow_clock(self) -> None:
        """Let the indexer notice that the clock is right again: at its start or its next look.

        Nothing tells when it looks, and times that a wrong clock left behind are mended then.
        """
        if not self._clock.was_moved():
            return
        if self._waits and self._dice.random() < _WAITS:
            self._report.note("waiting for the indexer to look at the clock")
            end = time.monotonic() + LIMIT
            while not self._service.indexers() and time.monotonic() < end:
                self._pause(0.1)
            self._pause(_LOOKS)
        elif done := self._faults.restart():
            self._report.did("restart", done)

    def _unsettled(self) -> list[str]:
        """What is not as it was saved yet."""
        soon = [one.copy.lifts for one in self._desk.there() if one.copy.lifts]
        if any(0 <= (lift - self._clock.now()).total_seconds() < 10 for lift in soon):
            return ["an embargo lifts soon"]
        faults = []
        if len(self._service.workers()) != WORKERS:
            faults.append("a worker is missing")
        for path in PATHS:
            try:
                wrong = self._wrong(path, ask(self._service, path, {}))
                faults += [f"{path}: {fault}" for fault in wrong]
            except (OSError, HTTPException) as error:
                return [f"{path} is not answered: {error!r}"]
        return faults

    def _wrong(self, path: str, answer: Answer) -> list[str]:
        """What is not as it was saved in an answer."""
        feed, _, format = path[1:].rpartition(".")
        if answer.status != 200:
            return [f"it answers {answer.status}"]
        try:
            found = read(answer.body, format)
            if self._archives and format == "atom":
                found = gather(self._service, path)
            return self._judge.settled(feed, found, whole=not self._archives or format == "atom")
        except Torn as error:
            return [str(error)]

    def _look_closely(self) -> None:
        """Both workers give the same, who asks for changes holds it, a fresh newsroom gives it."""
        bodies: dict[str, bytes] = {}
        for path in PATHS:
            answers = self._of_both(path)
            for answer in answers:
                for fault in self._wrong(path, answer):
                    self._report.find(fault, f"quiet, worker {answer.worker}, {path}")
            if len({answer.body for answer in answers}) > 1:
                self._report.find(f"quiet: the workers give different documents of {path}")
            bodies[path] = answers[-1].body
            self._look_at_date(path, answers[-1].headers.get("last-modified", ""))
        for one in self._subscribers.all:
            one.forget_time_ahead()
            self._subscribers.poll(one)
            if one.body != bodies[one.path]:
                self._report.find(
                    f"quiet: {one.path} ({one.kind}) holds other bytes than others are given"
                )
        self._look_at_pages()
        self._judge.calm(gather(self._service, PATHS[0]))

    def _look_at_pages(self) -> None:
        """The page of what left says so."""
        found = [one for one in self._desk.stories.values() if one.page]
        for story in self._dice.sample(found, min(len(found), _PAGES)):
            status = ask(self._service, story.page, {}).status
            allowed = self._judge.page(story)
            if allowed and status not in allowed:
                self._report.find(f"quiet: {story.page} answers {status}, not {allowed}")

    def _of_both(self, path: str) -> list[Answer]:
        """Answers of either worker."""
        found: dict[int, Answer] = {}
        for _ in range(_TRIES):
            try:
                answer = ask(self._service, path, {}, which=True)
            except (OSError, HTTPException) as error:
                self._report.find(f"quiet: {path} is not answered: {error!r}")
                time.sleep(1)
                continue
            found[answer.worker] = answer
            if len(found.keys() - {0}) == WORKERS:
                break
        return list(found.values())

    def _look_at_date(self, path: str, date: str) -> None:
        before = self._since.get(path)
        self._since[path] = date
        if before and parsedate_to_datetime(date) < parsedate_to_datetime(before):
            self._report.find(f"quiet: Last-Modified of {path} went back from {before} to {date}")

    def _compare(self) -> None:
        """A fresh newsroom with the store's ids has the same documents, but for archives."""
        if self._archives:
            return
        environ = dict(os.environ) | self._service.environ
        with Newsroom.rehearsal(self._desk.folder, environ) as fresh:
            fresh.scan()
            for path in PATHS:
                feed, _, format = path[1:].rpartition(".")
                body = ask(self._service, path, {}).body
                if fresh.document(feed, format).body != body:
                    self._report.find(f"a fresh newsroom has another document of {path}")
