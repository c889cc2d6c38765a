import pytest
from reading import UTC

from feedsvc.model.blocks import ASIDE
from feedsvc.sources.html.body import Body, render
from feedsvc.sources.source import Findings, Source

ASIDES = "<aside><p><strong>Note</strong></p><p>Bring <em>one</em>.</p></aside>"


def body(html: str) -> Body:
    return render(html, Source("a.html", "", UTC, Findings("a.html")), 1, headline="T")


@pytest.mark.parametrize(
    "html",
    [
        '<div class="admonition note"><p class="admonition-title">Note</p>{}</div>',
        '<aside class="admonition note"><p class="first admonition-title">Note</p>{}</aside>',
        '<div class="note"><p class="admonition-title">Note</p>{}</div>',
        '<div class="theme-admonition theme-admonition-note alert alert--secondary">'
        '<div class="admonitionHeading_Gvgb"><span class="admonitionIcon_Rf37">'
        '<svg viewBox="0 0 1 1"><path d="M6"/></svg></span>note</div>{}</div>',
        '<div class="markdown-alert markdown-alert-note"><p class="markdown-alert-title">'
        "<svg></svg>Note</p>{}</div>",
        '<div class="custom-block note"><p class="custom-block-title">NOTE</p>{}</div>',
        '<div class="callout"><div class="callout-title"><div class="callout-title-inner">'
        "<p>Note</p></div></div>{}</div>",
        '<article class="message is-info"><div class="message-header"><p>Note</p></div>{}'
        "</article>",
        '<div class="alert alert-warning"><h4 class="alert-heading">Note</h4>{}</div>',
        '<div class="notice--success"><h3>Note</h3>{}</div>',
        '<blockquote class="prompt-note">{}</blockquote>',
        '<div class="alert alert-note">{}</div>',
        '<section class="note">{}</section>',
    ],
)
def test_it_becomes_an_aside_with_its_title(html: str) -> None:
    found = body(html.format("<p>Bring <em>one</em>.</p>") + "<p>Text.</p>")
    assert found.content == f"{ASIDES}<p>Text.</p>"
    (section,) = found.sections
    assert section.text == "Bring one.\nText."
    assert section.kinds[0] == ASIDE


def test_the_table_of_asciidoctor_is_one() -> None:
    html = (
        '<div class="admonitionblock note"><table><tr><td class="icon"><div class="title">Note'
        '</div></td><td class="content"><p>Bring <em>one</em>.</p></td></tr></table></div>'
    )
    assert body(f"{html}<p>Text.</p>").content == f"{ASIDES}<p>Text.</p>"


def test_a_paragraph_is_one_too() -> None:
    html = '<p class="notice--danger" id="x">Keep off.</p><p>Text.</p>'
    assert body(html).content == (
        '<aside id="x"><p><strong>Danger</strong></p><p>Keep off.</p></aside><p>Text.</p>'
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p class="notice"><b>Note:</b> x</p>', "<aside><p><b>Note:</b> x</p></aside>"),
        ('<div class="alert alert-light">x</div>', "<aside>x</aside>"),
        ('<p class="notice">x</p>', "<aside><p>x</p></aside>"),
        (
            '<div class="alert alert-info"><strong>Late!</strong> x</div>',
            "<aside><strong>Late!</strong> x</aside>",
        ),
        (
            '<div class="tip"><p>a</p><div class="note"><p>b</p></div></div>',
            "<aside><p><strong>Tip</strong></p><p>a</p><aside><p><strong>Note</strong></p><p>b</p>"
            "</aside></aside>",
        ),
    ],
)
def test_a_title_is_there_where_nothing_says_it(html: str, expected: str) -> None:
    assert body(f"{html}<p>Text.</p>").content == f"{expected}<p>Text.</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<p>a</p><p>callout, note</p>",
        '<p>a</p><p class="noted">b</p>',
        '<p>a</p><div class="summary"><p>b</p></div>',
        '<p>a</p><div class="is-info"><p>b</p></div>',
        '<p>a</p><div class="alert-link"><p>b</p></div>',
        '<div class="note"><h2 id="a">A</h2><p>b</p></div><p>c</p>',
        '<div class="note"><div class="tip"><h2 id="a">A</h2><p>b</p></div></div><p>c</p>',
        '<div class="note"><p>the whole article</p></div>',
        '<p>a</p><pre><code>&lt;div class="note"&gt;</code></pre>',
    ],
)
def test_what_only_looks_like_one_stays(html: str) -> None:
    assert "<aside" not in body(html).content
