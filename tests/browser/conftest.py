"""One server and one browser for all of these tests; what they show beyond the sample."""

import os
import shutil
import struct
import sys
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from feedsvc.model.audience import FeedDay
from feedsvc.store.audience import add_counts

sys.path.insert(0, str(Path(__file__).parent))

from browsing import (
    HEAR,
    LIMIT,
    Preview,
    find_browser,
    launching,
    previewing,
    sample_in,
    serving,
    wait_until_told,
)

HARD = Path(__file__).parent / "hard"
STANDINGS = {
    "draft": "draft: true",
    "embargoed": "embargo: 2099-01-01",
    "expired": "expires: 2024-02-01",
    "withdrawn": "status: withdrawn",
    "broken": "embargo: some day",
}
FOLDERS = ("saving", "telling", "windows")
FIRST = "---\ndate: 2024-01-01\n---\n\n# First here\n"
expect.set_options(timeout=LIMIT * 1000)


def _dot() -> bytes:
    """A PNG of 400 by 300 pixels, all of one grey."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 400, 300, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * 400) * 300)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


@pytest.fixture(scope="session")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample newsroom and the articles of hard/, served; Playwright's pages begin here."""
    with serving(with_hard_articles(tmp_path_factory.mktemp("browser"))) as site:
        yield site


def with_hard_articles(place: Path) -> Path:
    """A copy of the sample, and the articles of hard/ with their files."""
    folder = sample_in(place)
    shutil.copytree(HARD, folder / "checks")
    (folder / "checks" / "dot.png").write_bytes(_dot())
    (folder / "checks" / "silence.mp3").write_bytes(b"\xff\xfb\x90\x00" + bytes(413))
    return folder


def polled_lately() -> Iterator[FeedDay]:
    """A month of polls, with names as long as they may be."""
    for ago in range(28):
        day = (datetime.now(UTC) - timedelta(days=ago)).date().isoformat()
        polls, many = 900 + 70 * (ago % 7), {f"{'Aggregator-' * 5}{ago}": {"1": 12_345_678}}
        for feed in ("feed", f"tag/{'very-long-' * 12}name", "private feeds"):
            yield FeedDay(day, feed, polls, polls // 2, 99, True, {"Feedly": polls}, many)


@pytest.fixture(scope="session")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """`make preview`, on a copy of the sample; each test saves files of its own names."""
    folder = sample_in(tmp_path_factory.mktemp("preview"))
    for name in FOLDERS:
        (folder / name).mkdir()
        (folder / name / "first.md").write_text(FIRST)
    with previewing(folder) as shown:
        wait_until_told(shown, f"{FOLDERS[0]}/first.md", FIRST)
        yield shown


@pytest.fixture(scope="session")
def odd_preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview of the sample, the articles of hard/, one of each standing, and a broken one."""
    folder = with_hard_articles(tmp_path_factory.mktemp("odd-preview"))
    for name, header in STANDINGS.items():
        text = f"---\ntitle: Of the {name}\ndate: 2024-01-01\n{header}\n---\n\nSome text.\n"
        (folder / "checks" / f"{name}.md").write_text(text)
    add_counts(folder / ".feedsvc" / "readers.db", list(polled_lately()))
    with previewing(folder) as shown:
        yield shown


@pytest.fixture(scope="module")
def tab(browser: Browser, preview: Preview) -> Iterator[Page]:
    """A window that goes from page to page of the preview, of which none may complain."""
    context = browser.new_context(base_url=preview.url)
    context.add_init_script(HEAR)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(f"{page.url}: {said.text}"))
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    yield page
    context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The browser of the machine; Playwright's own would be another download."""
    found = find_browser()
    if found is None:
        reason = "no Chromium or Chrome was found; make browser says how to get one"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    return launching(found)
