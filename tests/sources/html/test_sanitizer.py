"""HTML from anyone holds only what an entry may hold."""

import pytest
from reading import UTC
from safety import assert_safe

from feedsvc.model.article import PAGE, SITE, Article
from feedsvc.sources.html.body import Body, render
from feedsvc.sources.source import Findings, Source


def body(html: str, headline: str = "T", path: str = "w/a.html") -> Body:
    return render(html, Source(path, "", UTC, Findings(path)), 1, headline=headline)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("a<script>alert(1)</script>b<style>x</style>", "ab"),
        ('<p onclick="x" style="y" class="z">a</p>', "<p>a</p>"),
        ("<!-- x -->a<!-- <b> -->", "a"),
        ("<form><p>a</p><input><button>b</button><select><option>c</select></form>", "<p>a</p>"),
        ("<object><p>a</p></object><embed src=javascript:x>", "<p>a</p>"),
        ("<svg><path d=a /></svg>b", "b"),
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


def test_the_state_of_a_task_stays() -> None:
    html = (
        '<ul><li><input type="checkbox" checked disabled> a</li>'
        "<li><input class='x' disabled='' type=checkbox> b</li><li><input type=text> c</li></ul>"
    )
    source = Source("a.html", "", UTC, Findings("a.html"))
    found = render(html, source, 1, headline="T").content
    assert found == "<ul><li>\u2611 a</li><li>\u2610 b</li><li> c</li></ul>"
