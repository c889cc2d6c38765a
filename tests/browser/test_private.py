"""Private pages in a browser: they can be read by anybody who may, and tell no other site."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from browsing import HEIGHT, TOO_WIDE, complaints, sample_in, serving
from playwright.sync_api import Page, expect

DRAFT = """---
title: A plan with links
draft: true
---

[A page elsewhere]({other}/page) and a picture: ![A dot]({other}/dot.png)

See [the house rules](../desk-notes/how-this-newsroom-is-edited.md) and
[ids that last](../publishing/ids-that-last.md).
"""
ADDRESSES = ("", "articles/plan", "articles/how-this-newsroom-is-edited")


class Elsewhere(ThreadingHTTPServer):
    """Another site: it keeps what it is told of where its visitors come from."""

    def __init__(self) -> None:
        self.told: dict[str, str | None] = {}
        super().__init__(("127.0.0.1", 0), _Answer)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Elsewhere)
        self.server.told[self.path] = self.headers.get("Referer")
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"Here")

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    with Elsewhere() as server:
        yield server
        server.shutdown()


@pytest.fixture
def place(tmp_path: Path, elsewhere: Elsewhere) -> Iterator[str]:
    """The address of a key for the sample's private category and for drafts."""
    folder = sample_in(tmp_path)
    other = f"http://localhost:{elsewhere.server_port}"
    (folder / "readers" / "plan.md").write_text(DRAFT.format(other=other))
    with serving(folder) as site:
        command = [sys.executable, "-m", "feedsvc", "key", "add", "Key", str(folder)]
        options = ["--drafts", "--category", "desk-notes"]
        done = subprocess.run([*command, *options], capture_output=True, text=True, check=True)
        token = done.stdout.split()[-1].rstrip("/").rpartition("/")[2]
        yield f"{site}/private/{token}/"


def test_a_reader_finds_everything_and_other_sites_learn_nothing(
    page: Page, place: str, elsewhere: Elsewhere
) -> None:
    page.goto(place)
    expect(page.get_by_role("main")).to_contain_text(f"{place}feed.atom")
    page.get_by_role("link", name="[Draft] A plan with links").click()
    expect(page).to_have_url(f"{place}articles/plan")
    page.get_by_role("link", name="the house rules").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How this newsroom is edited")
    page.go_back()
    page.get_by_role("link", name="ids that last").click()
    expect(page).to_have_url(f"{place.partition('/private/')[0]}/articles/ids-that-last")
    page.goto(f"{place}articles/plan")
    page.get_by_role("link", name="A page elsewhere").click()
    expect(page.get_by_text("Here")).to_be_visible()
    page.goto(f"{place}feed.rss")
    expect(page.get_by_role("heading", name="How to subscribe")).to_be_visible()
    assert (elsewhere.told["/dot.png"], elsewhere.told["/page"]) == (None, None)
    assert not any(told and "private" in told for told in elsewhere.told.values())


def test_axe_finds_nothing_and_nothing_scrolls_sideways(page: Page, place: str) -> None:
    found = {}
    for address in ADDRESSES:
        page.goto(f"{place}{address}")
        for width in (1280, 390, 320):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            found[address, width] = (complaints(page), page.evaluate(TOO_WIDE))
    assert found == {key: ([], 0) for key in found}
