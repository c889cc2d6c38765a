"""Numbers and words of summaries and headlines are those of the text."""

from collections.abc import Callable

import pytest

from tests.promises.reading.conftest import Items


def test_the_case(case: Callable[[str], Items]) -> None:
    (item,) = case("sup-del-ruby").values()
    assert [one["summary"] for one in item["_feedsvc"]["sections"]] == [
        "The dredger moves 10⁶ tonnes of sand in a year.",
        "The ferry will sail on Sunday morning.",
        "The fare is 15 euros from Monday on.",
        "港は二年ぶりに再開した。",
    ]
    for kept in ("<sup>6</sup>", "<del>not</del>", "<ruby>港<rt>みなと</rt></ruby>"):
        assert kept in item["content_html"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("CO<sub>2</sub> and 2<sup>k</sup>", "CO₂ and 2ᵏ"),
        ("the 10<sup>th</sup> of 2<sup>2.5</sup>", "the 10th of 2^(2.5)"),
        ("<s>Five</s> <strike>six</strike> seven", "seven"),
        ("<ruby>東<rp>(</rp><rt>とう</rt><rp>)</rp></ruby>へ", "東へ"),
    ],
)
def test_plain_texts(items: Callable[..., Items], html: str, text: str) -> None:
    (item,) = items({"a.html": f"<h1>T</h1><h2>{html}</h2><p>{html} here.</p>"}).values()
    (section,) = item["_feedsvc"]["sections"]
    assert (section["heading"], section["summary"]) == (text, f"{text} here.")
    assert f"{html} here." in item["content_html"]


def test_a_headline_keeps_its_number(items: Callable[..., Items]) -> None:
    (item,) = items({"a.md": "---\ntitle: 10<sup>6</sup> boats\n---\nx"}).values()
    assert item["title"] == "10⁶ boats"


def test_hostile_nesting_is_refused_and_much_of_it_read(items: Callable[..., Items]) -> None:
    found = items(
        {
            "deep.html": "<h1>T</h1>" + "<sup>1" * 5_000,
            "much.html": "<h1>U</h1>" + "<sup>1</sup><del>2</del>" * 5_000,
        }
    )
    assert list(found) == ["much"]
