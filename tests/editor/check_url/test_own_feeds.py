"""Our own feeds, judged by the same rules: every public address of the sample newsroom."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from feedsvc.editor.check_url import Answer, Request
from feedsvc.model.clock import system_clock
from feedsvc.newsroom import Newsroom
from feedsvc.static_site.addresses import archive_documents, digests_of, feed_names, head_of
from feedsvc.static_site.survey import stand_of
from feedsvc.store import site_addresses
from feedsvc.web import create_app
from tests.editor.check_url.sites import above_advice, report_of, sample_in

SITE = "https://news.example"
FORMATS = (".atom", ".rss", ".json")


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    with Newsroom.open(sample_in(tmp_path), {"FEEDSVC_BASE_URL": SITE}) as opened:
        opened.scan()
        yield opened


def addresses_of(newsroom: Newsroom) -> list[str]:
    """The address of every public document: feeds, digests and archives, in each format."""
    with newsroom.store.reading() as connection:
        counts = site_addresses.counts_of_feeds(connection, newsroom.feeds.moment())
    found = []
    for name in feed_names(counts, newsroom.settings):
        stand = stand_of(newsroom, name, counts.get(name, 0))
        found += [*head_of(name), *digests_of(name)]
        found += archive_documents(name, range(1, stand.archives + 1))
    return [one.address for one in found if not one.browser and one.address.endswith(FORMATS)]


def test_every_feed_of_the_sample_is_without_a_fault(newsroom: Newsroom) -> None:
    client = create_app(newsroom).test_client()

    def ask(request: Request) -> Answer:
        path = request.url.removeprefix(SITE)
        with client.open(path, method=request.method, headers=list(request.headers)) as answer:
            return Answer(request, answer.status_code, tuple(answer.headers), answer.data)

    addresses = addresses_of(newsroom)
    assert len(addresses) > 150
    assert any("/digest/" in address for address in addresses)
    assert any("/archive/" in address for address in addresses)
    found = []
    for address in addresses:
        report = report_of(SITE + address, ask, now=system_clock())
        assert report.format, address
        found += above_advice(report)
    assert found == []
