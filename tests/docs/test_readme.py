"""The README is short, and its five minutes work when they are pasted line by line."""

import shutil
import sys
from pathlib import Path

import feedparser
import pytest

from tests.browser.browsing import free_port
from tests.docs.pages import blocks, page, part
from tests.docs.terminal import Terminal, terminal

README = page("README.md")
ADDRESS = r"http://127\.0\.0\.1:\d+"


def test_it_is_short() -> None:
    assert len(README.encode()) < 8_000


def test_it_begins_with_the_two_commands() -> None:
    first = blocks(README, "sh")[0]
    assert [line.split("  ")[0] for line in first.splitlines()] == ["make preview", "make test"]


def read(shown: Terminal, command: str, feed: str) -> feedparser.FeedParserDict:
    """What a reader gets of a command that serves until it is stopped."""
    shown.type(command)
    address = shown.until(ADDRESS)[0]
    found = feedparser.parse(address + feed)  # an address that is told can be opened
    shown.interrupt()
    shown.prompt()
    return found


@pytest.mark.skipif(shutil.which("bash") is None, reason="the lines are typed into bash")
def test_the_five_minutes_work_when_pasted(tmp_path: Path) -> None:
    port = free_port()  # 8000 may be taken here
    served = {}
    with terminal(tmp_path, Path(sys.executable).parent) as shown:
        for line in "".join(blocks(part(README, "Five minutes"), "sh")).splitlines():
            if line.startswith(("feedsvc preview", "feedsvc serve")):
                served[line.split()[1]] = read(shown, f"{line} --port {port}", "/feed.atom")
            else:
                said = shown.run(line)
                assert "rror" not in said, said
    assert [entry.title for entry in served["serve"].entries] == ["Ferry sails again"]
    assert "[Draft] Our first article" in [entry.title for entry in served["preview"].entries]
    assert served["serve"].status == 200
    assert not served["serve"].bozo
