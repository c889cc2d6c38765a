"""What screen readers are given: Chromium's accessibility tree of each kind of page."""

import itertools
from collections import Counter
from typing import Any, NamedTuple

import pytest
from browsing import HEIGHT
from playwright.sync_api import Page
from test_access import KINDS

LANDMARKS = {"banner", "complementary", "contentinfo", "main", "navigation", "region", "search"}
NAMED = {"button", "heading", "image", "link", "searchbox", "textbox"}


class Node(NamedTuple):
    """A node of the tree as assistive technology gets it."""

    role: str
    name: str
    level: int


def tree(page: Page) -> list[Node]:
    """All nodes that are not ignored, in the order of the page."""
    client = page.context.new_cdp_session(page)
    nodes = client.send("Accessibility.getFullAXTree")["nodes"]
    client.detach()
    known, found, left = {one["nodeId"]: one for one in nodes}, [], [nodes[0]]
    while left:
        one = left.pop()
        left += [known[child] for child in reversed(one["childIds"]) if child in known]
        if not one["ignored"]:
            found.append(node(one))
    return found


def node(one: dict[str, Any]) -> Node:
    levels = [p["value"]["value"] for p in one.get("properties", ()) if p["name"] == "level"]
    return Node(
        str(one["role"]["value"]), str(one.get("name", {}).get("value", "")).strip(), sum(levels)
    )


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_can_be_found_ones_way_in_by_ear(page: Page, kind: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.goto(KINDS[kind])
    nodes = tree(page)
    roles = Counter(one.role for one in nodes)
    assert {role: roles[role] for role in ("banner", "main", "contentinfo")} == {
        "banner": 1,
        "main": 1,
        "contentinfo": 1,
    }
    landmarks = Counter((one.role, one.name) for one in nodes if one.role in LANDMARKS)
    assert [one for one, times in landmarks.items() if times > 1] == []
    levels = [one.level for one in nodes if one.role == "heading"]
    assert levels.count(1) == 1
    jumps = itertools.pairwise(levels)
    assert [pair for pair in jumps if pair[1] > pair[0] + 1] == []
    assert [one for one in nodes if one.role in NAMED and not one.name] == []


@pytest.mark.parametrize("width", [1280, 390])
def test_an_article_is_heard_in_the_order_in_which_it_is_read(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.goto("/articles/how-to-take-an-article-back")
    named = {"button", "heading", "link", "searchbox", "DisclosureTriangle"}
    heard = [one.name for one in tree(page) if one.role in named]
    landing = [
        "Skip to the text",
        "Search articles",
        "Subscribe",
        "How to take an article back",
        "In short",
        "Why silence does not work",
        "Related",
        "This notice takes itself down",
        "Read on in your feed reader",
        "All feeds in one file (OPML)",
    ]
    places = [next((n for n, name in enumerate(heard) if words in name), -1) for words in landing]
    assert places == sorted(places), heard
    assert -1 not in places
