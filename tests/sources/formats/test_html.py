from datetime import UTC, datetime

import pytest
from reading import article, codes

from feedsvc.model.article import ORIGIN, Author, Enclosure

DOCUMENT = """<!doctype html>
<html lang="de_AT"><head><title>Big News | The Site</title>
<meta name="description" content="Sum &amp; up"><meta property="og:description" content="other">
<meta name=author content="Jane Doe"><meta property="article:author" content="https://x.y/jane">
<meta name="keywords" content="a, b"><meta property="article:section" content="World">
<meta property="article:published_time" content="2024-06-01T10:00:00+02:00">
<meta name="date" content="2020-01-01">
<meta property="article:modified_time" content="2024-06-02T10:00:00Z">
<meta property="og:image" content="/i.png"></head>
<body><header>Menu</header><nav><h2>Nav</h2></nav>
<main><h1>Big news</h1><p>Text.</p><h2>Sub</h2><p>More.</main>
<footer>Imprint</footer></body></html>
"""


def test_a_document() -> None:
    found = article("w/a.html", DOCUMENT)
    assert (found.headline, found.standfirst, found.language) == ("Big news", "Sum & up", "de-AT")
    assert (found.authors, found.tags, found.category) == (
        (Author("Jane Doe"),),
        ("a", "b"),
        "World",
    )
    assert found.date == datetime(2024, 6, 1, 8, tzinfo=UTC)
    assert found.updated == datetime(2024, 6, 2, 10, tzinfo=UTC)
    assert found.image == Enclosure(ORIGIN + "/i.png", "image/png")
    assert found.content == '<p>Text.</p><h2 id="sub">Sub</h2><p>More.</p>'


def test_front_matter_goes_first() -> None:
    found = article(
        "a.html", "---\ntitle: 'Mine &amp; <b>yours</b>'\ndate: 2024-01-01\n---\n" + DOCUMENT
    )
    assert found.headline == "Mine & yours"
    assert found.date == datetime(2024, 1, 1, tzinfo=UTC)
    assert found.standfirst == "Sum & up"


@pytest.mark.parametrize(
    ("text", "headline", "content"),
    [
        ("<h1>H</h1><p>x", "H", "<p>x</p>"),
        ("<title>T</title><p>x", "T", "<p>x</p>"),
        ("<title>T</title><h1>H</h1>x", "T", '<h1 id="h">H</h1>x'),
        ("<title>H - Site</title><h1>H</h1>x", "H", "x"),
        ("<title>T</title><article>a</article> b", "T", "a"),
        ("<title>T</title><article>a</article><article>b</article>", "T", None),
        ("<title>T</title><main>m<article>a</article></main> b", "T", "a"),
        ("<h1>A<br>B &lt; C</h1>x", "A B < C", "x"),
        ("<title>a &#1; b</title>x", "a b", "x"),
    ],
)
def test_headline_and_body(text: str, headline: str, content: str | None) -> None:
    found = article("a.html", text)
    assert found.headline == headline
    if content is not None:
        assert found.content == content


def test_a_wrong_date_is_an_error() -> None:
    text = '<title>T</title><meta name="date" content="June 2024">x'
    assert codes("a.html", text) == [(1, "error", "date-incomplete")]


def test_what_may_hold_it_back_is_told_with_its_line() -> None:
    text = '<title>T</title>\n\n<meta name="embargo" content="June 2024">x'
    assert codes("a.html", text) == [(3, "error", "date-incomplete")]


def test_depth_names_its_line() -> None:
    assert codes("a.html", "<h1>T</h1>\n\n" + "<div>" * 300) == [(3, "error", "too-deep")]
    text = "---\nslug: x\n---\n<h1>T</h1>\n" + "<p>x</p>\n" * 10 + "<div>" * 300
    assert codes("a.html", text) == [(15, "error", "too-deep")]


def test_no_headline() -> None:
    assert codes("a.htm", "<!-- x -->") == [(1, "error", "no-headline")]
    assert article("piers.htm", "<p>x</p>").headline == "Piers"


def test_a_wrong_date_is_told_on_its_line() -> None:
    text = '<html><head>\n<title>T</title>\n<meta name="date" content="2024-13-01">\n</head>x'
    assert codes("a.html", text) == [(3, "error", "date-impossible")]


@pytest.mark.parametrize("second", ["2031-01-01", "false"])
def test_what_may_hold_it_back_is_said_once(second: str) -> None:
    text = (
        "<html><head>\n<title>T</title>\n"
        '<meta name="embargo" content="2030-01-01">\n<meta name="embargo" content="{}">\n</head>x'
    )
    assert codes("a.html", text.format(second)) == [(3, "error", "duplicate-key")]
    held = article("a.html", text.format("2030-01-01"))
    assert held.embargo == datetime(2030, 1, 1, tzinfo=UTC)
