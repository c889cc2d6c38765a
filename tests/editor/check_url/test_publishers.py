"""Of feeds that are as their publishers' programs make them, nothing wrong is told."""

from datetime import UTC, datetime

import pytest
from feedgen.feed import FeedGenerator

from feedsvc.editor.check_url import Finding
from tests.editor.check_url.documents import RSS
from tests.editor.check_url.publishers import SHAPES
from tests.editor.check_url.sites import Site, codes, judged

# Of what a shape lacks, which is worth no more than advice.
ADVICE = {
    "ghost": ["html-embed", "feed-language"],
    "hexo": ["feed-language", "html-fragment"],
    "rdf": ["self-missing"],
    "video": ["feed-language"],
    "mastodon": ["self-missing", "feed-language"],
    "microblog": ["feed-language"],
}


def published(text: str, type_: str) -> list[Finding]:
    site = Site(RSS)
    site.text, site.type = text, type_
    return judged(site)


@pytest.mark.parametrize("name", SHAPES)
def test_the_shape_of_a_publisher(name: str) -> None:
    found = published(*SHAPES[name])
    assert sorted(codes(found)) == sorted(ADVICE.get(name, [])), found
    assert {one.severity for one in found} <= {"advice"}


@pytest.mark.parametrize("format", ["atom", "rss"])
def test_what_feedgen_makes(format: str) -> None:
    made = FeedGenerator()
    made.id("https://news.example/")
    made.title("Harbour")
    made.link(href="https://news.example/")
    made.description("From the quay")
    made.author(name="Ada")
    made.language("en")
    for number in range(5):
        entry = made.add_entry()
        entry.id(f"https://news.example/{number}")
        entry.title(f"Ferry {number} & <others>")
        entry.link(href=f"https://news.example/{number}")
        entry.published(datetime(2026, 5, 1 + number, 9, tzinfo=UTC))
        entry.updated(datetime(2026, 5, 1 + number, 10, tzinfo=UTC))
        entry.content("<p>It sails &amp; returns</p>", type="CDATA")
    text = made.atom_str() if format == "atom" else made.rss_str()
    found = published(text.decode(), f"application/{format}+xml")
    assert codes(found) == ["self-missing"]
