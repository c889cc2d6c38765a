"""An editor's day at the desk: new, write, a mistake, publish, correct, withdraw, undo."""

import re
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import LIMIT, PLAIN, Preview, previewing, sample_in
from playwright.sync_api import Browser, Page, expect

HEADLINE = "The ferry sails again"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with previewing(sample_in(tmp_path_factory.mktemp("day"))) as shown:
        yield shown


@pytest.fixture(params=["scripts", "no-scripts"])
def desk(browser: Browser, own: Preview, request: pytest.FixtureRequest) -> Iterator[Page]:
    scripts = request.param == "scripts"
    context = browser.new_context(base_url=own.url, java_script_enabled=scripts)
    yield context.new_page()
    context.close()


def file_of(preview: Preview, words: str) -> Path:
    (found,) = preview.folder.glob(f"*/*{words}*")
    return found


def ask(page: Page, action: str, words: str) -> None:
    """Press a button that asks for words, and write them."""
    page.locator("summary", has_text=f"{action}…").click()
    part = page.locator("details[open]", has_text=f"{action}…")
    part.get_by_role("textbox").fill(words)
    part.get_by_role("button", name=action, exact=True).click()


def wait_for(url: str, words: str) -> None:
    """Wait until a page of the desk has seen a saved file."""
    end = time.monotonic() + LIMIT
    while True:
        with urllib.request.urlopen(url) as answer:
            if words in answer.read().decode():
                return
        assert time.monotonic() < end, f"{url} never said {words}"


def test_an_editors_day(desk: Page, own: Preview, request: pytest.FixtureRequest) -> None:
    headline = f"{HEADLINE} {request.node.callspec.id.replace('-', ' ')}"
    page = desk
    page.goto("/desk")
    page.get_by_role("link", name="New article").click()
    page.get_by_label("Headline").fill(headline)
    page.get_by_label("Category").fill("Harbour")
    page.get_by_role("button", name="Begin a draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(headline)
    expect(page.get_by_role("main")).to_contain_text("A draft: no reader gets it")
    entry = page.url
    slug = re.sub(r".*/|\?.*", "", entry)

    file = file_of(own, slug)
    begun = file.read_text()
    written = begun.replace("Write the first paragraph here.", PLAIN)
    path = file.relative_to(own.folder).as_posix()

    own.save(path, written.replace("tags: []", "tags: [harbour"))  # a mistake
    wait_for(f"{own.url}/desk/files/{path}", "mark error")
    page.goto(f"/desk/files/{path}")
    expect(page.locator(".lines .marked .mark.error").first).to_be_visible()
    own.save(path, written)
    wait_for(entry, "lorries")
    page.goto(entry)
    expect(page.get_by_role("main")).to_contain_text("lorries")

    page.get_by_role("button", name="Publish").click()
    published = file.read_text()
    assert published == re.sub(r"draft: true.*\n", "", written)
    page.goto("/")
    expect(page.get_by_role("heading", level=2).first).to_have_text(headline)

    page.goto(entry)
    page.get_by_role("button", name="Edit quietly").click()
    quiet = file.read_text()
    head, body = published.split("---\n\n", 1)
    assert quiet == f"{head}minor: true\n---\n\n{body}"
    page.get_by_role("button", name="Tell of edits").click()
    assert file.read_text() == published

    ask(page, "Correct", "It said six o'clock; the ferry sails at seven.")
    page.goto(f"/articles/{slug}")
    expect(page.get_by_role("main")).to_contain_text("the ferry sails at seven")
    page.goto(entry)
    corrected = file.read_text()

    ask(page, "Withdraw", "The ferry does not sail.")
    expect(page.get_by_role("main")).to_contain_text("Withdrawn: it has left the feeds.")
    page.get_by_role("button", name="Undo: Withdraw").click()
    expect(page.get_by_role("button", name="Take back")).to_be_visible()
    assert file.read_text() == corrected

    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_role("button", name="Publish")).to_be_visible()
    page.goto("/desk")
    expect(page.get_by_role("region", name="Done by buttons")).to_contain_text("Take back")
