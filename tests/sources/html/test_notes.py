import pytest
from reading import UTC

from feedsvc.sources.html.body import render
from feedsvc.sources.source import Findings, Source


def lines(html: str) -> list[str]:
    found = render(html, Source("a.html", "", UTC, Findings("a.html")), 1, headline="T")
    return [line for section in found.sections for line in section.text.split("\n")]


MARKS = {
    "Pandoc": '<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a>',
    "cmark": '<sup class="footnote-ref"><a href="#fn-1" id="fnref-1">1</a></sup>',
    "GitHub": '<sup><a href="#user-content-fn-2" data-footnote-ref>2</a></sup>',
    "kramdown": '<sup id="fnref:1"><a href="#fn:1" class="footnote" rel="footnote">1</a></sup>',
    "MultiMarkdown": '<a href="#fn:1" id="fnref:1" title="see footnote" class="footnote">[1]</a>',
    "WordPress": '<sup data-fn="a1" class="fn"><a href="#a1" id="a1-link">1</a></sup>',
    "its plugins": '<span class="easy-footnote"><a href="#x"><sup>1</sup></a></span>',
    "Sphinx": '<a class="footnote-reference brackets" href="#id2" id="id1">[1]</a>',
    "Wikipedia": '<sup class="reference"><a href="#cite_note-1">[1]</a></sup>',
    "Word": '<a href="#_ftn1" name="_ftnref1">[1]</a>',
    "LibreOffice": '<a class="sdfootnoteanc" href="#sdfootnote1sym"><sup>1</sup></a>',
    "Google Docs": '<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup>',
    "Asciidoctor": '<sup class="footnote">[<a href="#_footnotedef_1">1</a>]</sup>',
    "several": '<sup><a href="#x">1</a>, <a href="#y">2</a></sup>',
    "WordPress, elsewhere": '<sup class="fn" data-fn="a1"><a href="/post/#a1">1</a></sup>',
    "a role alone": '<a href="/notes" role="doc-noteref">one</a>',
    "a rel alone": '<a href="/notes" rel="footnote">one</a>',
    "a sign alone": '<sup><a href="#x">†</a></sup>',
    "a name alone": '<sup><a href="#fn-far">see below</a></sup>',
    "a raised sign": '<a href="#x"><sup>12</sup></a>',
    "a named sign": '<a href="#fn12">12</a>',
    "an arrow": '<a href="#x">↩︎</a>',
    "a side note": '<span class="sidenote">A side note.</span>',
}


@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS)
def test_a_mark_is_no_part_of_the_text(mark: str) -> None:
    assert lines(f"<p>The hull dates from 1998{mark} and was lengthened.</p>") == [
        "The hull dates from 1998 and was lengthened."
    ]


@pytest.mark.parametrize(
    "notes",
    [
        '<section class="footnotes footnotes-end-of-document" role="doc-endnotes">{}</section>',
        '<div class="footnotes" role="doc-endnotes">{}</div>',
        '<div class="footnote"><hr>{}</div>',
        '<aside class="footnote-list brackets">{}</aside>',
        '<section data-footnotes class="footnotes"><h2 id="l">Footnotes</h2>{}</section>',
    ],
)
def test_notes_are_no_part_of_the_text(notes: str) -> None:
    note = '<ol><li id="fn1"><p>Note. <a href="#fnref1">↩︎</a></p></li></ol>'
    assert lines("<p>Text.</p>" + notes.format(note)) == ["Text."]
    assert lines('<p>Text.</p><ol class="wp-block-footnotes"><li id="a">Note.</li></ol>') == [
        "Text."
    ]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('See <a href="#s2">2</a>.', "See 2."),
        ('10<sup><a href="https://example.com">6</a></sup> t', "10⁶ t"),
        ('<a href="#x">The <sup>2</sup></a>', "The ²"),
        ('The <sup><a href="#x">whole story</a></sup>', "The whole story"),
        ('<span class="note">Kept.</span>', "Kept."),
    ],
)
def test_other_links_stay(html: str, text: str) -> None:
    assert lines(f"<p>{html}</p>") == [text]


def test_classes_and_roles_do_not_reach_readers() -> None:
    html = f'<div class="x" role="main"><p>A{MARKS["Pandoc"]}</p></div>'
    found = render(html, Source("a.html", "", UTC, Findings("a.html")), 1, headline="T")
    assert "class" not in found.content
    assert "role" not in found.content
