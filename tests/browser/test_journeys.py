"""As readers go: from the front page to an article and on to its feed, with or without scripts."""

import re
import urllib.request
from collections.abc import Iterator

import feedparser
import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def reader(browser: Browser, base_url: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A reader's window, in which pages may run scripts or not."""
    context = browser.new_context(base_url=base_url, java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def test_from_the_front_page_to_a_feed(reader: Page, base_url: str) -> None:
    reader.goto("/")
    reader.get_by_role("navigation", name="Site").get_by_role("link", name="Protocols").click()
    expect(reader).to_have_url(f"{base_url}/category/protocols")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Protocols")
    reader.get_by_role("main").get_by_role("article").first.get_by_role("heading").get_by_role(
        "link"
    ).click()
    headline = reader.get_by_role("heading", level=1).inner_text()
    assert "/articles/" in reader.url
    reader.get_by_role("navigation", name="In short").get_by_role("link").first.click()
    assert "#" in reader.url
    reader.get_by_role("main").get_by_role("link", name="Protocols").first.click()
    reader.get_by_role("region", name="Subscribe").get_by_role("link", name="Atom").click()
    expect(reader).to_have_url(f"{base_url}/category/protocols.atom")
    how = reader.get_by_role("region", name="How to subscribe")
    expect(how.get_by_text(f"{base_url}/category/protocols.atom", exact=True)).to_be_visible()
    expect(reader.get_by_role("heading", level=2, name=headline, exact=True)).to_be_visible()


def test_from_the_front_page_to_a_search(reader: Page, base_url: str) -> None:
    reader.goto("/")
    reader.get_by_role("searchbox", name="Search articles").fill('"entity tag')
    reader.get_by_role("button", name="Search").click()
    box = reader.get_by_role("searchbox", name="Search articles")
    expect(box).to_have_accessible_description(
        'bad query: a closing quotation mark is missing, at character 1: "entity tag'
    )
    box.fill('ETag -"poll"')
    box.press("Enter")
    expect(reader).to_have_url(f"{base_url}/search?q=ETag+-%22poll%22")
    shown = reader.get_by_role("main").get_by_role("heading", level=2).get_by_role("link")
    found = [one.inner_text() for one in shown.all()]
    assert found
    subscribe = reader.get_by_role("region", name="Subscribe to this search")
    feed = subscribe.get_by_role("link", name="Atom").get_attribute("href")
    assert feed == f"{base_url}/search.atom?q=etag%20-poll"
    assert [entry.title for entry in feedparser.parse(feed).entries] == found
    reader.goto("/")
    reader.get_by_role("link", name="Not modified", exact=True).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Not modified")


FORMATS = [("atom", "Atom"), ("rss", "RSS"), ("json", "JSON")]


@pytest.mark.parametrize(("suffix", "name"), FORMATS)
def test_a_feed_typed_in_is_a_page_of_the_same_entries(
    reader: Page, base_url: str, suffix: str, name: str
) -> None:
    address = f"{base_url}/feed.{suffix}"
    reader.goto(address)
    kind = reader.get_by_role("main").get_by_role("paragraph").first
    expect(kind).to_have_text(re.compile(f"^{name} feed$", re.IGNORECASE))
    expect(reader.get_by_role("region", name="How to subscribe")).to_contain_text(address)
    shown = reader.get_by_role("main").get_by_role("heading", level=2).get_by_role("link")
    found = [(one.inner_text(), one.get_attribute("href")) for one in shown.all()]
    everything = feedparser.parse(f"{base_url}/feed.atom")
    assert everything.status == 200
    assert found == [(entry.title, entry.link) for entry in everything.entries]


@pytest.mark.parametrize("agent", ["feedparser", "Mozilla/5.0 (X11; Linux x86_64) Chrome/140"])
@pytest.mark.parametrize("suffix", ["atom", "rss", "json"])
def test_everybody_else_gets_the_feed(base_url: str, suffix: str, agent: str) -> None:
    types = {"atom": "atom+xml", "rss": "rss+xml", "json": "feed+json"}
    wanted = urllib.request.Request(
        f"{base_url}/feed.{suffix}", headers={"User-Agent": agent, "Accept": "text/html,*/*"}
    )
    with urllib.request.urlopen(wanted) as answer:
        assert answer.headers["Content-Type"] == f"application/{types[suffix]}; charset=utf-8"
        assert not answer.read().lstrip().startswith(b"<!doctype")


TYPE_OF = """async url => {
    const answer = await fetch(url);
    return [answer.status, answer.headers.get("Content-Type"), (await answer.text()).slice(0, 5)];
}"""


def is_feed(found: list[object]) -> bool:
    return found == [200, "application/atom+xml; charset=utf-8", "<?xml"]


def test_page_and_feed_of_one_address_are_kept_apart(browser: Browser, base_url: str) -> None:
    """In the cache of a browser: whichever came first, whether asked again or gone back to."""
    context = browser.new_context(base_url=base_url, bypass_csp=True)  # the policy forbids fetch
    page = context.new_page()
    how = page.get_by_role("region", name="How to subscribe")
    page.goto("/")
    assert is_feed(page.evaluate(TYPE_OF, "/feed.atom"))
    page.goto("/feed.atom")
    expect(how).to_be_visible()
    assert is_feed(page.evaluate(TYPE_OF, "/feed.atom"))
    page.reload()
    expect(how).to_be_visible()
    page.get_by_role("main").get_by_role("article").get_by_role("link").first.click()
    assert is_feed(page.evaluate(TYPE_OF, "/feed.atom"))
    page.go_back()
    expect(how).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Latest")).to_be_visible()
    page.go_forward()
    expect(how).to_be_visible()
    context.close()


def test_an_old_address_leads_to_the_article(page: Page, base_url: str) -> None:
    page.goto("/old/everything.php")
    expect(page).to_have_url(f"{base_url}/articles/everything")


def test_an_address_that_never_was_says_so_and_leads_on(page: Page, base_url: str) -> None:
    answer = page.goto("/articles/nothing-of-this-name")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("Not Found")
    page.get_by_role("link", name="To the front page").click()
    expect(page).to_have_url(f"{base_url}/")
