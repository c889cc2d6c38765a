"""Marks that say how a page is made are no text: tables of contents, attributes."""

from collections.abc import Callable

from tests.promises.reading.conftest import Items


def test_the_case_of_tables_of_contents(case: Callable[[str], Items]) -> None:
    (item,) = case("toc-marks").values()
    assert item["content_html"] == '<h2 id="start">Start</h2>\n<p>The guide starts here.</p>'
    assert [one["heading"] for one in item["_feedsvc"]["sections"]] == ["Start"]


def test_attributes_go_and_ids_stay(items: Callable[..., Items]) -> None:
    text = (
        "[Fares](b.md){target=_blank} and ![a pier](pier.jpg){#pic .wide}\n{: .lead }\n\n"
        "> Quoted.\n{.quote}\n\n## More\n{: #more-of-it }\n\n| a |\n|---|\n| b |\n{.table}\n"
    )
    (item,) = items({"a.md": f"# T\n\n{text}"}).values()
    assert "{" not in item["content_html"]
    assert '<a id="pic"></a>' in item["content_html"]
    assert '<h2 id="more-of-it">More</h2>' in item["content_html"]


def test_lines_of_problems_stay(desk: object, items: Callable[..., Items]) -> None:
    found = items({"a.md": "# T\n\n* TOC\n{:toc}\n\n{.x}\n\nText."})
    assert found["a"]["content_html"] == "<p>Text.</p>"


def test_hostile_marks_take_no_time(items: Callable[..., Items]) -> None:
    marks = [
        "[a](b){.c}" * 20_000,
        "[a](b){" + ".c" * 100_000,
        "{.a " * 50_000,
        "[a](" + "(" * 50_000 + "){.c}",
        "*a*{#b}" * 10_000,
        "```toc\n" * 20_000,
        "* a\n" * 20_000 + "{:toc}",
        "- a\n{:toc}\n" * 10_000,
        "{:toc}\n" * 20_000,
        "# a\n{#b}\n" * 2_000,
    ]
    assert (
        len(items({f"n{n}.md": f"# T{n}\n\n{text}\n\nEnd." for n, text in enumerate(marks)})) >= 8
    )
