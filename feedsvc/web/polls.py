"""Counts polls of feeds for `feedsvc readers`, apart from answering them."""

import logging
import os
import threading
from itertools import count
from multiprocessing.util import Finalize

from flask import Blueprint, Response, request

from feedsvc.audience import LONGEST, AudienceTally, HandOver, Poll, Salts
from feedsvc.errors import FeedsvcError, NoSuchFeed
from feedsvc.feeds import parse_name
from feedsvc.model.audience import PRIVATE_FEEDS, SEARCHES
from feedsvc.model.feed import FORMATS
from feedsvc.newsroom import Newsroom
from feedsvc.web.client_address import LONGEST as LONGEST_FORWARDED
from feedsvc.web.client_address import client_address
from feedsvc.web.feeds import answers_feeds

# Path, status, User-Agent, address of who is connected, X-Forwarded-For.
Asked = tuple[str, int, str, str, str]
HAND_OVER_SECONDS = 2.0
ENOUGH = 2_000  # different polls that are added up at once; fewer wait until they are handed over
_MOST_WAITING = 20_000  # different polls that wait; of more, nothing is counted until there is room
_MOST_PATHS = 20_000  # whose feeds are kept; beyond that, all are forgotten
_POLLED = (200, 226, 304)  # answers with a feed
_log = logging.getLogger("feedsvc.server")


class Polls:
    """Takes polls in, and hands over what they add up to every few seconds, from a thread.

    Args:
        newsroom: whose feeds are polled; its settings say whether anything is counted.
        out: takes what was counted; None: nothing is counted here.
        salts: tell pollers apart.

    Attributes:
        waiting: different polls that nobody has added up yet; the next number of each says how
            many there were, since to take it is safe without a lock.
        open: whether polls may be put there, if the settings say so too.
    """

    def __init__(
        self, newsroom: Newsroom, out: HandOver | None = None, salts: Salts | None = None
    ) -> None:
        self.newsroom = newsroom
        self.waiting: dict[Asked, count[int]] = {}
        self._older: dict[Asked, count[int]] = {}  # waited at the last time; polls may be late
        self._added: dict[Asked, int] = {}  # what was added up of them
        self._settling = threading.Lock()
        self.open = out is not None
        self._tally = AudienceTally(salts or Salts(), out) if out else None
        self._feeds: dict[str, tuple[str, str] | None] = {}
        self._process = 0  # in which the thread runs
        self._refused = False

    @property
    def counting(self) -> bool:
        """Whether polls are counted now."""
        return self.open and self.newsroom.settings.readers.count

    def begin(self) -> None:
        """Start the thread, unless this process has it: a server may fork after loading."""
        if self._tally is None or self._process == os.getpid():
            return
        self._process = os.getpid()
        Finalize(None, self.turn, exitpriority=10)
        threading.Thread(target=self._run, name="feedsvc-readers", daemon=True).start()

    def note(self, asked: Asked) -> None:
        """Note a poll; where too many different ones wait, it is not counted."""
        found = self.waiting.get(asked)
        if found is None:
            if len(self.waiting) >= _MOST_WAITING:
                return
            found = self.waiting.setdefault(asked, count())
        next(found)

    def settle_many(self) -> None:
        """Add up the polls that wait, if they are many."""
        self.begin()
        if len(self.waiting) >= ENOUGH:
            self.settle()

    def settle(self) -> None:
        """Add up the polls that wait."""
        if self._tally is None:
            return
        with self._settling:
            self._add_up(self._older, self._added)
            self._older, self._added, self.waiting = self.waiting, {}, {}
            self._add_up(self._older, self._added)

    def _add_up(self, polls: dict[Asked, "count[int]"], added: dict[Asked, int]) -> None:
        """Add up polls, but those that were before: a thread may have been about to note one more.

        One that is held up between two looks, which are seconds apart, is lost.
        """
        assert self._tally is not None
        if not polls:
            return
        day = self._day()
        trusted = self.newsroom.settings.serve.trusted_proxies
        for asked, numbers in polls.copy().items():
            before, now = added.get(asked, 0), next(numbers)
            added[asked] = now + 1  # to look is to count
            path, status, agent, remote, forwarded = asked
            if now > before and (feed := self._feed(path)) is not None:
                address = client_address(remote, forwarded, trusted)
                poll = Poll(*feed, status == 304, agent, address)
                self._tally.add(day, poll, now - before)

    def turn(self) -> None:
        """Count what waits, and hand it over; what cannot be handed over is told once."""
        if self._tally is None:
            return
        self.settle()
        if not (self.counting or self._tally.waits):
            return  # where nothing is counted, nobody is told of a new day
        try:
            self._tally.turn(self._day())
        except BlockingIOError:  # the last batch is still to be taken
            return
        except (OSError, FeedsvcError) as error:
            if not self._refused:
                _log.warning("polls are not counted for the moment: %s", error)
            self._refused = True
            return
        self._refused = False

    def _run(self) -> None:
        pause = threading.Event()
        while not pause.wait(HAND_OVER_SECONDS):
            self.turn()

    def _day(self) -> str:
        zone = self.newsroom.settings.zone
        return self.newsroom.now().astimezone(zone).date().isoformat()

    def _feed(self, path: str) -> tuple[str, str] | None:
        """Name and format of the feed at a path; None: it is none, or an older part of one."""
        if path in (PRIVATE_FEEDS, SEARCHES):
            return path, ""
        if path not in self._feeds:
            if len(self._feeds) >= _MOST_PATHS:
                self._feeds.clear()
            self._feeds[path] = polled_feed(path)
        return self._feeds[path]


def polled_feed(path: str) -> tuple[str, str] | None:
    """Name and format of the feed at a path, as WSGI gives it.

    None: no feed can be there, or it is a document of an archive, which nobody polls.
    """
    try:
        whole = path.encode("latin-1").decode()
        name, _, format = whole.removeprefix("/").rpartition(".")
        archive = parse_name(name).archive
    except (ValueError, NoSuchFeed):
        return None
    return None if archive or format not in FORMATS else (name, format)


def add_polls(routes: Blueprint, polls: Polls) -> None:
    """Count the polls that Flask answers: of private feeds, of searches, and of a few feeds."""

    @routes.after_request
    def note(response: Response) -> Response:
        if polls.counting and response.status_code in _POLLED and request.method in ("GET", "HEAD"):
            place = _place(request.endpoint or "")
            if place is not None and request.headers.get("Sec-Fetch-Dest") != "document":
                polls.begin()
                sent = request.environ.get
                polls.note(
                    (
                        place or request.environ["PATH_INFO"],
                        response.status_code,
                        (sent("HTTP_USER_AGENT") or "")[:LONGEST],
                        sent("REMOTE_ADDR") or "",
                        (sent("HTTP_X_FORWARDED_FOR") or "")[-LONGEST_FORWARDED:],
                    )
                )
        return response


def _place(endpoint: str) -> str | None:
    """What an endpoint's polls are counted as; empty: the feed at the path; None: as nothing."""
    name = endpoint.rpartition(".")[2]
    if name in ("private_feed", "private_category"):
        return PRIVATE_FEEDS
    if name == "search_feed_of":
        return SEARCHES
    return "" if answers_feeds(name) else None
