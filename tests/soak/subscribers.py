"""Readers who only poll: each its feed in its format, with the conditions that its kind sends."""

import gzip
import itertools
import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException
from typing import NamedTuple

from tests.hostile.faults.serving import worker_of
from tests.soak.documents import Torn, read
from tests.soak.judge import Judge
from tests.soak.service import Service

FORMATS = ("atom", "rss", "json")
PATHS = [f"/feed.{format}" for format in FORMATS]
PATHS += [f"/category/{name}.{format}" for name in ("world", "sport") for format in FORMATS]
PATHS += ["/category/arts.atom", "/tag/wet.json", "/tag/cold.rss"]
KINDS = ("tag", "since", "both", "none", "tag, gzip")  # what they send
_LIMIT = 60.0  # seconds that an answer may take
_PAUSE = 0.02  # seconds between two polls
Tell = Callable[..., None]  # what is wrong, and where


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes
    worker: int  # its process id; 0: it cannot be told


def ask(service: Service, path: str, sent: dict[str, str], *, which: bool = False) -> Answer:
    """One answer.

    Args:
        service: that is asked.
        path, sent: of the request.
        which: tell which worker answers.

    Raises:
        OSError, HTTPException: there is none, or a part of one.
    """
    connection = HTTPConnection("127.0.0.1", service.port, timeout=_LIMIT)
    try:
        connection.request("GET", path, headers=sent)
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        body = answer.read()
        worker = worker_of(connection, service.port, service.workers()) if which else 0
    finally:
        connection.close()
    if headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    return Answer(answer.status, headers, body, worker)


class Subscriber:
    """One reader of one document.

    Attributes:
        path: of the document.
        body: that it holds.
    """

    def __init__(self, path: str, kind: str) -> None:
        self.path, self.kind = path, kind
        self.feed, _, self.format = path[1:].rpartition(".")
        self.body = b""
        self._tag = self._since = ""

    def sent(self) -> dict[str, str]:
        """The headers of its next poll."""
        sent = {"Accept-Encoding": "gzip"} if "gzip" in self.kind else {}
        if self._tag and self.kind not in ("since", "none"):
            sent["If-None-Match"] = self._tag
        if self._since and self.kind in ("since", "both"):
            sent["If-Modified-Since"] = self._since
        return sent

    def forget_time_ahead(self) -> None:
        """Let go of what was dated by a clock ahead: by that date it seems unchanged for long."""
        if self._since and parsedate_to_datetime(self._since) > datetime.now(UTC):
            self.body, self._tag, self._since = b"", "", ""

    def take(self, answer: Answer, judge: Judge) -> list[str]:
        """Keep an answer as readers do; what is wrong with it."""
        tag = answer.headers.get("etag", "")
        if answer.status == 304:
            if not self.body or self.kind == "none":
                return ["it answers 304, and was asked for no change"]
            if self.kind != "since" and tag != self._tag:
                return [f"it answers 304 with the tag {tag} to who holds {self._tag}"]
            return []
        if answer.status != 200:
            return [f"it answers {answer.status}"]
        faults = list(judge.bytes(self.path, tag, answer.body))
        try:
            found = read(answer.body, self.format)
        except Torn as error:
            return [*faults, str(error)]
        faults += judge.document(self.feed, found)
        self.body, self._tag = answer.body, tag
        self._since = answer.headers.get("last-modified", "")
        return faults


class Subscribers:
    """All readers; they poll one after the other until closed.

    Args:
        service: that they poll.
        judge: of what they are given.
        tell: is told what is wrong.

    Attributes:
        turn: held during each poll.
        away: counts how often the store was taken away, and given back.
        quiet: whether each poll must be answered.
        counts: polls by outcome.
    """

    def __init__(self, service: Service, judge: Judge, tell: Tell) -> None:
        self._service, self._judge, self._tell = service, judge, tell
        self.all = [Subscriber(path, kind) for kind in KINDS for path in PATHS]
        self.turn = threading.Lock()
        self.away = 0
        self.quiet = False
        self.counts: Counter[str] = Counter()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._poll, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _poll(self) -> None:
        for one in itertools.cycle(self.all):
            if self._stop.wait(_PAUSE):
                return
            with self.turn:
                try:
                    self.poll(one)
                except Exception as error:  # the judge's own fault must not end it in silence
                    self._tell(f"the subscriber failed: {error!r}")

    def poll(self, one: Subscriber) -> None:
        """Let one of them poll; call it with `turn` held."""
        before, quiet = self._store_is_away(), self.quiet
        try:
            answer = ask(self._service, one.path, one.sent())
        except (OSError, HTTPException) as error:
            self.counts["no answer"] += 1
            if quiet and self.quiet:
                self._tell(f"{one.path} is not answered though all is quiet: {error!r}")
            return
        self.counts[str(answer.status)] += 1
        after = self._store_is_away()
        if answer.status == 503 and (before[0] or after != before):
            return  # what is not in memory cannot be had while the store is away
        for fault in one.take(answer, self._judge):
            self._tell(fault, f"{one.path} ({one.kind})")

    def _store_is_away(self) -> tuple[bool, int]:
        """Whether workers may find no store, and how often there was a cause for that.

        The folder may have taken it away. On a full disk, SQLite opens none that no other process
        has open.
        """
        disk = self._service.disk
        return self.away % 2 == 1 or disk.full, self.away + disk.refused
