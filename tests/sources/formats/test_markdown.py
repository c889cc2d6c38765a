import pytest
from reading import article, codes

from feedsvc.model.article import TOP, Section


def content(body: str) -> str:
    return article("a.md", f"---\ntitle: T\n---\n{body}").content


def test_markdown() -> None:
    body = (
        "Some *text*, ~~gone~~ https://x.y\n\n| a | b |\n|---|--:|\n| c | d |\n\n```py\n<x>\n```\n"
    )
    assert content(body) == (
        '<p>Some <em>text</em>, <del>gone</del> <a href="https://x.y">https://x.y</a></p>\n'
        '<table>\n<thead>\n<tr>\n<th>a</th>\n<th align="right">b</th>\n</tr>\n</thead>\n'
        '<tbody>\n<tr>\n<td>c</td>\n<td align="right">d</td>\n</tr>\n</tbody>\n</table>\n'
        '<pre><code class="language-py">&lt;x&gt;\n</code></pre>'
    )


def test_the_first_h1_is_the_headline() -> None:
    found = article("a.md", "Intro.\n\n# The *head*\n\nText.\n\n# Second\n")
    assert found.headline == "The head"
    assert found.content == '<p>Intro.</p>\n\n<p>Text.</p>\n<h1 id="second">Second</h1>'


def test_a_h1_that_repeats_the_title_is_dropped() -> None:
    assert content("# t\n\nText.") == "<p>Text.</p>"
    assert content("Text.\n\n# T") == '<p>Text.</p>\n<h1 id="t">T</h1>'
    assert content("# Other\n\nText.") == '<h1 id="other">Other</h1>\n<p>Text.</p>'


def test_no_headline() -> None:
    assert article("piers.md", "Text.\n\n## Sub").headline == "Piers"
    assert article("piers.md", "> # Quoted\n\nText.").headline == "Piers"


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("## A b {#own}", '<h2 id="own">A b</h2>'),
        ("## A b {#own .c x=y}", '<h2 id="own">A b</h2>'),
        ("## A b {: #own}", '<h2 id="own">A b</h2>'),
        ("## A b {.c}", '<h2 id="a-b">A b</h2>'),
        ("## *A* b {#what?}", '<h2 id="what?"><em>A</em> b</h2>'),
        ("## A {b}", '<h2 id="a-b">A {b}</h2>'),
        ("## A b\n{: .c}", '<h2 id="a-b">A b</h2>'),
        ("A b {#own}\n---", '<h2 id="own">A b</h2>'),
    ],
)
def test_heading_attributes(heading: str, expected: str) -> None:
    assert content(heading) == expected


def test_footnotes() -> None:
    found = article("a.md", "# T\n\nA[^1] b.\n\n## H[^1]\n\nC.\n\n[^1]: The note.\n")
    assert found.sections == (Section(TOP, "", 0, "A b."), Section("h", "H", 2, "C."))
    assert '<li id="fn-1">' in found.content
    assert 'href="\x02#fn-1"' in found.content
    assert 'href="\x02#fnref-1"' in found.content


def test_too_many_marks_of_one_note() -> None:
    assert codes("a.md", "# T\n\n" + "[^1]" * 20000 + "\n\n[^1]: x\n") == [
        (3, "error", "too-large")
    ] or (
        codes("a.md", "# T\n\n" + "[^1]" * 20000 + "\n\n[^1]: x\n") == [(1, "error", "too-large")]
    )


def test_deep_quotes_are_an_error() -> None:
    assert codes("a.md", "---\ntitle: T\n---\n" + ">" * 5000 + " x") == [(4, "error", "too-deep")]
