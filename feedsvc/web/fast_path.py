"""The fast path: answers polls of feeds from memory, and leaves everything else to Flask.

Its answers are exactly Flask's, because both come from `feed_answer` in feedsvc.web.responses.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from feedsvc.audience import LONGEST as LONGEST_AGENT
from feedsvc.errors import FeedsvcError, NoSuchFeed
from feedsvc.feeds import Document, is_unlisted, parse_name
from feedsvc.model.feed import EVERYTHING, FORMATS, Format
from feedsvc.newsroom import Newsroom
from feedsvc.web.client_address import LONGEST as LONGEST_FORWARDED
from feedsvc.web.conditional import wants_deltas
from feedsvc.web.host import is_host
from feedsvc.web.metrics import Tally
from feedsvc.web.polls import Polls
from feedsvc.web.responses import Conditions, feed_answer, feed_terms

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Key = tuple[str, Format]

_LINES = {200: "200 OK", 226: "226 IM USED", 304: "304 NOT MODIFIED"}
_MOST_PATHS = 20_000  # kept as those of feeds; beyond that, all are forgotten
_MOST_HOSTS = 1_000  # known as such that can be read; beyond that, all are forgotten
LONGEST = 512  # characters of a question whose answer is kept


class Ready(NamedTuple):
    """An answer as WSGI takes it (PEP 3333), how many bytes its body has, and the feed's name.

    The body is a list that is never changed: granian streams any other iterable chunk by chunk.
    """

    line: str
    status: int
    headers: list[tuple[str, str]]
    chunks: list[bytes]
    size: int
    feed: str


class Question(NamedTuple):
    """All that an answer depends on besides the document; None for headers that were not sent."""

    method: str
    accept_encoding: str | None
    if_none_match: str | None
    if_modified_since: str | None
    delta: bool
    fetch_dest: str | None
    upgrade: str | None


class FastPath:
    """Answers GET and HEAD requests for feeds; passes all others to the application behind it.

    Args:
        newsroom: whose feeds they are.
        behind: answers everything.
        tally: counts what is answered here.
        polls: counts it by feed and day.

    Attributes:
        newsroom, polls: as given.
    """

    def __init__(self, newsroom: Newsroom, behind: Application, tally: Tally, polls: Polls) -> None:
        self.behind = behind
        self.newsroom = newsroom
        self._ready_document = newsroom.feeds.ready_document
        self._tally = tally
        self._add = tally.waiting.append
        self.polls = polls
        self._keys: dict[str, Key] = {}
        self._hosts: set[str | None] = set()  # that requests have named, and that can be read

    def begin(self) -> None:
        """Open the store, so that the first request finds it open even where it is gone by then."""
        self._ready_document((EVERYTHING, "atom"))
        self.polls.begin()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        sent = environ.get
        key = self._keys.get(environ["PATH_INFO"])
        if sent("HTTP_HOST") not in self._hosts and not self._knows(sent("HTTP_HOST")):
            return self.behind(environ, start_response)
        document = None if key is None else self._ready_document(key)
        asked = (
            environ["REQUEST_METHOD"],
            sent("HTTP_ACCEPT_ENCODING"),
            sent("HTTP_IF_NONE_MATCH"),
            sent("HTTP_IF_MODIFIED_SINCE"),
            "HTTP_A_IM" in environ
            and self.newsroom.settings.feeds.deltas
            and wants_deltas(environ),
            sent("HTTP_SEC_FETCH_DEST"),
            sent("HTTP_UPGRADE"),
        )
        ready = None if document is None else document.answers.get(asked)
        if ready is None:
            ready = self._slowly(environ, document, Question(*asked))
            if ready is None:
                return self.behind(environ, start_response)
        self._add(ready)
        if self.polls.open and self.newsroom.settings.readers.count:
            poll = (
                environ["PATH_INFO"],
                ready.status,
                sent("HTTP_USER_AGENT", "")[:LONGEST_AGENT],
                sent("REMOTE_ADDR", ""),
                sent("HTTP_X_FORWARDED_FOR", "")[-LONGEST_FORWARDED:],
            )
            if (number := self.polls.waiting.get(poll)) is not None:
                next(number)
            else:
                self.polls.note(poll)
        if not self._tally.scheduled:
            self._tally.schedule()
        start_response(ready.line, ready.headers.copy())  # PEP 3333: the server may change them
        return ready.chunks

    def _knows(self, host: str | None) -> bool:
        """Whether a host can be read; it is then known."""
        if not is_host(host):
            return False
        if len(self._hosts) >= _MOST_HOSTS:
            self._hosts.clear()
        self._hosts.add(host)
        return True

    def _slowly(
        self, environ: Environ, document: Document | None, question: Question
    ) -> Ready | None:
        """An answer that is not in memory yet; None: Flask must answer."""
        if (
            question.method not in ("GET", "HEAD")
            or question.fetch_dest == "document"  # a browser: it gets a page
            or question.upgrade is not None
        ):
            return None
        if document is None and (document := self._find(environ["PATH_INFO"])):
            # To find it may have brought other settings.
            deltas = self.newsroom.settings.feeds.deltas
            question = question._replace(delta=deltas and wants_deltas(environ))
        if document is None:
            return None
        return self._make(environ["PATH_INFO"], document, question)

    def _find(self, path: str) -> Document | None:
        key = self._keys.get(path) or feed_key(path)
        if key is None:
            return None
        start = time.perf_counter()
        try:
            document = self.newsroom.document(*key)
        except FeedsvcError:
            return None  # Flask tells the client why
        self._tally.took(time.perf_counter() - start)
        if len(self._keys) >= _MOST_PATHS:
            self._keys.clear()
        self._keys[path] = key
        return document

    def _make(self, path: str, document: Document, question: Question) -> Ready:
        now = self.newsroom.now()
        asked = Conditions(
            question.accept_encoding,
            question.if_none_match,
            question.if_modified_since,
            question.delta,
            question.method == "HEAD",
        )
        settings = self.newsroom.settings
        name, format = self._keys.get(path) or feed_key(path) or ("", "atom")
        answer = feed_answer(document, asked, now, feed_terms(settings, name, format))
        chunks = [answer.body] if question.method == "GET" and answer.status != 304 else []
        size = sum(map(len, chunks))
        ready = Ready(_LINES[answer.status], answer.status, answer.headers, chunks, size, name)
        # Where the clock was set back, Last-Modified is the present time, which does not last.
        lasting = document.last_modified is not None and document.last_modified <= now
        if lasting and sum(len(text) for text in question if isinstance(text, str)) <= LONGEST:
            document.remember(question, ready)
        return ready


def feed_key(path: str) -> Key | None:
    """Name and format of the feed at a path, as WSGI gives it; None: no feed could be there."""
    try:
        name, _, suffix = path.encode("latin-1").decode().removeprefix("/").rpartition(".")
        parse_name(name)
    except (ValueError, NoSuchFeed):
        return None
    if not path.startswith("/") or "\x00" in path:
        return None
    formats: tuple[Format, ...] = ("rss",) if is_unlisted(name) else FORMATS
    return next(((name, known) for known in formats if suffix == known), None)
