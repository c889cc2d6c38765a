import pytest
from reading import article

from feedsvc.sources.formats.tex import with_tex


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("$$a_1 * b_2 * c$$", "<p>$$a_1 * b_2 * c$$</p>"),
        ("So $x_i * y_j * z$.", "<p>So $x_i * y_j * z$.</p>"),
        (r"\\(a_1 * b*c*\\)", r"<p>\(a_1 * b*c*\)</p>"),
        (r"\\[\{a\}\\]", r"<p>\[\{a\}\]</p>"),
        ("$$\n{{a}\\over{b}} \\\\\n- x < 2\n$$", "<p>$$\n{{a}\\over{b}} \\\\\n- x &lt; 2\n$$</p>"),
        ("> $$\n> a * b * c\n> $$", "<blockquote>\n<p>$$\na * b * c\n$$</p>\n</blockquote>"),
    ],
)
def test_a_formula_stays_as_it_is_written(text: str, shown: str) -> None:
    assert article("a.md", f"# T\n\n{text}").content == shown


@pytest.mark.parametrize(
    "text",
    [
        *("$5 *and* $10", "$5_000 *and* $10_000", "`$$a*b*c$$`", "```\n$$a_b$$\n```"),
        *("$$a *b*\n\nc$$", "a$b_c$", "\\$a_b$", "$ a_b $", "$a b$ *c*", "US$5 or US$10^2"),
    ],
)
def test_what_is_no_formula_stays_markdown(text: str) -> None:
    assert with_tex(text) == text
