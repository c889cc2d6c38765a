"""An editor at a desk with an article of each standing."""

from collections.abc import Iterator
from typing import Any

import pytest

from feedsvc.editor.check import Checker, FolderLookups
from feedsvc.editor.desk import Desk
from feedsvc.newsroom import Newsroom
from tests.conftest import Clock
from tests.editor.desk.editors import RAIN, Editor


@pytest.fixture
def editor(desk: Any, clock: Clock) -> Iterator[Editor]:
    desk.write("world/rain.md", RAIN)
    desk.write("frost.md", "---\ntitle: Frost\nembargo: 2026-06-01T12:30:00Z\n---\nStill it is.\n")
    desk.write("hail.md", "---\ntitle: Hail\ndraft: true\n---\nHard it is.\n")
    desk.write("old.md", "---\ntitle: Old\ndate: 2026-01-01\nexpires: 2026-02-01\n---\nGone.\n")
    desk.write("lost.md", "---\ntitle: Lost\ndate: 2026-01-01\nstatus: withdrawn\n---\nGone.\n")
    with Newsroom.rehearsal(desk.folder, {}, clock, preview=True) as newsroom:
        newsroom.scan(accept_deletions=True)
        proofreader = Checker(newsroom.settings, FolderLookups(newsroom.folder), newsroom.now)
        found = Desk(newsroom, proofreader, monotonic=lambda: editor.seconds)
        editor = Editor(desk, newsroom, found)
        found.begin()
        yield editor
