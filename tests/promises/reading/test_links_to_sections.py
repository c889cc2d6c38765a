"""Links to sections that worked elsewhere work here; headings' links to themselves are gone."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.promises.reading.conftest import Items


def test_the_case(case: Callable[[str], Items]) -> None:
    (item,) = case("permalinks").values()
    assert [one["heading"] for one in item["_feedsvc"]["sections"]] == ["Timetable", "Fares"]
    assert ">Timetable</h2>" in item["content_html"]
    assert ">Fares</h2>" in item["content_html"]


@pytest.mark.parametrize(
    ("headings", "anchor"),
    [
        ("## What's new?", "whats-new"),
        ("## What's new?", "what-s-new"),
        ("## A & B", "a--b"),
        ("## 1. Intro", "intro"),
        ("## snake_case", "snake_case"),
        ("## Über uns!", "über-uns"),
        ("## Intro\n\n## Intro", "intro-1"),
        ("## Intro\n\n## Intro", "intro-2"),
        ("> ## Intro\n\n## Intro\n\nx", "intro-1"),
        ("## 10<sup>6</sup> boats", "106-boats"),
        ("## Fares {#own}", "own"),
        ("## Fares\n{: #own}", "own"),
    ],
)
def test_every_slug_of_other_publishers_leads_to_its_section(
    desk: Any, items: Callable[..., Items], headings: str, anchor: str
) -> None:
    found = items({"a.md": f"# T\n\n{headings}\n\n[x](#{anchor})", "b.md": f"[y](a.md#{anchor})"})
    assert f'id="{anchor}"' in found["a"]["content_html"]
    assert "broken-link" not in {p.code for p in desk.open().problems.all()}


def test_the_title_of_a_page_is_its_top(desk: Any, items: Callable[..., Items]) -> None:
    items({"a.md": "# What's new?\n\n[x](#whats-new)", "b.md": "[y](a.md#what-s-new)"})
    assert "broken-link" not in {p.code for p in desk.open().problems.all()}


def test_a_section_keeps_its_id(items: Callable[..., Items]) -> None:
    (item,) = items({"a.md": "## What's new?\n\nx\n\n## Intro\n\n## Intro\n\ny"}).values()
    ids = [one["id"] for one in item["_feedsvc"]["sections"]]
    assert ids == ["what-s-new", "intro", "intro-2"]
