"""Headlines that hold markup are plain text."""

import pytest
from reading import article


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("A **bold** word", "A bold word"),
        ("*It* and _that_ __here__", "It and that here"),
        ("M*A*S*H, 2 * 3 * 4, snake_case_name", "M*A*S*H, 2 * 3 * 4, snake_case_name"),
        ("a < b and c > d", "a < b and c > d"),
        ("AT&amp;T &#8217;s &copy; &mdash;", "AT&T \u2019s \u00a9 \u2014"),
        ("R&D &unknown; &copy", "R&D &unknown; &copy"),
        ("<em>New</em><br/>line <b class='x'>b</b>", "New line b"),
        ("List<String> and <T>", "List<String> and <T>"),
        ("[The link](https://x.y/a_(b)) ![img](c.png)", "The link img"),
        ("[not a link] (x)", "[not a link] (x)"),
        ("use `<b>` and `*x*`", "use <b> and *x*"),
        ("a \\*star\\*", "a *star*"),
        ("{{< ref x >}}Title", "Title"),
        ("**New on x**&mdash;Text_", "New on x\u2014Text_"),
    ],
)
def test_headlines_in_markdown_are_plain(written: str, expected: str) -> None:
    quoted = written.replace("\\", "\\\\").replace('"', '\\"')
    found = article("a.md", f'---\ntitle: "{quoted}"\nsummary: "{quoted} x"\n---\nx')
    assert (found.headline, found.standfirst) == (expected, f"{expected} x")


def test_headlines_in_plain_text_are_as_written() -> None:
    assert article("a.txt", "Title: A **b** &amp; <em>c</em>\n\nx").headline == (
        "A **b** &amp; <em>c</em>"
    )
