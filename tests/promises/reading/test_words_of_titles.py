"""A headline keeps every word, also those that look like HTML or YAML."""

from collections.abc import Callable

import pytest

from tests.promises.reading.conftest import Items


def test_the_case_of_words_about_html(case: Callable[[str], Items]) -> None:
    (item,) = case("title-words").values()
    assert item["title"] == "The <time> element, and why not every <div> is bad"
    assert item["summary"].startswith("When to use <q> and <blockquote>")


def test_the_case_of_a_word_that_looks_like_a_tag_of_yaml(case: Callable[[str], Items]) -> None:
    (item,) = case("yaml-tag-title").values()
    assert item["title"] == "!important in style sheets"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("if i<u then b>c", "if i<u then b>c"),
        ("The </p> tag", "The </p> tag"),
        ("Bare <b> and <i>marked</i>", "Bare <b> and marked"),
        ("<b>One <i>two</b> three</i>", "One two three"),
        ("Up<br>down", "Up down"),
        ("<time datetime=2026-05-01>May</time> days", "May days"),
        ("Left <span class=x>open", "Left open"),
        ("!!! Sale", "!!! Sale"),
        ("! Sale", "! Sale"),
        ("!important, really", "!important, really"),
        ("!wow! it's here", "!wow! it's here"),
        ("!alone", "!alone"),
        ("&c. and others", "&c. and others"),
        ("& others", "& others"),
        ("!!str 12", "12"),
        ("! '12'", "12"),
        ("!tag 'quoted'", "quoted"),
        ("#metoo", "#metoo"),
        ("#metoo and what's next: all", "#metoo and what's next: all"),
        ("# a comment\nheadline: Ferry", "Ferry"),
        ("#metoo\n  Ferry", "Ferry"),
        ("Ferry # a comment", "Ferry"),
        ("&name Ferry\nheadline: *name", "Ferry"),
    ],
)
def test_titles(items: Callable[..., Items], written: str, shown: str) -> None:
    (item,) = items({"a.md": f"---\ntitle: {written}\n---\nx"}).values()
    assert item["title"] == shown


def test_a_value_that_may_hold_back_still_does(items: Callable[..., Items]) -> None:
    found = items(
        {
            "a.md": "---\ntitle: A\ndraft: !maybe true\n---\nx",
            "b.md": "---\ntitle: B\ndraft: &d true\nfeatured: *d\n---\nx",
            "c.md": "---\ntitle: C\ndraft: !!bool true\n---\nx",
        }
    )
    assert found == {}


def test_hostile_titles_take_no_time(items: Callable[..., Items]) -> None:
    titles = ["<b>" * 10_000, "</b>" * 10_000, "<b " * 10_000, "!" * 30_000]
    files = {f"n{n}.md": f"---\ntitle: {title}\n---\nx" for n, title in enumerate(titles)}
    assert len(items(files)) == len(titles)
