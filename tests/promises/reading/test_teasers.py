"""What stands before the mark that ends a teaser is the standfirst, where the header has none."""

from collections.abc import Callable

import pytest

from tests.promises.reading.conftest import Items

MARKS = (
    *("<!--more-->", "<!-- more -->", "<!--more Read on-->", "<!-- TEASER_END -->"),
    *(
        "<!-- TEASER_END: Read on -->",
        "<!-- truncate -->",
        "<!--end_excerpt-->",
        "<!-- excerpt -->",
    ),
)


@pytest.mark.parametrize("mark", [*MARKS, "{/* truncate */}"])
def test_markdown(items: Callable[..., Items], mark: str) -> None:
    text = f"# Head\n\nThe *first* [words][r].\n\n- one\n\n{mark}\n\nThe rest.\n\n[r]: /x\n"
    (item,) = items({"a.md": text}).values()
    assert item["summary"].startswith("The first words. one")
    assert "The rest." in item["content_html"]
    assert "<em>first</em>" in item["content_html"]
    assert "more" not in item["content_html"]


@pytest.mark.parametrize("mark", MARKS)
def test_html(items: Callable[..., Items], mark: str) -> None:
    text = f"<nav>Home</nav><main><h1>Head</h1><p>The first.</p>{mark}<p>The rest.</p></main>"
    (item,) = items({"a.html": text}).values()
    assert item["summary"].startswith("The first.")
    assert item["content_html"] == "<p>The first.</p><p>The rest.</p>"


def test_in_the_midst_of_a_paragraph(items: Callable[..., Items]) -> None:
    (item,) = items({"a.md": "# Head\n\nThe first.<!--more--> The rest."}).values()
    assert item["summary"].startswith("The first.\n")
    assert item["content_html"] == "<p>The first. The rest.</p>"


def test_the_mark_that_a_header_names(items: Callable[..., Items]) -> None:
    front = "---\ntitle: T\nexcerpt_separator: <!-- cut -->\n---\n"
    (item,) = items({"a.md": f"{front}The first.\n\n<!-- cut -->\n\nThe rest."}).values()
    assert item["summary"].startswith("The first.")


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: T\nsummary: By hand.\n---\nThe first.\n\n<!--more-->\n\nThe rest.",
        "---\ntitle: T\nsummary: By hand.\nexcerpt_separator: ''\n---\nThe first.",
    ],
)
def test_what_the_header_says_goes_before(items: Callable[..., Items], text: str) -> None:
    (item,) = items({"a.md": text}).values()
    assert item["summary"].startswith("By hand.")


@pytest.mark.parametrize(
    "text",
    [
        "Text.\n\n```\n<!--more-->\n```\n",
        "Text `<!--more-->` here.",
        "Text.\n\n    <!--more-->\n",
        "Text.\n\n<!-- more about this is to come -->\n",
        "Text.\n\n<!-- the excerpt of March -->\n",
    ],
)
def test_what_is_no_mark(items: Callable[..., Items], text: str) -> None:
    (item,) = items({"a.md": f"# Head\n\n{text}\n\nThe rest is here."}).values()
    assert not item["summary"].startswith("Text.\n\n")
    assert item["summary"].count("\n") <= 1


def test_a_long_teaser_is_cut_between_paragraphs(items: Callable[..., Items]) -> None:
    paragraphs = "\n\n".join(f"Paragraph {n} " + "word " * 60 + "ends." for n in range(9))
    (item,) = items({"a.md": f"# Head\n\n{paragraphs}\n\n<!--more-->\n\nRest."}).values()
    standfirst = item["summary"].split("\n")[0]
    assert "Paragraph 2" in standfirst
    assert standfirst.endswith("ends.")
    assert len(standfirst) <= 1000


def test_hostile_marks_take_no_time(items: Callable[..., Items]) -> None:
    texts = ["<!--more-->" * 20_000, "<!--more " * 50_000, "<!-- TEASER_END:" * 50_000 + "-->"]
    nested = "<b>" * 50_000 + "<!--more-->"
    files = {f"n{n}.{kind}": f"Text {text}" for n, text in enumerate([*texts, nested])
             for kind in ("md", "html")}  # fmt: skip
    assert len(items(files)) >= 4
