"""Runs `feedsvc check URL`: asks an address, and judges what it answers."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import urldefrag, urlsplit

from feedsvc.editor.check_url.judge import Report, judge
from feedsvc.editor.check_url.reading import reader
from feedsvc.editor.check_url.visit import Ask, Pace, visit
from feedsvc.errors import FeedsvcError
from feedsvc.model.clock import Clock

SCHEMES = ("http://", "https://")


def check_url(
    address: str,
    ask: Ask,
    pace: Pace,
    clock: Clock,
    watched: Callable[[str], AbstractContextManager[Callable[[int, int], None]]],
) -> Report:
    """What a subscriber meets at an address.

    Args:
        address: of http or https.
        ask: asks a server one thing.
        pace: of the requests.
        clock: the time, aware.
        watched: shows the progress of some work, from the work's name.

    Raises:
        FeedsvcError: the address cannot be asked.
    """
    url = urldefrag(address.strip())[0]
    try:
        parts = urlsplit(url)
        known = url.lower().startswith(SCHEMES) and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known or any(character.isspace() for character in url):
        raise FeedsvcError(f"{address}: no address; write it as https://news.example/feed.atom")
    if parts.username is not None:
        raise FeedsvcError(
            f"{parts.hostname}: leave the name and the password out of the address; feeds that"
            " demand them are not asked"
        )
    read = reader()
    with watched("Asking") as watch:
        found = visit(url, ask, pace, clock(), read, watch)
    return judge(found, read)
