"""A preview of a few articles, asked by Flask's client."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedsvc.editor.check import FolderDesk, Proofreader
from feedsvc.editor.desk import Desk, Findings
from feedsvc.newsroom import Newsroom
from feedsvc.web.preview import create_preview

SITE = "http://127.0.0.1:8000"
PUBLISHED = (
    "---\ntitle: Rain & more < all\nstandfirst: It falls.\ndate: 2026-05-01\ncategory: World\n"
    "tags: [Weather]\nauthor: Weather desk\n---\nWet it is.\n\n## How wet\n\n"
    "Very wet, it is said.\n"
)


@pytest.fixture
def preview(desk: Any, clock: Any) -> Iterator[Callable[[], Desk]]:
    """Opens the desk of the files written so far."""
    with ExitStack() as stack:

        def begin() -> Desk:
            newsroom = stack.enter_context(
                Newsroom.rehearsal(desk.folder, {}, clock, base_url=SITE, preview=True)
            )
            newsroom.scan(accept_deletions=True)
            proofreader = Proofreader(newsroom.settings, FolderDesk(newsroom.folder), newsroom.now)
            found = Desk(newsroom, Findings(newsroom, proofreader), newsroom.now)
            found.begin()
            return found

        yield begin


@pytest.fixture
def client(desk: Any, preview: Callable[[], Desk]) -> FlaskClient:
    desk.write("world/rain.md", PUBLISHED)
    desk.write("hail.md", "---\ntitle: Hail\ndraft: true\n---\nHard it is.\n")
    return create_preview(preview()).test_client()
