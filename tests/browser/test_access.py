"""Pages for everybody: axe-core, narrow windows, both sets of colours, keyboard, directions."""

from collections.abc import Iterator

import pytest
from browsing import HEIGHT, LIMIT, TOO_WIDE, complaints
from playwright.sync_api import Browser, Locator, Page, expect

KINDS = {
    "home": "/",
    "category": "/category/checks",
    "tag": "/tag/atom",
    "author": "/author/publishing-desk",
    "digest": "/digest/weekly",
    "day": "/digest/daily/2026-01-15",
    "text": "/articles/plain",
    "markdown": "/articles/everything",
    "html": "/articles/pieces",
    "german": "/articles/deutsch",
    "arabic": "/articles/arabi",
    "atom": "/feed.atom",
    "rss": "/category/checks.rss",
    "json": "/tag/deutsch.json",
    "numbered": "/page/1",
    "numbered-tag": "/tag/atom/page/1",
    "months": "/archive",
    "year": "/archive/2026",
    "month": "/archive/2026/01",
    "missing": "/nothing",
    "search": "/search?q=feed+OR+plain",
    "search-form": "/search",
    "search-wrong": "/search?q=%22feed",
}
WIDTHS = (1280, 390)


@pytest.fixture(scope="module")
def window(browser: Browser, base_url: str) -> Iterator[Page]:
    """One window that goes from page to page."""
    context = browser.new_context(base_url=base_url)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(window: Page, kind: str) -> None:
    window.goto(KINDS[kind])
    found = {}
    for width in WIDTHS:
        window.set_viewport_size({"width": width, "height": HEIGHT})
        for scheme in ("light", "dark"):
            window.emulate_media(color_scheme=scheme)
            found[width, scheme] = complaints(window)
    assert found == {key: [] for key in found}


def articles(page: Page) -> list[str]:
    page.goto("/feed.atom")
    links = page.get_by_role("main").get_by_role("heading", level=2).get_by_role("link").all()
    return [link.get_attribute("href") or "" for link in links]


def test_axe_finds_nothing_in_the_sample(window: Page) -> None:
    found = {}
    for number, url in enumerate(articles(window)):
        window.set_viewport_size({"width": WIDTHS[number % 2], "height": HEIGHT})
        window.emulate_media(color_scheme=("light", "dark")[number // 2 % 2])
        window.goto(url)
        found[url] = complaints(window)
    assert len(found) >= 12
    assert found == {key: [] for key in found}


def test_no_page_scrolls_sideways(window: Page) -> None:
    found = {}
    for url in [*KINDS.values(), *articles(window)]:
        window.goto(url)
        for width in (390, 320):  # WCAG 1.4.10 wants 320
            window.set_viewport_size({"width": width, "height": HEIGHT})
            found[url, width] = window.evaluate(TOO_WIDE)
    assert found == dict.fromkeys(found, 0)


def scrolled(place: Locator) -> int:
    return abs(place.evaluate("place => place.scrollLeft"))


@pytest.mark.parametrize("kind", ["markdown", "arabic"])
@pytest.mark.parametrize("name", ["Table", "Code"])
def test_what_is_too_wide_scrolls_by_keyboard(page: Page, kind: str, name: str) -> None:
    page.set_viewport_size({"width": 390, "height": HEIGHT})
    page.goto(KINDS[kind])
    place = page.get_by_role("group", name=name).first
    assert place.evaluate("place => place.scrollWidth > place.clientWidth")
    page.locator("summary", has_text="In short").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if place.evaluate("place => place === document.activeElement"):
            break
    expect(place).to_be_focused()
    # What reads from right to left is too wide on the left; a pixel on the other side is rounded.
    page.keyboard.press("ArrowLeft" if direction(place) == "rtl" else "ArrowRight")
    page.wait_for_function(
        "place => Math.abs(place.scrollLeft) > 1", arg=place.element_handle(), timeout=LIMIT * 1000
    )
    assert scrolled(place) > 1


def test_the_first_tab_leads_past_the_menu(page: Page) -> None:
    page.goto("/articles/everything")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the text")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("main").get_by_role("link").first).to_be_focused()


def test_lists_of_feeds_open_and_close_by_keyboard(page: Page) -> None:
    page.goto("/")
    tags = page.locator("details", has_text="Tags (")
    some = tags.get_by_role("link", name="Deutsch", exact=True)
    expect(some).to_be_hidden()
    tags.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(some).to_be_visible()
    page.keyboard.press("Space")
    expect(some).to_be_hidden()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(tags.get_by_role("link").first).to_be_focused()


FOCUSED = """() => {
    const place = document.activeElement, style = getComputedStyle(place);
    return [place.tagName, style.outlineStyle, parseFloat(style.outlineWidth)];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_can_be_seen_wherever_it_goes(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for kind in ("home", "markdown"):
        page.goto(KINDS[kind])
        seen = set()
        for _ in range(200):
            page.keyboard.press("Tab")
            tag, style, width = page.evaluate(FOCUSED)
            if tag == "BODY":
                break
            seen.add(tag)
            if tag == "AUDIO":  # its controls show the focus themselves
                continue
            assert (tag, style, width) == (tag, "solid", 3)
        assert seen >= {"A", "SUMMARY"} | ({"PRE", "DIV"} if kind == "markdown" else set())


def direction(place: Locator) -> str:
    return str(place.evaluate("place => getComputedStyle(place).direction"))


def tongue(place: Locator) -> str:
    return str(place.evaluate("place => place.closest('[lang]').lang"))


@pytest.mark.parametrize(
    ("kind", "language", "way"), [("arabic", "ar", "rtl"), ("german", "de", "ltr")]
)
def test_an_article_has_its_own_language_and_the_site_keeps_its_own(
    page: Page, kind: str, language: str, way: str
) -> None:
    page.goto(KINDS[kind])
    main, article = page.get_by_role("main"), page.get_by_role("article")
    for own in (page.get_by_role("banner"), main, page.get_by_role("contentinfo")):
        assert (tongue(own), direction(own)) == ("en", "ltr")
    for own in (article, article.get_by_role("heading", level=1), article.locator(".body")):
        assert (tongue(own), direction(own)) == (language, way)
    for words in (article.get_by_role("time").first, article.get_by_text("In short")):
        assert tongue(words) == "en"
    page.goto("/category/checks")
    headline = page.locator(f"article[lang={language}]").get_by_role("heading")
    assert (tongue(headline), direction(headline)) == (language, way)
