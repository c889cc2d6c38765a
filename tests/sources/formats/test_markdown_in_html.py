import pytest
from reading import article

from feedsvc.sources.formats.markdown_in_html import with_markdown_in_html


def content(body: str) -> str:
    return article("a.md", f"# T\n\n{body}").content


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ('<div markdown="1">\nA **b**\n</div>', "<div>\n<p>A <strong>b</strong></p>\n</div>"),
        ("<div class=x markdown=block>A *b*</div>", "<div>\n<p>A <em>b</em></p>\n</div>"),
        (
            "<div markdown>\n    A\n\n    - b\n</div>",
            "<div>\n<p>A</p>\n<ul>\n<li>b</li>\n</ul>\n</div>",
        ),
        ('<p markdown="1">A *b*</p>', "<p>A <em>b</em></p>"),
        ('<div markdown="span">A *b*</div>', "<div>A <em>b</em></div>"),
        ('<div markdown="0">A *b*</div>', "<div>A *b*</div>"),
        (
            '<section markdown="1">\n<div markdown="1">\nA *b*\n</div>\n</section>',
            "<section>\n<div>\n<p>A <em>b</em></p>\n</div>\n</section>",
        ),
        (
            '<div markdown="1">\n```\n# a\n\n</div>\n```\n</div>\n\n# b',
            '<div>\n<pre><code># a\n\n&lt;/div&gt;\n</code></pre>\n</div>\n<h1 id="b">b</h1>',
        ),
    ],
)
def test_elements_with_the_attribute(body: str, html: str) -> None:
    assert content(body) == html


@pytest.mark.parametrize(
    ("inner", "html"),
    [
        ("**A** 2*3*4", "<strong>A</strong> 2*3*4"),
        ("[A](https://b.example)", '<a href="https://b.example">A</a>'),
        ("\n   `a*b*c`\n", "<code>a*b*c</code>"),
        ("2*3*4", "2*3*4"),
        ("<code>**a**</code> **b**", "<code>**a**</code> **b**"),
        ("\n\n  **A**\n\n", "\n<p><strong>A</strong></p>\n"),
        ("\n\n        **A**\n\n  ", "\n<p><strong>A</strong></p>\n"),
    ],
)
def test_cells(inner: str, html: str) -> None:
    found = content(f"<table>\n  <tr>\n    <td>{inner}</td>\n  </tr>\n</table>\n\n*End.*")
    assert f"<td>{html}</td>" in found
    assert found.endswith("<p><em>End.</em></p>")


@pytest.mark.parametrize(
    "text",
    [
        "`<td>**x**</td>`",
        '```\n<div markdown="1">\n<td>**x**</td>\n```',
        "<td>**x**",
        "a markdown b",
    ],
)
def test_code_and_half_cells_stay(text: str) -> None:
    assert with_markdown_in_html(text) == text


def test_hostile_elements_take_no_time() -> None:
    for text in (
        '<div markdown="1">' * 3_000,
        '<div markdown="1">' * 500 + "</div>" * 500,
        "<td>**a**" * 10_000,
        "<td>**a**</td>" * 2_000,
        "<table>\n\n" * 10_000,
        "<div " + " " * 100_000 + "markdown",
        "<td" + " \n" * 50_000,
        "<td>" + "[a](" * 20_000 + "</td>",
    ):
        assert with_markdown_in_html(text)
