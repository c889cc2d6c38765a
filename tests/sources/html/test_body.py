import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import UTC, article
from safety import assert_safe

from feedsvc.model.article import PAGE, SITE, TOP, Article, Section
from feedsvc.sources.html.body import Body, render
from feedsvc.sources.source import Findings, Source


def body(html: str, headline: str = "T", path: str = "w/a.html") -> Body:
    return render(html, Source(path, "", UTC, Findings(path)), 1, headline=headline)


def lines(html: str) -> list[str]:
    return [line for section in body(html).sections for line in section.text.split("\n") if line]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("a<script>alert(1)</script>b<style>x</style>", "ab"),
        ('<p onclick="x" style="y" class="z">a</p>', "<p>a</p>"),
        ("<!-- x -->a<!-- <b> -->", "a"),
        ("<form><p>a</p><input><button>b</button><select><option>c</select></form>", "<p>a</p>"),
        ("<object data=x><p>a</p></object><embed src=x>", "<p>a</p>"),
        ("<svg><text>a</text></svg>b", "b"),
        ("<math><mi>x</mi></math> <text>y</text> <my-tag>z</my-tag>", "x y z"),
        ("<font color=red>a</font><center>b</center>", "a<center>b</center>"),
        ('<a href="javascript:x">a</a>', "a"),
        ('<a href="java&#10;script:x">a</a>', "a"),
        ('<a href="java&#1;script:x">a</a>', "a"),
        ('<a href="https://x.y" rel="nofollow" target=_blank>a</a>', '<a href="https://x.y">a</a>'),
        ('<a name="n">a</a>', '<a id="n">a</a>'),
        ("<a>a</a><a></a>", "a"),
        ('<img src="data:x"><img>', ""),
        ('<img src="i.png" onerror=x>', f'<img src="{SITE}/media/w/i.png">'),
        ('<source src="x.mp3"><track src=x>', ""),
        ("<video>fallback</video>", "fallback"),
        ('<audio src="a.mp3"></audio>', f'<audio src="{SITE}/media/w/a.mp3" controls=""></audio>'),
        (
            '<iframe src="//x.y/e?a&amp;b" title="Film">z</iframe>',
            '<p><a href="https://x.y/e?a&amp;b">Film</a></p>',
        ),
        ('<iframe src="javascript:x"></iframe>', ""),
        ('<code class="x language-py">a</code>', '<code class="language-py">a</code>'),
        ("<pre>\n\n a</pre>", "<pre> a</pre>"),
        ("<xmp><b></xmp>", "<pre>&lt;b&gt;</pre>"),
        ('<td colspan="2">a</td>', "a"),
        (
            '<p><abbr title="x">a</abbr> <ruby>b<rt>c</rt></ruby> <time datetime=x>d</time></p>',
            '<p><abbr title="x">a</abbr> <ruby>b<rt>c</rt></ruby> <time datetime="x">d</time></p>',
        ),
        ('<blockquote cite="#x">a</blockquote>', f'<blockquote cite="{PAGE}#x">a</blockquote>'),
        ("a < b <3 &lt;i&gt;", "a &lt; b &lt;3 &lt;i&gt;"),
        ("a <b", "a &lt;b"),
        ('<p title="a > b">c</p>', '<p title="a &gt; b">c</p>'),
        ('<p title="a>c', '&lt;p title="a&gt;c'),
        ("<![CDATA[x]]>y<?php z ?>", "y"),
        ("<b><p>a</b>b</p>", None),
        ("<table><b>x<tr><td>y", None),
        ("<p><table><td>x", None),
    ],
)
def test_content(html: str, expected: str | None) -> None:
    found = body(html)
    if expected is not None:
        assert found.content == expected
    assert_safe(Article(path="w/a.html", headline="T", slug="t", content=found.content))


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
        Section("one", "One", 2, "i\nj\nk\nNot one\nq\nd\ne"),
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


@given(st.text(max_size=60))
@settings(deadline=None)
def test_text_is_kept_as_it_is(text: str) -> None:
    from html import escape

    from feedsvc.model.characters import legal, one_line

    found = article("a.html", f"<h1>T</h1><p>{escape(legal(text))}</p>")
    shown = "\n".join(section.text for section in found.sections)
    assert shown == one_line(legal(text))
