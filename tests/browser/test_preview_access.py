"""The preview's pages for everybody: axe-core, narrow windows, colours, directions, no scripts."""

import re
from collections.abc import Iterator

import pytest
from browsing import HEIGHT, TOO_WIDE, Preview, complaints
from playwright.sync_api import Browser, Page, expect

ENTRY = "/desk/entries/everything"
KINDS = {
    "desk": "/desk",
    "articles": "/desk/articles",
    "found": "/desk/articles?q=every",
    "new": "/desk/new",
    "file": "/desk/files/checks/broken.md",
    "readers": "/desk/readers",
    "list": f"{ENTRY}?view=list&format=json",
    "reading": f"{ENTRY}?view=reading&format=atom",
    "phone": f"{ENTRY}?view=phone&format=rss",
    "text": f"{ENTRY}?view=text&format=rss",
    "source": f"{ENTRY}?view=source&format=atom",
    "source-json": f"{ENTRY}?view=source&format=json",
    "arabic": "/desk/entries/arabi",
    "embargoed": "/desk/entries/embargoed",
    "problems": "/desk/problems",
    "article": "/articles/everything",
}


@pytest.fixture(scope="module")
def window(browser: Browser, odd_preview: Preview) -> Iterator[Page]:
    """One window that goes from page to page."""
    context = browser.new_context(base_url=odd_preview.url)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(window: Page, kind: str) -> None:
    window.goto(KINDS[kind])
    found = {}
    for width, dark in ((1280, False), (390, True)):
        window.set_viewport_size({"width": width, "height": HEIGHT})
        window.emulate_media(color_scheme="dark" if dark else "light")
        found[width] = complaints(window)
    assert found == {key: [] for key in found}


def test_no_page_scrolls_sideways(window: Page) -> None:
    views = [f"/desk/entries/arabi?view={view}" for view in ("list", "text", "source")]
    found = {}
    for address in [*KINDS.values(), *views, "/feed.atom", "/"]:
        window.goto(address)
        for width in (1280, 390, 320):
            window.set_viewport_size({"width": width, "height": HEIGHT})
            found[address, width] = window.evaluate(TOO_WIDE)
    assert found == dict.fromkeys(found, 0)


def test_the_focus_can_be_seen_on_the_bar_and_below(window: Page) -> None:
    outline = "getComputedStyle(document.activeElement).outlineColor"
    for scheme in ("light", "dark"):
        window.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        window.goto("/desk")
        window.keyboard.press("Tab")
        expect(window.get_by_role("link", name="Skip to the text")).to_be_focused()
        window.keyboard.press("Tab")
        bar = window.get_by_role("navigation", name="Preview")
        expect(bar.get_by_role("link", name="Desk")).to_be_focused()
        paper = bar.evaluate("bar => getComputedStyle(bar.parentElement).backgroundColor")
        assert window.evaluate(outline) != paper


def test_an_entry_keeps_its_own_direction(window: Page) -> None:
    window.goto(KINDS["arabic"])
    direction = "place => getComputedStyle(place).direction"
    for place in (window.get_by_role("article"), window.get_by_role("heading", level=1)):
        assert place.evaluate(direction) == "rtl"
    for place in (window.get_by_role("main"), window.get_by_role("status")):
        assert place.evaluate(direction) == "ltr"
    window.goto(f"{KINDS['arabic']}?view=text")
    assert window.get_by_role("group", name="Plain text").evaluate(direction) == "rtl"


def test_pages_say_the_same_without_scripts(browser: Browser, odd_preview: Preview) -> None:
    shown: dict[bool, dict[str, str]] = {}
    for scripts in (True, False):
        context = browser.new_context(
            base_url=odd_preview.url,
            java_script_enabled=scripts,
            viewport={"width": 1280, "height": 20_000},  # what is out of sight is drawn later
        )
        page = context.new_page()
        shown[scripts] = {}
        for address in KINDS.values():
            page.goto(address)
            text = page.get_by_role("main").inner_text()
            shown[scripts][address] = re.sub(
                r"\d+ (?:hour|minute)s?", "", text
            )  # until an embargo lifts
        context.close()
    assert shown[True] == shown[False]
    assert all(shown[True].values())
