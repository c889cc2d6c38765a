"""A real server or preview on a copy of the sample newsroom, and a browser to look at it with."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, TimeoutError

SAMPLE = Path(__file__).resolve().parents[2] / "articles"
LIMIT = 60  # seconds for anything to happen; the machine may be busy
PLAIN = "The ferry sails at six. It takes lorries, too."
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ON_MACOS = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)
_OPTIONS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Keeps all that the status line of a page of the preview has said.
HEAR = """addEventListener("DOMContentLoaded", () => {
    const line = document.querySelector("[role=status]");
    if (!line) return;
    const keep = () => window.said.push(line.textContent);
    window.said = [];
    new MutationObserver(keep).observe(line, {childList: true, characterData: true, subtree: true});
})"""
_HEARD = """pattern => {
    const at = window.said.findIndex(words => new RegExp(pattern).test(words));
    if (at >= 0) window.said.splice(0, at + 1);
    return at >= 0;
}"""
HEIGHT = 900
TOO_WIDE = "document.scrollingElement.scrollWidth - window.innerWidth"


def complaints(page: Page) -> list[str]:
    """What axe-core finds, in all of its rules, and in that of targets of 24 pixels."""
    rules = {"target-size": {"enabled": True}}
    options = {"resultTypes": ["violations"], "rules": rules}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


def find_browser() -> str | None:
    """The Chromium or Chrome of this machine."""
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    return next((str(path) for path in _ON_MACOS if path.exists()), None)


def launching(browser: str) -> dict[str, Any]:
    """How Playwright starts a browser that is not its own."""
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    sandbox = ["--no-sandbox"] if as_root else []
    return {"executable_path": browser, "args": [*_OPTIONS, *sandbox]}


def sample_in(folder: Path) -> Path:
    """A copy of the sample newsroom in a folder that is there."""
    copy = folder / "articles"
    shutil.copytree(SAMPLE, copy, ignore=shutil.ignore_patterns(".feedsvc"))
    return copy


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address at which a newsroom's folder is served, as readers get it."""
    url = f"http://127.0.0.1:{(port := free_port())}"
    command = [sys.executable, "-m", "feedsvc", "serve", str(folder), "--port", str(port)]
    log = folder.parent / "serve.log"
    with log.open("wb") as said:
        server = subprocess.Popen(
            command, env=_environ(), stdout=said, stderr=said, start_new_session=True
        )
        try:
            _wait(server, url, log)
            yield url
        finally:
            _stop(server)


def _environ() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith(("FEEDSVC_", "PROMETHEUS_"))}


def _stop(server: subprocess.Popen[Any]) -> None:
    server.terminate()
    try:
        server.wait(LIMIT)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(LIMIT)


def _wait(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        with suppress(OSError), urllib.request.urlopen(f"{url}/readyz", timeout=LIMIT) as answer:
            if answer.status == 200:
                return
        time.sleep(0.02)
    raise RuntimeError(f"the server did not come up:\n{log.read_text()}")


class Preview(NamedTuple):
    """`feedsvc preview` of a folder, and the editor who saves files there.

    Attributes:
        url: the site's, without a slash at its end.
        printed: the address that it told in the terminal.
        folder: of the articles.
        process: the command.
    """

    url: str
    printed: str
    folder: Path
    process: subprocess.Popen[str]

    def save(self, path: str, text: str) -> None:
        """Save a file as most editors do: written beside it, then renamed."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f".{file.name}.new")
        beside.write_text(text)
        beside.replace(file)

    def write(self, path: str, text: str) -> None:
        """Save a file in place."""
        (self.folder / path).write_text(text)

    def article(self, path: str, date: str = "") -> "Article":
        """An article to be saved at a path, newer than all before it where no date is given."""
        return Article(self, path, date or f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")


class Article(NamedTuple):
    """An article that a test saves over and over; its date stays."""

    preview: Preview
    path: str
    date: str

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return Path(self.path).stem

    def save(self, title: str, body: str = PLAIN, header: str = "") -> None:
        """Save it by a rename."""
        self.preview.save(self.path, self._text(title, body, header))

    def write(self, title: str, body: str = PLAIN, header: str = "") -> None:
        """Save it in place."""
        self.preview.write(self.path, self._text(title, body, header))

    def delete(self) -> None:
        """Delete it."""
        (self.preview.folder / self.path).unlink()

    def _text(self, title: str, body: str, header: str) -> str:
        return f"---\ntitle: {title}\ndate: {self.date}\n{header}---\n\n{body}\n"


@contextmanager
def previewing(folder: Path, port: int = 0) -> Iterator[Preview]:
    """The preview of a folder, once it has told its address."""
    command = [sys.executable, "-m", "feedsvc", "preview", str(folder), "--port", str(port)]
    log = folder.parent / "preview.log"
    with log.open("w") as said:
        process = subprocess.Popen(
            command,
            env=_environ(),
            stdout=subprocess.PIPE,
            stderr=said,
            start_new_session=True,
            text=True,
        )
    try:
        assert process.stdout is not None
        found = re.search(r"(http://[^/]+)/\S*", process.stdout.readline())
        if found is None:
            raise RuntimeError(f"the preview did not come up:\n{log.read_text()}")
        yield Preview(found[1], found[0], folder, process)
    finally:
        _stop(process)
        if process.stdout is not None:
            process.stdout.close()


def wait_until_told(preview: Preview, path: str, text: str) -> None:
    """Save a file over and over until the desk tells of it.

    What is saved in the first moment is in the first look at the folder, of which nothing is told.
    """
    end = time.monotonic() + LIMIT
    for number in count():
        preview.save(path, f"{text}\n{number}\n")
        for _ in range(10):
            with urllib.request.urlopen(preview.printed) as answer:
                if path in answer.read().decode().partition('id="_lately"')[2]:
                    return
        if time.monotonic() > end:
            raise RuntimeError(f"the desk told nothing of {path}")


def wait_until_said(page: Page, pattern: str) -> None:
    """Wait until the status line has said what it had not said at the last such call."""
    try:
        page.wait_for_function(_HEARD, arg=pattern, timeout=LIMIT * 1000)
    except TimeoutError as error:
        raise AssertionError(f"not said: {pattern}; but {page.evaluate('said')}") from error
