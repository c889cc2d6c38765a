"""Subheadings, their anchors, and the text under each."""

import pytest
from reading import UTC
from safety import assert_safe

from feedsvc.model.article import TOP, Article, Section
from feedsvc.sources.html.body import Body, render
from feedsvc.sources.source import Findings, Source


def body(html: str, headline: str = "T", path: str = "w/a.html") -> Body:
    return render(html, Source(path, "", UTC, Findings(path)), 1, headline=headline)


def lines(html: str) -> list[str]:
    return [line for section in body(html).sections for line in section.text.split("\n") if line]


def test_sections() -> None:
    html = (
        "<p>Top <b>a</b>b<br>c.</p><h2>One</h2><ul><li>i</li><li>j<p>k</p></li></ul>"
        "<blockquote><h3>Not one</h3><p>q</p></blockquote><pre>code</pre>"
        "<figure><img src=i.png><figcaption>f</figcaption></figure>"
        "<table><caption>c</caption><tr><td>t</table>"
        "<dl><dt>d</dt><dd>e</dd></dl><div><h3>Two &amp; <i>a</i>b</h3>x</div>"
        "<p>y</p><h6>Three</h6>"
    )
    assert body(html).sections == (
        Section(TOP, "", 0, "Top ab c."),
        Section("one", "One", 2, "i\nj\nk\nNot one\nq\nd\ne", "iiiqqii"),
        Section("two-ab", "Two & ab", 3, "x\ny"),
        Section("three", "Three", 6, ""),
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a</p><p>b", ["a", "b"]),
        ("a<br>b", ["a b"]),
        ("a<p>b</p>c", ["a", "b", "c"]),
        ("<li>a <b> b </b> c</li>", ["a b c"]),
        ("x<i>y</i>z", ["xyz"]),
        ("a<pre>b</pre>c", ["a", "c"]),
        ("<details><summary>a</summary>b</details>", ["a", "b"]),
        ("<nav><p>a</p></nav>b", ["b"]),
        ("a&nbsp;b", ["a b"]),
        ("<img src=i.png alt=x>", []),
    ],
)
def test_section_text(html: str, expected: list[str]) -> None:
    assert lines(html) == expected


def test_no_text_no_section() -> None:
    assert body("<img src=i.png>").sections == ()
    assert body("").sections == ()


@pytest.mark.parametrize(
    ("html", "ids"),
    [
        ("<h2>A</h2><h2>A</h2><h2>a!</h2>", ["a", "a-2", "a-3"]),
        ("<h2>Top</h2><h2 id=top>B</h2>", ["top-2", "top-3"]),
        ("<h2>A</h2><p id=a>x</p>", ["a-2"]),
        ("<h2 id=x>A</h2><h2 id=x>B</h2><h2 id='y z'>C</h2>", ["x", "x-2", "c"]),
        ("<h2>!</h2><h2></h2><h2> <b></b></h2>", ["u21"]),
        ("<h2><img src=i.png></h2><h2>A</h2>", ["a"]),
        ("<h2>A</h2><h2>A</h2><h2>A-2</h2>", ["a", "a-2", "a-2-2"]),
    ],
)
def test_anchors(html: str, ids: list[str]) -> None:
    found = body(html)
    assert [section.id for section in found.sections if section.heading] == ids
    assert_safe(
        Article(path="a", headline="T", slug="t", content=found.content, sections=found.sections)
    )


def test_many_equal_headings() -> None:
    found = body("<h2>A</h2>" * 5000)
    assert found.sections[-1].id == "a-5000"


def test_equal_ids_stay_once() -> None:
    assert body("<p id=a>x</p><p id=a>y</p><p id=top>z</p>").content == (
        '<p id="a">x</p><p>y</p><p>z</p>'
    )
