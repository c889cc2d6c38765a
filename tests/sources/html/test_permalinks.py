import pytest
from reading import UTC

from feedsvc.sources.html.body import Body, render
from feedsvc.sources.source import Findings, Source


def body(html: str) -> Body:
    return render(html, Source("a.html", "", UTC, Findings("a.html")), 1, headline="T")


@pytest.mark.parametrize(
    "inner",
    [
        'Fares<a class="headerlink" href="#x" title="Permalink to this heading">¶</a>',
        'Fares <a class="anchor" aria-hidden="true" href="#x">#</a>',
        '<a class="anchor" aria-hidden="true" href="#x"><svg><path/></svg></a>Fares',
        '<a href="#x">§</a> Fares',
        'Fares<a href="#x" class="hash-link" aria-label="Direct link to Fares">\u200b</a>',
        'Fares <a class="header-anchor" href="#x"><span class="visually-hidden">Jump to heading'
        '</span> <span aria-hidden="true">#</span></a>',
        'Fares<a href="https://old.example/2020/fares/#x" class="headerlink">¶</a>',
        'Fares <span class="permalink">¶</span>',
        'Fares <a href="#x">🔗</a>',
        '<a class="header" href="#x">Fares</a>',
        'Fares <a href="#x">[link]</a>',
        'Fares<a class="td-heading-self-link" href="#x" aria-label="Heading self-link"></a>',
    ],
)
def test_a_heading_loses_its_permalink(inner: str) -> None:
    found = body(f'<h2 id="x">{inner}</h2><p>Text.</p>')
    assert found.content == '<h2 id="x">Fares</h2><p>Text.</p>'
    assert [section.heading for section in found.sections] == ["Fares"]


def test_its_id_stays() -> None:
    html = '<h2>Fares <a id="own" href="#own">¶</a></h2>'
    assert body(html).content == '<h2 id="own">Fares</h2>'


def test_permalinks_beside_headings_and_of_terms() -> None:
    named = '<a class="header-anchor" href="#x"><span class="sr-only">Link to this</span> {}</a>'
    beside = named.format('<span aria-hidden="true">#</span>')
    term = '<dl><dt>pier<a class="headerlink" href="#pier">¶</a></dt></dl>'
    assert body(f'<div><h2 id="x">Fares</h2>{beside}</div>{term}').content == (
        '<div><h2 id="x">Fares</h2></div><dl><dt>pier</dt></dl>'
    )


@pytest.mark.parametrize(
    "html",
    [
        '<h2 id="x">Fares in <a href="https://example.com/#y">#</a></h2>',
        '<h2 id="x">C#</h2>',
        '<h2 id="x"><a href="#y">#</a></h2>',
        '<h2 id="x">See <a href="#fares">the fares</a></h2>',
        '<p>The sign <a href="#y">#</a> and <span>§</span> 5.</p>',
        '<h2 id="x">Of § <span>5</span></h2>',
    ],
)
def test_other_links_and_signs_stay(html: str) -> None:
    assert body(html).content.replace("\x02", "") == html


def test_hostile_permalinks_take_no_time() -> None:
    html = '<h2 id="x">' + '<a href="#x">#</a>' * 20_000 + "x</h2>"
    html += "<h3>" + "<span aria-hidden=true>#</span>" * 5_000 + "y</h3>"
    assert [section.id for section in body(html).sections] == ["x", "y"]
