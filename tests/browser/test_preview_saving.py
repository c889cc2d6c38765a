"""An editor saves files, and open pages of the preview change where they are."""

import re
from collections.abc import Callable

import pytest
from browsing import Article, Preview, wait_until_said
from playwright.sync_api import Page, expect

LONG = "\n\n".join(
    f"## Pier {number}\n\n" + "The ferry takes lorries at this pier. " * 12 for number in range(9)
)
PAGES = {
    "desk": "/desk",
    "articles": "/desk/articles",
    "list": "/desk/entries/{slug}?view=list",
    "reading": "/desk/entries/{slug}?view=reading&format=rss",
    "text": "/desk/entries/{slug}?view=text&format=json",
    "source": "/desk/entries/{slug}?view=source&content=summary",
    "article": "/articles/{slug}",
    "front": "/",
    "category": "/category/saving",
    "feed": "/category/saving.rss",
}


def mark(page: Page) -> None:
    page.evaluate("window.mark = 'since it was opened'")


def marked(page: Page) -> bool:
    """Whether the page was not loaded again since it was marked."""
    return bool(page.evaluate("window.mark === 'since it was opened'"))


@pytest.fixture
def saved(preview: Preview, request: pytest.FixtureRequest) -> Article:
    """An article of this test's own, which is there."""
    slug = re.sub(r"[\W_]+", "-", request.node.name).strip("-")
    article = preview.article(f"saving/{slug}.md")
    article.save("Harbour opens", LONG)
    return article


@pytest.fixture
def opened(tab: Page, saved: Article) -> Callable[[str], Page]:
    """Opens a page of that article, once the preview knows it, and marks it."""

    def opened(address: str) -> Page:
        tab.goto("/desk/articles")
        expect(tab.get_by_role("main")).to_contain_text(saved.path)
        tab.goto(address.format(slug=saved.slug))
        mark(tab)
        return tab

    return opened


@pytest.mark.parametrize("kind", PAGES)
def test_a_saved_file_is_seen_on_each_page_without_a_reload(
    saved: Article, opened: Callable[[str], Page], kind: str
) -> None:
    page = opened(PAGES[kind])
    address, main = page.url, page.get_by_role("main")
    saved.save("Renamed into place", LONG)
    expect(main).to_contain_text("Renamed into place")
    saved.write("Written in place", LONG)
    expect(main).to_contain_text("Written in place")
    assert (page.url, marked(page)) == (address, True)


def test_the_title_of_the_window_changes_with_the_headline(
    saved: Article, opened: Callable[[str], Page]
) -> None:
    page = opened(PAGES["article"])
    saved.save("Another headline")
    expect(page).to_have_title("Another headline – The Feed Desk")
    assert marked(page)


def test_where_the_editor_reads_stays_where_it_is(
    saved: Article, opened: Callable[[str], Page]
) -> None:
    page = opened(PAGES["reading"])
    read = page.get_by_role("article").get_by_role("heading", name="Pier 5")
    read.evaluate("place => place.scrollIntoView()")
    assert page.evaluate("scrollY") > 1000
    before = read.bounding_box() or {}
    # The words in the bar above change, too, and may take another line there.
    saved.save("Harbour opens", LONG.replace("Pier 6", "Pier VI"))
    expect(page.get_by_role("article").get_by_role("heading", name="Pier VI")).to_be_in_viewport()
    assert read.bounding_box() == pytest.approx(before, abs=1)  # a pixel
    assert marked(page)


def test_lists_stay_open_or_closed_and_the_focus_where_it_was(
    saved: Article, opened: Callable[[str], Page]
) -> None:
    page = opened(PAGES["desk"])
    tags, categories = page.locator("#_tag"), page.locator("#_category")
    tags.locator("summary").click()
    categories.locator("summary").click()
    focused = tags.get_by_role("link", name="atom", exact=True)
    focused.focus()
    saved.save("Harbour closes", header="tags: [an entirely new tag]\n")
    expect(tags.get_by_role("link", name="an entirely new tag", exact=True)).to_be_visible()
    expect(categories.get_by_role("list")).to_be_hidden()
    expect(focused).to_be_focused()
    page.keyboard.press("Tab")
    expect(tags.get_by_label("The Feed Desk: atom: Atom")).to_be_focused()
    assert marked(page)


def test_what_was_chosen_of_an_entry_stays_chosen(
    saved: Article, opened: Callable[[str], Page]
) -> None:
    page = opened("/desk/entries/{slug}")
    for choice in ("Source", "JSON Feed", "Summaries only"):
        page.get_by_role("navigation").get_by_role("link", name=choice, exact=True).click()
    mark(page)
    saved.save("Harbour closes")
    source = page.get_by_role("region", name="Source")
    expect(source).to_contain_text('"title":"Harbour closes"')
    chosen = page.get_by_role("main").locator("[aria-current]")
    expect(chosen).to_have_text(["Source", "JSON Feed", "Summaries only"])
    assert marked(page)


def test_an_article_that_is_deleted_and_written_again(
    saved: Article, opened: Callable[[str], Page]
) -> None:
    page = opened(PAGES["front"])
    main = page.get_by_role("main")
    saved.save("Harbour to be torn down")
    expect(main).to_contain_text("Harbour to be torn down")
    saved.delete()
    wait_until_said(page, "“Harbour to be torn down” leaves the feeds: it is deleted")
    expect(main).not_to_contain_text("Harbour to be torn down")
    saved.save("Harbour stays")
    expect(main).to_contain_text("Harbour stays")
    assert marked(page)


def test_site_toml_changes_the_open_page_too(
    preview: Preview, saved: Article, opened: Callable[[str], Page]
) -> None:
    page = opened(PAGES["desk"])
    heading = page.get_by_role("heading", level=1)
    before = (preview.folder / "site.toml").read_text()
    try:
        preview.save("site.toml", before.replace('"The Feed Desk"', '"The Harbour Post"'))
        expect(heading).to_have_text("The Harbour Post")
        expect(page).to_have_title("Desk – The Harbour Post")
        preview.save("site.toml", f'titel = "The Harbour Post"\n{before}')
        wait_until_said(page, "titel is not a setting")
        expect(heading).to_have_text("The Harbour Post")
        saved.save("Saved while the settings are wrong")
        wait_until_said(page, "“Saved while the settings are wrong”")
    finally:
        preview.save("site.toml", before)
    expect(heading).to_have_text("The Feed Desk")
    saved.save("Saved afterwards")
    wait_until_said(page, "“Saved afterwards”")
    assert marked(page)
