"""From a search engine's link to a subscription, on a phone."""

from urllib.parse import unquote

import feedparser
from playwright.sync_api import Browser, Page, expect

PHONE = {"width": 390, "height": 844}
ARTICLE = "/articles/one-file-three-attributes"


def test_a_reader_finds_the_text_and_then_the_feed(browser: Browser, base_url: str) -> None:
    context = browser.new_context(
        base_url=base_url, viewport=PHONE, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.goto(ARTICLE)
    body = page.locator(".body > p").first
    expect(body).to_be_in_viewport()  # the summaries are folded above the text
    expect(page.get_by_role("navigation", name="In short")).to_be_hidden()
    page.locator("summary", has_text="In short").click()
    expect(page.get_by_role("navigation", name="In short")).to_be_visible()
    page.get_by_role("link", name="Subscribe to Protocols").click()
    page.get_by_role("button", name="Copy the address").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")
    found = feedparser.parse(address)
    assert found.status == 200
    assert "One file, three attributes" in [entry.title for entry in found.entries]
    # Whoever uses a reader on the web hands it the same address.
    for name in ("Feedly", "Inoreader", "NewsBlur", "The Old Reader"):
        href = page.get_by_role("link", name=name).get_attribute("href") or ""
        assert href.startswith("https://")
        assert unquote(href).endswith(address)
    assert page.get_by_role("link", name="A program").get_attribute("href") == f"feed:{address}"
    context.close()


def test_summaries_stand_beside_the_text_where_there_is_room(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(ARTICLE)
    summaries = page.get_by_role("navigation", name="In short")
    expect(summaries).to_be_visible()
    beside, body = summaries.bounding_box(), page.locator(".body").bounding_box()
    assert beside is not None
    assert body is not None
    assert beside["x"] > body["x"] + body["width"]


def test_every_page_has_a_search(page: Page) -> None:
    for path in ("/", ARTICLE, "/category/protocols", "/feed.atom", "/no/such-enclosure.html"):
        page.goto(path)
        page.get_by_role("searchbox", name="Search articles").fill("enclosure")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Search")
        expect(page.get_by_role("link", name="One file, three attributes").first).to_be_visible()


def test_an_address_that_leads_nowhere_offers_what_was_perhaps_meant(page: Page) -> None:
    page.goto("/2024/05/three-attributes.html")
    page.get_by_role("link", name="three attributes").click()
    expect(page.get_by_role("link", name="One file, three attributes").first).to_be_visible()
