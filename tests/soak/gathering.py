"""A reader that subscribes late: it goes on from a feed to its archive, until there is no more."""

import xml.etree.ElementTree as ET
from urllib.parse import urlsplit

from tests.soak.documents import Entry, Read, Torn, read
from tests.soak.service import Service
from tests.soak.subscribers import ask

_LINK = "{http://www.w3.org/2005/Atom}link"
_MOST = 1000  # documents of one feed


def gather(service: Service, path: str) -> Read:
    """All entries of a feed and its archive, and what the feed tells as withdrawn.

    Args:
        service: that is asked.
        path: of the feed, in Atom.

    Raises:
        Torn: a document is not whole or not there, or two have different versions of an entry.
        OSError, HTTPException: there is no answer.
    """
    entries: dict[str, Entry] = {}
    told: set[str] | None = None
    following: str | None = path
    for _ in range(_MOST):
        answer = ask(service, following, {})
        if answer.status != 200:
            raise Torn(f"{following} answers {answer.status}")
        found = read(answer.body, "atom")
        for one in found.entries:  # one that was corrected stands in its feed again
            if entries.setdefault(one.id, one) != one:
                raise Torn(f"{following} has {one}, a later document has {entries[one.id]}")
        told = found.told if told is None else told
        following = _previous(answer.body)
        if following is None:
            return Read(list(entries.values()), told)
    raise Torn(f"the archive of {path} does not end")


def _previous(body: bytes) -> str | None:
    """The path of the archive document before this one."""
    links = ET.fromstring(body).findall(_LINK)
    found = [one.attrib["href"] for one in links if one.get("rel") == "prev-archive"]
    return urlsplit(found[0]).path if found else None
