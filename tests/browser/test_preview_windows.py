"""The preview in many windows at once, and when the command ends and starts again."""

import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import LIMIT, Preview, previewing, sample_in
from playwright.sync_api import Browser, BrowserContext, Page, expect

HIDE = """hidden => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def context(browser: Browser, preview: Preview) -> Iterator[BrowserContext]:
    found = browser.new_context(base_url=preview.url)
    yield found
    found.close()


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("main")).to_contain_text(text)


def test_more_windows_than_a_browser_has_connections(
    context: BrowserContext, preview: Preview
) -> None:
    article = preview.article("windows/many.md")
    article.save("As it was")
    listening: list[Page] = []
    pages = [context.new_page() for _ in range(8)]
    for page in pages:
        page.on("request", lambda asked: asked.resource_type == "eventsource"
                and listening.append(asked.frame.page))  # fmt: skip
        page.goto("/desk/articles")
        page.evaluate("window.mark = 1")
    article.save("Seen in all of eight windows")
    for page in pages:
        heading(page, "Seen in all of eight windows")
    assert len(listening) == 1
    # The one that listens is closed, and then another one is hidden.
    pages.remove(listening[0])
    listening[0].close()
    article.save("Seen in all of seven windows")
    for page in pages:
        heading(page, "Seen in all of seven windows")
    hidden = listening[-1]
    hidden.evaluate(HIDE, True)
    article.save("Seen in all windows but one")
    for page in set(pages) - {hidden}:
        heading(page, "Seen in all windows but one")
    assert len(listening) == 3
    heading(hidden, "Seen in all of seven windows")
    hidden.evaluate(HIDE, False)
    heading(hidden, "Seen in all windows but one")
    assert all(page.evaluate("window.mark") == 1 for page in pages)


def test_a_window_whose_page_the_browser_kept(context: BrowserContext, preview: Preview) -> None:
    """Gone back to, a page is current, and stays so."""
    article = preview.article("windows/back.md")
    article.save("As it was")
    page = context.new_page()
    page.goto("/desk/articles")
    page.get_by_role("navigation", name="Preview").get_by_role("link", name="Desk").click()
    article.save("Saved meanwhile")
    expect(page.get_by_role("status")).to_contain_text("“Saved meanwhile”")
    page.go_back()
    heading(page, "Saved meanwhile")
    article.save("Saved afterwards")
    heading(page, "Saved afterwards")


def end(preview: Preview, by: signal.Signals) -> None:
    """The command ends without a complaint, however many windows are open."""
    preview.process.send_signal(by)
    assert preview.process.wait(LIMIT) == 0


def said_in_terminal(folder: Path) -> str:
    return (folder.parent / "preview.log").read_text()


def test_it_ends_and_starts_again_under_open_pages(browser: Browser, tmp_path: Path) -> None:
    folder = sample_in(tmp_path)
    with previewing(folder) as first:
        port = int(first.url.rpartition(":")[2])
        context = browser.new_context(base_url=first.url)
        pages = [context.new_page() for _ in range(2)]
        for page, path in zip(pages, ("/desk/articles", "/"), strict=True):
            page.goto(path)
            page.evaluate("window.mark = 1")
        end(first, signal.SIGINT)
        assert said_in_terminal(folder) == ""
    first.article("windows/away.md").save("Saved while it was away")
    with previewing(folder, port) as second:
        for page in pages:
            heading(page, "Saved while it was away")
        second.article("windows/away.md").save("Saved since it is back")
        for page in pages:
            heading(page, "Saved since it is back")
            assert page.evaluate("window.mark") == 1
        end(second, signal.SIGTERM)
        assert not re.search("Traceback|Error", said_in_terminal(folder))
    context.close()
