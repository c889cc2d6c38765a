"""Lists of plain text stay lists, and a line in the midst of a sentence is no subheading."""

from collections.abc import Callable

from tests.conftest import SHARED
from tests.promises.reading.conftest import Items


def test_the_case(case: Callable[[str], Items]) -> None:
    (item,) = case("lists-in-text").values()
    assert (
        "<ul>\n<li>the pier is closed</li>\n<li>the ferry goes on</li>\n</ul>"
        in (item["content_html"])
    )
    headings = [one.get("heading") for one in item["_feedsvc"]["sections"]]
    assert headings == ["What was decided"]


def test_the_first_article_of_all_is_read_as_ever(items: Callable[..., Items]) -> None:
    seeds = SHARED / "seeds"
    if not seeds.exists():
        return
    for seed in seeds.glob("*.txt"):
        (item,) = items({seed.name: seed.read_text(encoding="utf-8")}).values()
        assert len(item["_feedsvc"]["sections"]) == 8


def test_a_wire_report(items: Callable[..., Items]) -> None:
    text = (
        "Ferry sails again\n\nBy Ann of the Desk\n\nPORT TOWN, June 3 (Desk) - The ferry\n"
        "sails again from Monday on, the harbour\nsaid:\n1) at eight,\n2) at noon.\n\nThe pier\n\n"
        "It stays closed. “We hope for May,”\n\nsaid the master\n\nof the harbour on Sunday.\n"
    )
    (item,) = items({"a.txt": text}).values()
    assert item["content_html"] == (
        "<p>By Ann of the Desk</p>\n"
        "<p>PORT TOWN, June 3 (Desk) - The ferry sails again from Monday on, the harbour said:</p>"
        "\n<ol>\n<li>at eight,</li>\n<li>at noon.</li>\n</ol>\n"
        '<h2 id="the-pier">The pier</h2>\n'
        "<p>It stays closed. “We hope for May,”</p>\n<p>said the master</p>\n"
        "<p>of the harbour on Sunday.</p>"
    )
    headings = [one.get("heading") for one in item["_feedsvc"]["sections"]]
    assert headings == [None, "The pier"]
