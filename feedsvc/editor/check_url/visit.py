"""Asks an address as a subscriber does over some polls: one request at a time, and politely."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from feedsvc.editor.check_url.archives import MOST as MOST_ARCHIVES
from feedsvc.editor.check_url.archives import may_ask, older
from feedsvc.editor.check_url.codings import document_of
from feedsvc.editor.check_url.exchange import Answer, Pair, Request, Visit
from feedsvc.editor.check_url.feed import Reading
from feedsvc.editor.check_url.redirects import MOST_HOPS, leads_to

Ask = Callable[[Request], Answer]

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9,"
    " text/xml;q=0.9, */*;q=0.5"
)
_OTHER = '"feedsvc-check-0"'  # a tag that no server gives
_TOO_MANY = (429, 503)  # RFC 6585 4, RFC 9110 15.6.4
_GIVEN_UP = ("unreachable", "unreadable", "slow")
REQUESTS = 10  # of a feed at its own address, without an archive


class Pace(NamedTuple):
    """How a visit goes on in time.

    Attributes:
        sleep: waits for so many seconds.
        pause: seconds between two requests.
        again: seconds after which the feed is asked once more; 0: it is not.
    """

    sleep: Callable[[float], None]
    pause: float
    again: float = 0


class _Ended(Exception):
    """The server does not answer any more, or not that often, so nothing else is asked."""


def visit(
    address: str,
    ask: Ask,
    pace: Pace,
    now: datetime,
    read: Callable[[Answer], Reading],
    watch: Callable[[int, int], None] = lambda done, total: None,
) -> Visit:
    """All that is asked at an address, and answered.

    Nothing is asked but this address, where its redirects lead, and at most a few older documents
    that the feed names on its own host.

    Args:
        address: absolute, of http or https.
        ask: asks a server one thing.
        pace: of the requests.
        now: aware.
        read: what an answer's document says.
        watch: told how many requests of how many were made.
    """
    return _Visitor(Visit(address, now, ()), ask, pace, read, watch).run()


class _Visitor:
    """One visit under way."""

    def __init__(
        self,
        begun: Visit,
        ask: Ask,
        pace: Pace,
        read: Callable[[Answer], Reading],
        watch: Callable[[int, int], None],
    ) -> None:
        self._ask = ask
        self._pace = pace
        self._watch = watch
        self._count = 0
        self._visit = begun
        self._held = Answer(Request(begun.address), 0)  # the newest that a subscriber has
        self._read = read

    def run(self) -> Visit:
        try:
            self._follow()
            if self._held.status == 200 and not self._held.failure and not self._is_page():
                self._poll()
        except _Ended:
            pass
        return self._visit._replace(requests=self._count)

    def _is_page(self) -> bool:
        """Whether there is no feed, so that nothing else is worth asking."""
        return any(flaw.code == "not-a-feed" for flaw in self._read(self._held).flaws)

    def _note(self, **found: object) -> None:
        self._visit = self._visit._replace(**found)  # type: ignore[arg-type]  # by its names

    def _send(self, url: str, method: str = "GET", **headers: str) -> Answer:
        if self._count:
            self._pace.sleep(self._pace.pause)
        sent = {"Accept": ACCEPT, "Accept-Encoding": "gzip"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self._ask(Request(url, method, tuple(sent.items())))
        self._count += 1
        self._watch(self._count, max(self._count, REQUESTS))
        return answer

    def _again(self, method: str = "GET", **headers: str) -> Answer:
        answer = self._patiently(self._send(self._held.request.url, method, **headers))
        if answer.failure in _GIVEN_UP and method == "GET":
            raise _Ended
        return answer

    def _patiently(self, answer: Answer) -> Answer:
        """The same answer, if it does not ask for fewer requests."""
        if answer.status in _TOO_MANY:
            self._note(refused=answer)
            raise _Ended
        return answer

    def _follow(self) -> None:
        url = self._visit.address
        hops: list[Answer] = []
        seen: set[str] = set()
        while len(hops) <= MOST_HOPS:
            answer = self._send(url)
            hops.append(answer)
            seen.add(url)
            self._note(hops=tuple(hops))
            url = leads_to(answer) or ""
            if not url or url in seen:
                break
        self._held = hops[-1]

    def _poll(self) -> None:
        self._note(plain=self._again(Accept_Encoding="identity"))
        self._note(brotli=self._again(Accept_Encoding="br"))
        tag, date = self._held.header("ETag"), self._held.header("Last-Modified")
        if tag:
            self._note(by_tag=self._conditional(If_None_Match="{tag}"))
        if date:
            self._note(by_date=self._conditional(If_Modified_Since="{date}"))
        if tag and date:
            both = self._conditional(If_None_Match="{tag}", If_Modified_Since="{date}")
            self._note(by_both=both)
            other = self._conditional(If_None_Match=_OTHER, If_Modified_Since="{date}")
            self._note(by_other=other)
        elif tag:
            self._note(by_other=self._conditional(If_None_Match=_OTHER))
        if self._visit.by_tag is not None and self._visit.by_tag.answer.status == 304:
            self._note(by_list=self._conditional(If_None_Match=f"{_OTHER}, {{tag}}"))
            if tag.startswith('"'):
                self._note(by_weak=self._conditional(If_None_Match="W/{tag}"))
        self._note(head=self._again("HEAD"))
        self._walk_archives()
        if self._pace.again:
            self._return()

    def _conditional(self, **headers: str) -> Pair:
        """Ask with what is held; once more where the feed has changed meanwhile."""
        held = self._held
        answer = self._again(**self._filled(headers))
        if answer.status == 200 and document_of(answer) != document_of(held):
            held = self._held = answer
            answer = self._again(**self._filled(headers))
        return Pair(held, answer)

    def _filled(self, headers: dict[str, str]) -> dict[str, str]:
        tag, date = self._held.header("ETag"), self._held.header("Last-Modified")
        return {
            name: value.replace("{tag}", tag).replace("{date}", date)
            for name, value in headers.items()
        }

    def _walk_archives(self) -> None:
        feed, url = self._read(self._held).feed, self._held.request.url
        first, seen = url, {url}
        archives: list[Answer] = []
        while feed is not None and len(archives) < MOST_ARCHIVES:
            url = older(feed, url)
            if not url or url in seen or not may_ask(url, first):
                return
            seen.add(url)
            answer = self._patiently(self._send(url))
            archives.append(answer)
            self._note(archives=tuple(archives))
            feed = self._read(answer).feed if answer.status == 200 else None

    def _return(self) -> None:
        held = self._held
        self._pace.sleep(self._pace.again)
        self._note(later=Pair(held, self._again()))
        tag, date = held.header("ETag"), held.header("Last-Modified")
        given = {"If_None_Match": tag, "If_Modified_Since": date}
        headers = {name: value for name, value in given.items() if value}
        if headers:
            self._note(later_by_tag=Pair(held, self._again(**headers)))
