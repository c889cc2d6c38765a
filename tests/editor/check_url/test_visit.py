"""How a visit goes: what is asked in which order, how often, and when no more."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from feedsvc.editor.check_url import Answer, Request
from feedsvc.editor.check_url.archives import MOST as MOST_ARCHIVES
from feedsvc.editor.check_url.redirects import MOST_HOPS
from tests.editor.check_url.documents import ATOM, RSS
from tests.editor.check_url.sites import NOW, Serve, Site, codes, report_of
from tests.editor.check_url.wrong_documents import Archived
from tests.editor.check_url.wrong_servers import AlwaysUnchanged, TagAlone

ADDRESS = "https://news.example/feed"


class Heard:
    """A site, and what it was asked."""

    def __init__(self, site: Serve) -> None:
        self.site = site
        self.requests: list[Request] = []

    def __call__(self, request: Request) -> Answer:
        self.requests.append(request)
        return self.site(request)


def test_only_the_address_is_asked_and_each_request_waits_for_a_pause() -> None:
    site, waited, shown = Heard(Site()), [], []

    @contextmanager
    def watched(_: str) -> Iterator[Callable[[int, int], None]]:
        yield lambda done, total: shown.append((done, total))

    report = report_of(ADDRESS, site, sleep=waited.append, watched=watched)
    assert {request.url for request in site.requests} == {ADDRESS}
    assert report.requests == len(site.requests) == 10
    assert len(waited) == len(site.requests) - 1
    assert shown == [(n, 10) for n in range(1, 11)]
    assert {request.method for request in site.requests} == {"GET", "HEAD"}


def test_redirects_are_followed_up_to_a_limit() -> None:
    def serve(request: Request) -> Answer:
        number = int(request.url.rpartition("/")[2])
        return Answer(request, 302, (("Location", f"/{number + 1}"),))

    site = Heard(serve)
    report = report_of("https://news.example/1", site)
    assert len(site.requests) == MOST_HOPS + 1
    assert codes(list(report.found)) == ["redirect-loop"]


@pytest.mark.parametrize("kind", ["slow", "unreachable", "not-http"])
def test_a_server_that_stops_answering_is_left_alone(kind: str) -> None:
    failure = {"slow": "slow", "unreachable": "unreachable", "not-http": "unreadable"}[kind]
    site = Site()

    def serve(request: Request) -> Answer:
        if site.polls:
            return Answer(request, 0, failure=failure, reason="…")  # type: ignore[arg-type]
        return site(request)

    heard = Heard(serve)
    report_of(ADDRESS, heard)
    assert len(heard.requests) == 2


def test_archives_are_asked_on_the_same_host_and_a_few_alone() -> None:
    class Long(Archived):
        def __call__(self, request: Request) -> Answer:
            name = request.url.rpartition("/")[2]
            if name != "feed":
                leads = f'<fh:archive/><link rel="prev-archive" href="{{site}}/{int(name) + 1}"/>'
                self.others = {name: leads}
            return super().__call__(request)

    site = Heard(Long("1", {}))
    report = report_of(ADDRESS, site)
    asked = [request.url for request in site.requests if request.url != ADDRESS]
    assert asked == [f"https://news.example/{n}" for n in range(1, MOST_ARCHIVES + 1)]
    assert report.found == ()


def test_an_archive_that_asks_for_patience_is_no_fault() -> None:
    class Busy(Archived):
        def __call__(self, request: Request) -> Answer:
            own = request.url == ADDRESS
            return super().__call__(request) if own else Answer(request, 503)

    found = list(report_of(ADDRESS, Busy("1", {})).found)
    assert codes(found) == ["polls-refused"]


class ChangesLater(TagAlone):
    """Has another entry once somebody has waited."""

    changed = False

    def document(self, url: str) -> bytes:
        data = super().document(url)
        return data.replace(b"The ferry sails", b"The ferry stays") if self.changed else data

    def wait(self, seconds: float) -> None:
        self.changed = self.changed or seconds >= 600


class ChangesUntold(ChangesLater, AlwaysUnchanged):
    pass


class ChangesWithOneTag(ChangesLater):
    def tag(self, data: bytes, coding: str) -> str:
        return f'"one{coding}"'


@pytest.mark.parametrize(
    ("site", "found"),
    [
        (ChangesLater(), []),
        (ChangesUntold(), ["false-304"]),
        (ChangesWithOneTag(), ["etag-reused"]),
    ],
)
def test_a_change_is_seen_when_it_is_asked_again(site: ChangesLater, found: list[str]) -> None:
    report = report_of(ADDRESS, site, again=600, sleep=site.wait)
    assert codes(list(report.found)) == found


def test_a_feed_that_changes_between_two_polls_is_no_fault() -> None:
    class Busy(Site):
        """A new entry comes with the third poll."""

        def document(self, url: str) -> bytes:
            data = super().document(url)
            return data.replace(b"The ferry sails", b"News") if self.polls > 3 else data

    assert report_of(ADDRESS, Busy()).found == ()


def test_links_to_the_readers_own_machine() -> None:
    site = Site(RSS, "<link>{site}/gulls", "<link>http://localhost:1313/gulls")
    assert codes(list(report_of(ADDRESS, site).found)) == ["link-local"]
    assert report_of("http://127.0.0.1:1313/feed", Site()).found == ()


def test_https_that_leads_to_http() -> None:
    def serve(request: Request) -> Answer:
        if request.url.startswith("https:"):
            return Answer(request, 301, (("Location", "http://news.example/feed"),))
        return Site()(request)

    found = report_of(ADDRESS, serve).found
    assert codes(list(found)) == ["redirect-to-http", "redirect-permanent"]


def test_the_time_is_that_of_the_caller() -> None:
    site = Site(ATOM)
    assert codes(list(report_of(ADDRESS, site, now=NOW - timedelta(days=90)).found)) == [
        "last-modified-ahead",
        "date-ahead",
    ]
