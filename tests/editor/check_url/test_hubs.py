"""Links of headers, and when two addresses are one."""

import pytest

from feedsvc.editor.check_url.hubs import header_links
from tests.editor.check_url.documents import RSS, SELF
from tests.editor.check_url.sites import Site, codes, report_of
from tests.editor.check_url.wrong_documents import HUB, WithHeader


@pytest.mark.parametrize(
    ("value", "links"),
    [
        ("", []),
        ('<https://h.example/>; rel="hub"', [("hub", "https://h.example/")]),
        ("</a>; rel=self, <b>; rel=HUB", [("self", "/a"), ("hub", "b")]),
        ('<a>; title="x, y"; rel="self hub"', [("self", "a"), ("hub", "a")]),
        ('<a>; rel="preload"; as=font, <b,c>; rel=self', [("preload", "a"), ("self", "b,c")]),
        ('<a> rel="hub"', [("", "a")]),
        ("nothing", []),
    ],
)
def test_links_of_a_header(value: str, links: list[tuple[str, str]]) -> None:
    assert header_links(value) == links


@pytest.mark.parametrize(
    ("address", "own", "codes_found"),
    [
        ("https://news.example/feed", "HTTPS://NEWS.example:443/feed", []),
        ("https://news.example/a%C3%A4", "https://news.example/aä", []),
        ("https://news.example/feed", "http://news.example/feed", ["hub-self-differs"]),
        ("https://news.example/feed", "https://news.example/feed/", ["hub-self-differs"]),
        ("https://news.example/feed?a", "https://news.example/feed", ["hub-self-differs"]),
    ],
)
def test_the_same_address(address: str, own: str, codes_found: list[str]) -> None:
    site = Site(RSS, SELF, HUB + SELF.replace("{site}/feed", own))
    assert codes(list(report_of(address, site).found)) == codes_found


def test_links_in_the_header_are_enough() -> None:
    value = '<https://h.example/>; rel="hub", <https://news.example/feed>; rel="self"'
    site = WithHeader("Link", value, SELF, "")
    assert report_of("https://news.example/feed", site).found == ()
