"""A preview of a few articles, asked by Flask's client."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedsvc.editor.check import Checker, FolderLookups
from feedsvc.editor.desk import Desk
from feedsvc.newsroom import Newsroom
from feedsvc.web.preview import create_preview

SITE = "http://127.0.0.1:8000"
PUBLISHED = (
    "---\ntitle: Rain & more < all\nstandfirst: It falls.\ndate: 2026-05-01\ncategory: World\n"
    "tags: [Weather]\nauthor: Weather desk\n---\nWet it is.\n\n## How wet\n\n"
    "Very wet, it is said.\n"
)


def begun(desk: Any, stack: ExitStack) -> Desk:
    """The desk of the files written so far, open as long as the stack."""
    newsroom = stack.enter_context(
        Newsroom.rehearsal(desk.folder, {}, desk.clock, base_url=SITE, preview=True)
    )
    newsroom.scan(accept_deletions=True)
    checker = Checker(newsroom.settings, FolderLookups(newsroom.folder), newsroom.now)
    found = Desk(newsroom, checker)
    found.begin()
    return found


@pytest.fixture
def preview(desk: Any) -> Iterator[Callable[[], Desk]]:
    """Opens the desk of the files written so far."""
    with ExitStack() as stack:
        yield lambda: begun(desk, stack)


@pytest.fixture(scope="module")
def client(still_desk: Any) -> Iterator[FlaskClient]:
    still_desk.write("world/rain.md", PUBLISHED)
    still_desk.write("hail.md", "---\ntitle: Hail\ndraft: true\n---\nHard it is.\n")
    with ExitStack() as stack:
        yield create_preview(begun(still_desk, stack)).test_client()
