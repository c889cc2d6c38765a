"""The HTML that reStructuredText becomes is that of other formats."""

import pytest

from feedsvc.model.article import PAGE, SITE
from tests.sources.formats.rst.test_directives import read


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*a* **b** ``c <d>``", "<p><em>a</em> <strong>b</strong> <code>c &lt;d&gt;</code></p>"),
        (".. note:: Rain.", "<aside>\n<p><strong>Note</strong></p>\n<p>Rain.</p>\n</aside>"),
        (
            ".. admonition:: By the way\n\n   Rain.",
            "<aside>\n<p><strong>By the way</strong></p>\n<p>Rain.</p>\n</aside>",
        ),
        ("See::\n\n   x < y", "<p>See:</p>\n<pre><code>x &lt; y</code></pre>"),
        (">>> 1\n1", "<pre><code>&gt;&gt;&gt; 1\n1</code></pre>"),
        ("| a\n|   b\n| c", "<p>a<br>\n\u2003b<br>\nc</p>"),
        (".. image:: b.png\n   :width: 20px", '<p><img src="/media/b.png" width="20"></p>'),
        (
            ".. figure:: b.png\n   :alt: A boat\n\n   It sails.",
            '<figure>\n<img src="/media/b.png" alt="A boat"><figcaption>\n<p>It sails.</p>\n'
            "</figcaption>\n</figure>",
        ),
        (":a: b", "<dl>\n<dt>a:</dt>\n<dd><p>b</p>\n</dd>\n</dl>"),
        (".. a comment\n\nText.", "<p>Text.</p>"),
        (
            "One [1]_.\n\n.. [1] Note.",
            '<p>One <sup><a href="#fn-footnote-1" id="fnref-footnote-reference-1">1</a></sup>.</p>'
            '\n<section class="footnotes">\n<ol start="1">\n<li id="fn-footnote-1"><p>Note.</p>\n'
            '<a href="#fnref-footnote-reference-1">↩</a></li>\n</ol>\n</section>',
        ),
    ],
)
def test_elements(text: str, html: str) -> None:
    content, problems = read(text)
    assert content.replace(SITE, "").replace(PAGE, "") == html
    assert problems == ()


def test_a_broken_table_stays_as_it_is_written_and_is_told() -> None:
    content, problems = read("More.\n\n+--+--+\n|a |b\n+--+--+")
    assert "|a |b" in content
    assert [(p.line, p.code) for p in problems] == [(9, "rst")]
