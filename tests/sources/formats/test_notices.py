import pytest

from feedsvc.sources.formats.asides import CLOSING, opening
from feedsvc.sources.formats.shortcodes import remove_shortcodes
from feedsvc.sources.source import Findings


def written(text: str) -> tuple[str, list[str]]:
    findings = Findings("a.md")
    return remove_shortcodes(text, "markdown", 1, findings), [p.code for p in findings.problems()]


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("", "Note"),
        (' "A b"', "A b"),
        (' title="A \\"b\\""', 'A "b"'),
        (' title=""', ""),
        (" title='A' icon=\"b\"", "A"),
        (' "circle-info"', "Note"),
        (" warning", "Note"),
        (" info no-icon Einige Dinge", "Einige Dinge"),
        (" 注意", "注意"),
        (" summary=`A b`", "A b"),
    ],
)
def test_the_title_of_a_note(given: str, title: str) -> None:
    expected = f"{opening(title)}x{CLOSING}", []
    assert written(f"{{{{< note{given} >}}}}x{{{{< /note >}}}}") == expected
    assert written(f"{{% note{given} %}}x{{% endnote %}}") == expected


def test_code_pairs_nothing() -> None:
    text = "{{% note %}}\n\n    {{% note %}}\n\n```\n{{% /note %}}\n```\n{{% /note %}}"
    assert written(text)[0] == (
        f"{opening('Note')}\n\n    {{{{% note %}}}}\n\n```\n{{{{% /note %}}}}\n```\n{CLOSING}"
    )


@pytest.mark.parametrize(
    "text",
    ["{{< note >}}x", "x{{< /note >}}", "{% note %}x", "{% end %}x", "{% include note.html %}x"],
)
def test_half_a_notice_is_told(text: str) -> None:
    assert written(text) == ("x", ["shortcode"])


def test_other_blocks_of_zola_end_none() -> None:
    text = "{% note() %}{% figure(by='A') %}x{% end %}{% end %}"
    assert written(text) == (f"{opening('Note')}x{CLOSING}", ["shortcode", "shortcode"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{% blockquote Ann Bay, The Sea %}x{% endblockquote %}", "Ann Bay, <cite>The Sea</cite>"),
        ("{% quote Ann Bay %}x{% endquote %}", "Ann Bay"),
        ("{% cq %}x{% endcq %}", ""),
        ('{{< quote author="Ann Bay" >}}x{{< /quote >}}', "Ann Bay"),
        ('{% quote(author="Ann Bay") %}x{% end %}', "Ann Bay"),
    ],
)
def test_a_quotation_is_one_and_says_whose_it_is(text: str, said: str) -> None:
    footer = f"<footer>{said}</footer>" if said else ""
    assert written(text) == (f"\n\n<blockquote>\n\nx\n\n{footer}</blockquote>\n\n", [])
    html = remove_shortcodes(text, "html", 1, Findings("a.html"))
    assert html == f"<blockquote>x{footer}</blockquote>"


def test_quotations_stand_in_one_another_and_in_notices() -> None:
    text = "{% quote A %}{% note %}{% quote B %}x{% endquote %}{% endnote %}{% endquote %}"
    found, told = written(text)
    assert told == []
    assert found.index("x") < found.index("B</footer>") < found.index("A</footer>")
