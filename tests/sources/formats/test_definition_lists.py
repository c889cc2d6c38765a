import pytest
from reading import article


def content(text: str) -> str:
    return article("a.md", f"# T\n\n{text}\n").content


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Buoy\n: swims", "<dt>Buoy</dt>\n<dd>swims</dd>"),
        ("Buoy\n\n: swims", "<dt>Buoy</dt>\n<dd>swims</dd>"),
        ("Buoy\n:   swims\n    on *water*", "<dt>Buoy</dt>\n<dd>swims\non <em>water</em></dd>"),
        ("*Buoy*\n: swims\nlazily", "<dt><em>Buoy</em></dt>\n<dd>swims\nlazily</dd>"),
        ("A\nB\n: c\n: d", "<dt>A</dt>\n<dt>B</dt>\n<dd>c</dd>\n<dd>d</dd>"),
        ("A\n: b\n\nC\n: d", "<dt>A</dt>\n<dd>b</dd>\n<dt>C</dt>\n<dd>d</dd>"),
        (
            "A\n: b\n\n    c\n\n        d",
            "<dt>A</dt>\n<dd>\n<p>b</p>\n<p>c</p>\n<pre><code>  d\n</code></pre>\n</dd>",
        ),
        ("A\n:   - b\n    - c", "<dt>A</dt>\n<dd>\n<ul>\n<li>b</li>\n<li>c</li>\n</ul>\n</dd>"),
    ],
)
def test_a_term_and_what_it_means(text: str, expected: str) -> None:
    assert content(f"Before.\n\n{text}\n\nText.") == (
        f"<p>Before.</p>\n<dl>\n{expected}\n</dl>\n<p>Text.</p>"
    )


def test_links_and_notes_in_them_lead_on() -> None:
    found = content("A\n: [b][c] and[^1]\n\n[c]: https://c.example/\n\n[^1]: Note.")
    assert '<a href="https://c.example/">b</a> and<sup>' in found


@pytest.mark.parametrize(
    "text",
    [
        *(
            "- a\n: b",
            "> a\n: b",
            "## A\n: b",
            ": b",
            "a\n:b",
            "a\nb\nc\nd\ne\nf\n: g",
            "a\n\n\n: b",
        ),
        *("```\na\n: b\n```", "    a\n    : b", "| a |\n: b", "<p>a\n: b", "a :\n : "),
    ],
)
def test_others_are_none(text: str) -> None:
    assert "<dl>" not in content(text)
