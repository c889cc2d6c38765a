"""What authors write for themselves ends where they end it, and nothing else goes with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import article, codes

from feedsvc.errors import UnreadableArticle
from feedsvc.sources.formats.comments import Syntax
from feedsvc.sources.formats.shortcodes import remove_shortcodes
from feedsvc.sources.source import Findings


def shown(text: str, syntax: Syntax = "text") -> str:
    return remove_shortcodes(text, syntax, 1, Findings("a.md"))


@pytest.mark.parametrize(
    "note",
    [
        "%% ask %%",
        "%%ask\n\nagain%%",
        "<!-- ask -->",
        "<!-- ask --!>",
        "<!-- ask\n\nagain -->",
        "{# ask #}",
        "{# ask {# again #} ask #}",
        "{/* ask */}",
        "{>> ask <<}",
        "{% comment %}ask{% endcomment %}",
        "{%- comment 'why' -%}ask{%- endcomment -%}",
        "{% comment %}a{% comment %}b{% endcomment %}ask{% endcomment %}",
        "{{< comment >}}ask{{< /comment >}}",
        "{{% comment %}}ask\n\nagain{{% /comment %}}",
        "{{< comment >}}a{{< comment >}}b{{< /comment >}}ask{{< /comment >}}",
    ],
)
@pytest.mark.parametrize("syntax", ["text", "markdown"])
def test_a_note_goes_and_the_words_beside_it_stay(note: str, syntax: Syntax) -> None:
    left = shown(f"He spoke {note} on Monday. {note} And so on.", syntax).replace("<!-- -->", "")
    assert left.split() == ["He", "spoke", "on", "Monday.", "And", "so", "on."]


@pytest.mark.parametrize(
    "text",
    [
        "It grew by 5%% and by 10%% again.",
        "{#id} and {#id .class} here",
        "{{< comments >}} {{< comment-form >}} {% comments %}",
        "{{< comment />}} here",
    ],
)
def test_what_only_begins_like_a_note_takes_no_words_along(text: str) -> None:
    words = [word for word in text.split() if word.isalpha() and "comment" not in word]
    left = shown(f"{text} and more").split()
    assert [word for word in words if word not in left] == []
    assert left[-2:] == ["and", "more"]


@pytest.mark.parametrize(
    "note",
    [
        "{% comment %}ask",
        "{% comment %}a{% comment %}b{% endcomment %}ask",
        "{{< comment >}}ask",
        "{{% comment %}}ask",
    ],
)
@pytest.mark.parametrize(
    ("path", "before", "line"),
    [
        ("a.txt", "Rain\n\nIt rained.\n\n", 5),
        ("a.md", "---\ntitle: Rain\n---\nIt rained. ", 4),
        ("a.html", "<h1>Rain</h1>\n<p>It rained.</p>", 2),
    ],
)
def test_a_note_without_an_end_is_not_published(
    path: str, before: str, line: int, note: str
) -> None:
    for after in ("", "\n", "\n\n<p>More.</p>\n"):
        found = codes(path, before + note + after)
        assert found[-1] == (line, "error", "open-comment")


@pytest.mark.parametrize(
    ("path", "before", "line"),
    [
        ("a.txt", "Rain\n\nIt rained.\n\n", 5),
        ("a.md", "---\ntitle: Rain\n---\nIt rained. ", 4),
        ("a.html", "<h1>Rain</h1>\n<p>It rained.</p>", 2),
    ],
)
def test_an_html_comment_without_an_end_goes_to_the_end_as_in_browsers(
    path: str, before: str, line: int
) -> None:
    text = before + "<!-- ask the lawyer\n\n<p>More.</p>\n"
    assert "It rained." in article(path, text).content
    assert "lawyer" not in article(path, text).content
    assert (line, "warning", "open-comment") in codes(path, text)


def test_in_markdown_kramdowns_too() -> None:
    text = "---\ntitle: Rain\n---\nIt rained.\n\n{::comment}\nask\n"
    assert codes("a.md", text) == [(6, "error", "open-comment")]


@pytest.mark.parametrize("note", ["%% ask", "{# ask", "{/* ask", "{>> ask"])
@pytest.mark.parametrize("path", ["a.txt", "a.md"])
def test_what_may_be_text_is_shown_and_told(path: str, note: str) -> None:
    text = f"Title: Rain\n\nIt rained.\n\nIt {note} rained again.\n"
    assert "ask rained again." in article(path, text).content
    assert (5, "warning", "open-comment") in codes(path, text)


@pytest.mark.parametrize(
    "text",
    [
        "<p>a <!-- ask\n\nask --> b</p>",
        "a <!-- ask\n\nask --> b",
        "a <!-- ask\n- ask\n--> b",
        "a <!-- ask -- ask --> b",
        "a <!--> ask --> b",
        "a <!-- ask --!> b",
        "- a <!-- ask\n\n  ask --> b",
    ],
)
def test_a_comment_in_markdown_takes_nothing_along(text: str) -> None:
    content = article("a.md", f"# T\n\nBefore.\n\n{text}\n\nAfter.\n\n## More\n\nStill.\n").content
    if "<!-->" not in text:
        assert "ask" not in content
    for part in ("Before.", "a ", " b", "After.", "More", "Still."):
        assert part in content


def test_a_comment_of_its_own_line_parts_two_paragraphs_as_before() -> None:
    found = article("a.md", "# T\n\na\n<!-- ask\n\nask -->\nb\n")
    assert found.content.split() == ["<p>a</p>", "<p>b</p>"]


@pytest.mark.parametrize("text", ["`<!-- x`", "\\<!-- x", "```\n<!-- x\n```", "    <!-- x"])
def test_in_code_a_comment_needs_no_end(text: str) -> None:
    assert "&lt;!-- x" in article("a.md", f"# T\n\n{text}\n").content


PIECES = ["{#", "#}", "{% comment %}", "{% endcomment %}", "<!--", "-->", "%%", "{{< comment >}}",
          "{{< /comment >}}", " a ", "\n", "\n\n    ", "`", "{#b}"]  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    st.sampled_from(["text", "markdown"]),
)
def test_a_text_is_shown_or_refused(text: str, syntax: Syntax) -> None:
    found = None
    try:
        shown(text, syntax)
    except UnreadableArticle as error:
        found = error
    assert found is None or (found.code, 1 <= (found.line or 0) <= text.count("\n") + 1) == (
        "open-comment",
        True,
    )


@pytest.mark.parametrize(
    "piece",
    [
        "{# ",
        "{# {# #} ",
        "%% ",
        "5%% ",
        "{>> ",
        "{% comment %}{% endcomment %}",
        "<!-- -->\n\n    {{ x }}\n",
    ],
)
def test_many_marks_take_little_time(piece: str) -> None:
    shown(piece * 50_000, "markdown")
