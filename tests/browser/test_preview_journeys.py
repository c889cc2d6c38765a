"""As an editor goes who has just started the preview: to a feed and into a reader, to an entry."""

import urllib.request
from collections.abc import Iterator

import feedparser
import pytest
from browsing import Preview
from playwright.sync_api import Browser, Locator, Page, expect

ARTICLE = "one-file-three-attributes"
HEADLINE = "One file, three attributes"


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def editor(browser: Browser, preview: Preview, request: pytest.FixtureRequest) -> Iterator[Page]:
    """An editor's window, in which pages may run scripts or not."""
    context = browser.new_context(base_url=preview.url, java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def feeds(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Feeds")


def test_from_the_printed_address_into_a_feed_reader(editor: Page, preview: Preview) -> None:
    editor.goto(preview.printed)
    expect(editor.get_by_role("heading", level=1)).to_have_text("The Feed Desk")
    expect(editor.get_by_role("status")).to_be_visible()
    entry = (
        feeds(editor)
        .get_by_role("listitem")
        .filter(has=editor.get_by_role("link", name="Protocols", exact=True))
    )
    expect(entry).to_contain_text("3 entries")
    expect(entry).to_contain_text("changed 11 June 2026")
    entry.get_by_role("link", name="RSS").click()
    how = editor.get_by_role("region", name="How to subscribe")
    address = f"{preview.url}/category/protocols.rss"
    expect(how.get_by_text(address, exact=True)).to_be_visible()
    subscribed = feedparser.parse(address)
    assert (subscribed.status, subscribed.bozo, subscribed.feed.title) == (
        200,
        False,
        "The Feed Desk: Protocols",
    )
    shown = editor.get_by_role("main").get_by_role("heading", level=2).get_by_role("link")
    assert shown.all_inner_texts() == [one.title for one in subscribed.entries]
    assert HEADLINE in shown.all_inner_texts()
    again = feedparser.parse(address, etag=subscribed.etag)
    assert (again.status, again.entries) == (304, [])


def test_a_feed_has_a_page_and_every_page_the_way_back(editor: Page, preview: Preview) -> None:
    editor.goto("/desk")
    feeds(editor).get_by_role("link", name="Protocols", exact=True).click()
    expect(editor).to_have_url(f"{preview.url}/category/protocols")
    expect(editor.get_by_role("heading", level=1)).to_have_text("Protocols")
    editor.get_by_role("main").get_by_role("link", name=HEADLINE).click()
    expect(editor).to_have_url(f"{preview.url}/articles/{ARTICLE}")
    bar = editor.get_by_role("navigation", name="Preview")
    for name, path in (("Articles", "/desk/articles"), ("Problems", "/desk/problems")):
        bar.get_by_role("link", name=name).click()
        expect(editor).to_have_url(f"{preview.url}{path}")
        expect(editor.get_by_role("heading", level=1)).to_have_text(name)
    bar.get_by_role("link", name="As readers see it").click()
    expect(editor.get_by_role("heading", level=2, name="Latest")).to_be_visible()
    bar.get_by_role("link", name="Desk").click()
    expect(editor).to_have_url(preview.printed)


def chosen(page: Page) -> list[str]:
    return page.get_by_role("main").locator("[aria-current]").all_inner_texts()


def choose(page: Page, what: str, name: str) -> None:
    page.get_by_role("navigation", name=what).get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("navigation", name=what).locator("[aria-current]")).to_have_text(name)


def test_from_the_desk_to_an_entry_and_all_that_readers_make_of_it(
    editor: Page, preview: Preview
) -> None:
    editor.goto("/desk")
    editor.get_by_role("link", name="Published").click()
    editor.get_by_role("main").get_by_role("link", name=HEADLINE).click()
    expect(editor.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    assert chosen(editor) == ["Reading", "Atom", "Full text"]
    text = editor.get_by_role("article").get_by_text("An enclosure is what used to fall out")
    summary = editor.get_by_role("article").get_by_text("All of podcasting hangs on")
    expect(text).to_be_visible()
    choose(editor, "Content", "Summaries only")
    expect(summary).to_be_visible()
    expect(text).to_have_count(0)
    choose(editor, "View", "List")
    expect(editor.get_by_role("region", name="List")).to_contain_text("All of podcasting hangs on")
    choose(editor, "View", "Plain text")
    plain = editor.get_by_role("group", name="Plain text")
    expect(plain).to_contain_text("An address, not a file: The feed stays small")
    expect(plain).not_to_contain_text("An enclosure is what used to fall out")
    choose(editor, "Content", "Full text")
    expect(plain).to_contain_text("An address, not a file: The feed stays small")
    choose(editor, "View", "Source")
    for name, suffix in (("RSS", "rss"), ("JSON Feed", "json"), ("Atom", "atom")):
        choose(editor, "Format", name)
        source = editor.get_by_role("group", name="Bytes of the entry").inner_text()
        with urllib.request.urlopen(f"{preview.url}/category/protocols.{suffix}") as answer:
            assert source.strip() in answer.read().decode()
    assert chosen(editor) == ["Source", "Atom", "Full text"]
    editor.get_by_role("main").get_by_role("link", name="Its page").click()
    expect(editor).to_have_url(f"{preview.url}/articles/{ARTICLE}")


def test_this_machine_by_its_other_name_leads_to_the_same_page(
    page: Page, preview: Preview
) -> None:
    other = preview.url.replace("127.0.0.1", "localhost")
    page.goto(f"{other}/desk/entries/{ARTICLE}?view=list&format=json")
    expect(page).to_have_url(f"{preview.url}/desk/entries/{ARTICLE}?view=list&format=json")
    assert chosen(page) == ["List", "JSON Feed", "Full text"]


def test_an_address_that_never_was_says_so_under_the_same_bar(page: Page, preview: Preview) -> None:
    entry = f"/desk/entries/{ARTICLE}"
    for address in (f"{entry}-2", f"{entry}?view=upside-down", "/desk/articles?standing=lying"):
        answer = page.goto(f"{preview.url}{address}")
        assert answer is not None
        assert answer.status == 404
        expect(page.get_by_role("heading", level=1)).to_have_text("Not Found")
    page.get_by_role("navigation", name="Preview").get_by_role("link", name="Desk").click()
    expect(page).to_have_url(preview.printed)
