"""A Chromium that looks at pages, and notes when it shows what was saved."""

import contextlib
import importlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import peers

NAMES = ("chromium", "chromium-browser", "google-chrome")
ON_MACOS = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
OPTIONS = ["--disable-gpu", "--no-first-run", "--disable-background-networking"]
# Each headline of a Saver, and when the first frame that holds it was made: milliseconds of the
# clock that all programs of the machine share. It runs in each page before the page's own scripts.
NOTE = """
window.firstSeen = {};
const look = () => requestAnimationFrame(() => {
    const found = document.body?.textContent.match(/Saved as number \\d+ of this run/g) ?? [];
    for (const words of found) window.firstSeen[words] ??= Date.now();
});
new MutationObserver(look).observe(document, {
    childList: true, characterData: true, subtree: true,
});
"""
SEEN = "words => window.firstSeen?.[words]"


class NotShown(Exception):
    """A page does not show what was saved; the text says what it shows."""


class Window:
    """A page that is open all the time."""

    def __init__(self, page: Any, address: str, patience_ends: type[Exception]) -> None:
        self._page = page
        self._patience_ends = patience_ends
        page.goto(address)

    def show(self) -> None:
        """Put it before the others: a browser draws those behind it seldom."""
        self._page.bring_to_front()

    def reload(self) -> None:
        """Load the page again."""
        self._page.reload()

    def wait(self, words: str, seconds: float) -> float:
        """When the page showed some words, in seconds of the machine's clock.

        Raises:
            NotShown: it did not show them.
        """
        try:
            found = self._page.wait_for_function(SEEN, arg=words, timeout=seconds * 1000)
        except self._patience_ends as error:
            text = self._page.inner_text("body")[:500]
            raise NotShown(f"not shown within {seconds:.0f} s: {words}\n{text}") from error
        return float(found.json_value()) / 1000


class Chromium:
    """A browser without a screen."""

    def __init__(self, context: Any, version: str, patience_ends: type[Exception]) -> None:
        self._context = context
        self._patience_ends = patience_ends
        self.version = version

    def open(self, address: str) -> Window:
        """Open an address in a window of its own."""
        return Window(self._context.new_page(), address, self._patience_ends)


@contextlib.contextmanager
def chromium() -> Iterator[Chromium]:
    """A browser, and Playwright that drives it.

    Raises:
        PeerMissing: one of them is not there.
    """
    sys.path.extend(peers.packages())
    try:
        playwright = importlib.import_module("playwright.sync_api")
    except ImportError as error:
        raise peers.PeerMissing("Playwright is not installed: run make bench") from error
    own = [path for path in map(shutil.which, NAMES) if path]
    own += [str(ON_MACOS)] if ON_MACOS.exists() else []
    sandbox = ["--no-sandbox"] if os.getuid() == 0 else []  # root has none
    with playwright.sync_playwright() as driver:
        try:
            browser = driver.chromium.launch(
                executable_path=own[0] if own else None, args=[*OPTIONS, *sandbox]
            )
        except playwright.Error as error:
            raise peers.PeerMissing("no Chromium or Chrome: make browser says how") from error
        context = browser.new_context()
        context.add_init_script(NOTE)
        try:
            yield Chromium(context, f"Chromium {browser.version}", playwright.TimeoutError)
        finally:
            browser.close()
