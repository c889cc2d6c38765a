"""Each rule, broken alone by a small site: it is told, and nothing else is."""

import pytest

from feedsvc.editor.check_url import RULES
from tests.editor.check_url.documents import ATOM, JSON, RSS
from tests.editor.check_url.sites import Serve, Site, codes, judged
from tests.editor.check_url.wrong_documents import DOCUMENTS, ENTRIES
from tests.editor.check_url.wrong_servers import ANSWERS, BESIDE

SITES = ENTRIES | DOCUMENTS | ANSWERS
# Told of what is no answer of HTTP, or of hosts that a test does not have: test_ask.py, test_hosts.
ELSEWHERE = {"unreachable", "not-http", "slow", "content-length", "feed-too-large"} | {
    "redirect-to-http",
    "link-local",
}


@pytest.mark.parametrize("text", [RSS, ATOM, JSON], ids=["rss", "atom", "json"])
def test_of_a_feed_without_a_fault_nothing_is_told(text: str) -> None:
    assert judged(Site(text)) == []


@pytest.mark.parametrize(
    ("code", "number"),
    [(code, number) for code, sites in SITES.items() for number in range(len(sites))],
)
def test_a_broken_rule_is_told_and_nothing_else(code: str, number: int) -> None:
    site: Serve = SITES[code][number]()
    found = judged(site)
    assert set(codes(found)) == {code} | BESIDE.get(code, set()), found
    rule = next(rule for rule in RULES if rule.code == code)
    told = next(one for one in found if one.code == code)
    sources = [rule.source.url, *(source.url for _, source in rule.also)]
    assert told.severity == rule.severity
    assert told.source_url in sources
    assert told.places
    assert all(place.where for place in told.places)
    assert told.message


def test_every_rule_is_broken_by_a_site() -> None:
    known = [rule.code for rule in RULES]
    assert len(known) == len(set(known))
    assert set(known) == SITES.keys() | ELSEWHERE
    assert not SITES.keys() & ELSEWHERE
