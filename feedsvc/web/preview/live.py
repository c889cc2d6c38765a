"""Tells open pages of changes: server-sent events (HTML, 9.2)."""

import json
from collections.abc import Iterator

from feedsvc.editor.desk import Desk

STILL_THERE = 15.0  # seconds after which a page without news is sent a comment
RECONNECT = 300  # milliseconds after which a page asks again


def events(desk: Desk, since: int) -> Iterator[str]:
    """The events of a desk after a version, as they happen.

    Args:
        desk: whose.
        since: the version that the page shows.
    """
    yield f"retry: {RECONNECT}\n\n"
    while not desk.closed:
        version = desk.wait(since, STILL_THERE)
        if version == since:
            yield ": nothing new\n\n"
            continue
        since = version
        latest = next(iter(desk.events()), None)
        told = {
            "version": version,
            "said": latest.said if latest else (),
            "paths": latest.paths if latest else (),
        }
        yield f"id: {version}\ndata: {json.dumps(told)}\n\n"
