"""Every article has a headline, or none where it is known to have none."""

from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree

from tests.promises.reading.conftest import Items

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def test_the_case(case: Callable[[str], Items]) -> None:
    found = case("no-title")
    assert {item["title"] for item in found.values()} == {
        "Mooring lines",
        "How the pier is set up",
    }
    sections = found["setup"]["_feedsvc"]["sections"]
    assert [one.get("heading") for one in sections] == [None]


@pytest.mark.parametrize(
    ("path", "text", "headline"),
    [
        ("mooring-lines.md", "Text.\n\n## Sub", "Mooring lines"),
        ("Sub-total of May.md", "Text.", "Sub-total of May"),
        ("_posts/2024-01-02-two_tides.md", "Text.", "Two tides"),
        ("piers/index.md", "Text.", "Piers"),
        ("a.md", "> # Quoted\n\nText.", "A"),
        ("a.md", "```sh\n# code\n```\n\nText.", "A"),
        ("a.md", "    # code\n\nText.", "A"),
        ("a.md", "Text.\n\n# Later", "Later"),
        ("ferry.html", "<p>Text.</p>", "Ferry"),
        ("ferry.html", "<pre><code># x</code></pre><h1>Boat</h1>", "Boat"),
        ("12-monkeys.md", "Text.", "12 monkeys"),
        ("defaced.md", "Text.", "Defaced"),
        ("港の話.md", "Text.", "港の話"),
        ("a.md", "---\neleventyNavigation:\n  key: All *piers*\n---\nText.", "All piers"),
        ("a.md", "---\neleventyNavigation: {key: K, title: Named}\n---\nText.", "Named"),
        ("a.md", "---\neleventyNavigation:\n  key: Menu\n---\n# Head\n\nText.", "Head"),
        ("a.md", "---\neleventyNavigation: [1]\n---\nText.", "A"),
        ("a.md", "---\ntitle: [a, b]\n---\nText.", "A"),
    ],
)
def test_a_headline_is_found(
    items: Callable[..., Items], path: str, text: str, headline: str
) -> None:
    assert [item["title"] for item in items({path: text}).values()] == [headline]


@pytest.mark.parametrize(
    "name",
    [
        *("202405011430", "2024-05-01", "2024-05-01T1430", "7"),
        *("0a1b2c3d4e5f", "2024-05-01-9f86d081", "123e4567-e89b-12d3-a456-426614174000"),
    ],
)
def test_a_name_without_words_is_no_headline(
    desk: Any, items: Callable[..., Items], name: str
) -> None:
    (item,) = items({f"{name}.md": "The ferry sails at noon. It is full."}).values()
    assert "title" not in item
    newsroom = desk.open()
    rss = etree.fromstring(newsroom.document("feed", "rss").body)
    assert rss.findtext("channel/item/title") is None
    assert rss.findtext("channel/item/description")
    atom = etree.fromstring(newsroom.document("feed", "atom").body)
    title = atom.findtext("a:entry/a:title", namespaces=ATOM)
    assert title == "The ferry sails at noon. It is full."


def test_first_words_are_few_and_never_none(desk: Any, items: Callable[..., Items]) -> None:
    pictures = {"8.md": "---\nimage_alt: Two boats\nimage: b.jpg\n---\n", "9.md": "![](b.jpg)"}
    items({"7.md": "word " * 10_000, "b.jpg": "x", **pictures})
    atom = etree.fromstring(desk.open().document("feed", "atom").body)
    titles = [node.text for node in atom.iterfind("a:entry/a:title", ATOM)]
    assert sorted(titles) == ["9", "Two boats", "word " * 11 + "word…"]


def test_a_file_with_nothing_in_it_is_no_article(desk: Any, items: Callable[..., Items]) -> None:
    assert items({"pier.md": "---\ntags: [pier]\n---\n"}) == {}
    told = [(p.path, p.severity, p.code) for p in desk.open().problems.all()]
    assert ("pier.md", "error", "no-headline") in told


def test_a_hostile_name_and_text_take_no_time(items: Callable[..., Items]) -> None:
    names = ["a1" * 100, "-" * 200, "1-" * 100 + "T" + "1-" * 20, "2024-05-01-" + "f" * 150]
    found = items({f"{name}.md": "# " * 50_000 + "\n\nx" for name in names})
    assert len(found) == len(names)
