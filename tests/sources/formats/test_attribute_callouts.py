import pytest
from reading import article, codes

from feedsvc.sources.formats.attribute_callouts import as_callout

TIP = "<aside>\n<p><strong>Tip</strong></p>\n<p>Bring <em>one</em>.</p>\n</aside>"


def content(text: str) -> str:
    return article("a.md", f"# T\n\n{text}\n").content


@pytest.mark.parametrize(
    "text",
    [
        "> Bring *one*.\n{: .prompt-tip }",
        "> Bring *one*.\n{: .prompt-tip .fs-3 }",
        "> Bring *one*.\n> {: .prompt-tip }",
        "{: .prompt-tip }\n> Bring *one*.",
        "{: .prompt-tip }\n\n> Bring *one*.",
        "{: .tip }\nBring *one*.",
        "Bring *one*.\n{: .alert .alert-tip }",
        "Bring *one*.\n{:.tip}",
        "{.tip}\nBring *one*.",
        '> Bring *one*.\n{: .callout title="Tip" }',
        "{: .note-title }\n> Tip\n>\n> Bring *one*.",
        "> ## Tip\n>\n> Bring *one*.\n{: .callout}",
        "{: .text-center}\n> Bring *one*.\n{: .prompt-tip }",
    ],
)
def test_a_block_with_the_class_of_a_callout_is_an_aside(text: str) -> None:
    assert content(f"Before.\n\n{text}\n\nText.") == f"<p>Before.</p>\n{TIP}\n<p>Text.</p>"
    assert content(text) == TIP


def test_one_after_another_and_one_in_another() -> None:
    assert content("{: .tip }\nBring *one*.\n\n{: .tip }\n> Bring *one*.") == f"{TIP}\n{TIP}"
    nested = "> a\n>\n> > Bring *one*.\n> {: .tip}\n{: .challenge}"
    assert content(nested) == (
        f"<aside>\n<p><strong>Challenge</strong></p>\n<p>a</p>\n{TIP}\n</aside>"
    )


def test_in_a_list_it_stays_in_its_item() -> None:
    assert content("1. a\n\n   > Bring *one*.\n   {: .tip }\n\n2. b") == (
        f"<ol>\n<li>\n<p>a</p>\n{TIP}\n</li>\n<li>\n<p>b</p>\n</li>\n</ol>"
    )


def test_a_title_of_its_own_is_enough() -> None:
    assert content("**Note:** x\n{: .notice--info}") == (
        "<aside>\n<p><strong>Note:</strong> x</p>\n</aside>"
    )


def test_its_id_stays() -> None:
    assert 'id="x"' in content("> a\n{: .tip #x}\n\nText.")


@pytest.mark.parametrize(
    "text",
    [
        "a\n{: .text-center}",
        "![a](/b.jpg)\n{: .shadow }",
        "| a |\n|---|\n| b |\n{: .table }",
        "## A\n{: .note}\n\nb",
        "```\n> a\n{: .tip}\n```",
        "    > a\n    {: .tip}",
        "1. a\n   {: .note}",
        "<p>a</p>\n{: .note}",
        "> a\n{: .summary}",
        "{: .note}",
    ],
)
def test_others_stay_what_they_are(text: str) -> None:
    assert "<aside>" not in content(text)


def test_the_lines_of_what_follows_stay() -> None:
    text = "> a\n{: .tip}\n\n{: .tip }\n> b\n\n{{< c >}}\n"
    assert codes("a.md", f"# T\n\n{text}") == [(9, "info", "shortcode")]


def test_a_block_at_the_end_gets_a_line() -> None:
    lines = ["{: .tip}", "> a"]
    assert as_callout(lines, 0, "", ".tip")
    assert len(lines) == 3
