"""Finds the media files that are others than when a release took them.

While somebody follows the folder, an article is read again for a file that it names. What changed
while nobody did is found here, by the states of the files.
"""

from collections.abc import Iterator

from feedsvc.newsroom import Newsroom
from feedsvc.static_site import addresses
from feedsvc.static_site.addresses import Wanted
from feedsvc.static_site.memory import Memory

PLACE = "/media/"  # begins the addresses of media files


def state_of(newsroom: Newsroom, address: str) -> tuple[int, ...] | None:
    """The state of the file that an address leads to; None: there is none."""
    folder = newsroom.folder
    found = folder.stat(folder.attached(address.removeprefix(PLACE)))
    return None if found is None else tuple(found)


def touched(newsroom: Newsroom, memory: Memory) -> Iterator[Wanted]:
    """The addresses of files that changed, left or came since the release that readers reach."""
    known = dict(memory.every("media"))
    for address, state in known.items():
        if state_of(newsroom, address) != state:
            yield addresses.file(address, "media")
    named = {path for _, names in memory.every("article") for path in names.media}
    for address in sorted(PLACE + path for path in named):
        if address not in known and state_of(newsroom, address) is not None:
            yield addresses.file(address, "media")
