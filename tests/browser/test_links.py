"""Every page of the sample: whatever it names of the site is there, and nothing else is asked."""

import json
import urllib.request
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request
from selectolax.lexbor import LexborHTMLParser

NAMING = [
    ("a[href]", "href"),
    ("link[href]", "href"),
    ("img[src]", "src"),
    ("source[src]", "src"),
    ("audio[src]", "src"),
    ("video[src]", "src"),
    ("meta[property='og:image']", "content"),
    ("meta[property='og:url']", "content"),
]


class Fetched(NamedTuple):
    status: int
    media_type: str
    text: str


@cache
def fetch(url: str, *, navigating: bool = True) -> Fetched:
    """A page as a browser that goes there gets it; redirects are followed."""
    headers = {"Sec-Fetch-Dest": "document"} if navigating else {}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
            kind = answer.headers.get_content_type()
            data = answer.read()
            return Fetched(answer.status, kind, data.decode() if kind == "text/html" else "")
    except HTTPError as error:
        with error:
            return Fetched(error.code, "", "")


def strings(value: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, str):
        yield value


def named_by(html: str, url: str) -> set[str]:
    """The addresses that a page names."""
    page = LexborHTMLParser(html)
    found = {n.attributes[name] or "" for css, name in NAMING for n in page.css(css)}
    for data in page.css("script[type='application/ld+json']"):
        found.update(s for s in strings(json.loads(data.text())) if "://" in s)
    return {urljoin(url, address) for address in found}


@pytest.fixture(scope="module")
def crawled(base_url: str) -> dict[str, set[str]]:
    """Each page that can be reached from the front page, and what it names of the site."""
    found: dict[str, set[str]] = {}
    ahead = [f"{base_url}/"]
    while ahead:
        url = ahead.pop()
        if url in found:
            continue
        named = named_by(fetch(url).text, url)
        found[url] = {one for one in named if one.startswith(base_url)}
        ahead += [bare for one in found[url] if (bare := urldefrag(one)[0]) not in found]
    return found


def test_whatever_is_named_is_there(crawled: dict[str, set[str]], base_url: str) -> None:
    assert len([url for url in crawled if "/articles/" in url]) >= 12
    kinds = ("category/", "tag/", "author/", "media/", "feed.rss", "feeds.opml", "static/")
    for part in kinds:
        assert any(url.startswith(f"{base_url}/{part}") for url in crawled), part
    missing = {url: fetch(url).status for url in crawled if fetch(url).status != 200}
    assert missing == {}
    feeds = [url for url in crawled if url.endswith((".atom", ".rss", ".json"))]
    assert {fetch(url).media_type for url in feeds} == {"text/html"}
    assert {fetch(url, navigating=False).status for url in feeds} == {200}


def test_every_anchor_is_on_its_page(crawled: dict[str, set[str]]) -> None:
    pages = {url: LexborHTMLParser(fetch(url).text) for url in crawled}
    ids = {url: {n.attributes["id"] for n in page.css("[id]")} for url, page in pages.items()}
    anchored = {one for named in crawled.values() for one in named if "#" in one}
    lost = [one for one in anchored if unquote(urldefrag(one)[1]) not in ids[urldefrag(one)[0]]]
    assert len(anchored) >= 50
    assert lost == []
    for url, page in pages.items():
        names = [node.attributes["id"] for node in page.css("[id]")]
        assert len(names) == len(set(names)), url


def html_pages(crawled: dict[str, set[str]]) -> list[str]:
    return sorted(url for url in crawled if fetch(url).media_type == "text/html")


def test_no_page_complains_or_asks_elsewhere(
    page: Page, crawled: dict[str, set[str]], base_url: str
) -> None:
    trouble: list[str] = []
    host = urlsplit(base_url).netloc

    def asked(request: Request) -> None:
        elsewhere = urlsplit(request.url).netloc != host
        if elsewhere and request.resource_type not in ("image", "media"):
            trouble.append(f"{page.url} asks {request.url}")

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # an icon, when the window went on before it came
            trouble.append(f"{request.url}: {request.failure}")

    page.on("console", lambda said: trouble.append(f"{page.url}: {said.text}"))
    page.on("pageerror", lambda error: trouble.append(f"{page.url}: {error}"))
    page.on("request", asked)
    page.on("requestfailed", failed)
    page.on(
        "response",
        lambda got: trouble.append(f"{got.url}: {got.status}") if got.status >= 400 else None,
    )
    for url in html_pages(crawled):
        if url.endswith((".rss", ".json")) and not url.startswith(f"{base_url}/feed."):
            continue  # but for names of formats the pages of .atom
        page.goto(url)
        page.wait_for_load_state("load")
    assert trouble == []


def test_pages_look_the_same_without_scripts(
    browser: Browser, crawled: dict[str, set[str]], base_url: str
) -> None:
    shown: dict[bool, dict[str, str]] = {}
    some = [url for url in html_pages(crawled) if "/articles/" in url or url == f"{base_url}/"]
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        shown[scripts] = {}
        for url in some:
            page.goto(url)
            assert page.locator("script:not([type='application/ld+json'])").count() == 0
            shown[scripts][url] = page.get_by_role("main").inner_text()
        context.close()
    assert shown[True] == shown[False]
