"""Makes documents before readers ask for them, and compresses them better while it is quiet."""

import contextlib
import math
import time
from datetime import datetime, timedelta

from feedsvc.errors import NoSuchFeed
from feedsvc.feeds.content_codings import BETTER
from feedsvc.feeds.publisher import Publisher
from feedsvc.store import Store, claims, documents

SOME, MANY = 10, 1_000_000  # documents to make, listed at once
REST = timedelta(minutes=5)  # a document that changed within this time may soon change again


def prerender_requested(
    publication: Publisher, store: Store, now: datetime, within: float = math.inf
) -> int:
    """Make the documents lately asked for that are out of date.

    Args:
        publication: makes them.
        store: open; knows what was asked for.
        now: the time at which they are to be right.
        within: seconds after which no other document is begun.

    Returns:
        how many were made; 0: none is out of date.

    Raises:
        StoreError: a document cannot be kept.
    """
    end = time.monotonic() + within
    made = 0
    for limit in (SOME, MANY):  # listing many takes longer than making one
        with store.reading() as connection:
            wanted = claims.lately_asked(connection, now, store.holder, limit)
        for name, format, claimed in wanted:
            if made and time.monotonic() >= end:
                return made
            with contextlib.suppress(NoSuchFeed):
                made += publication.make_before_asked(name, format, now, claimed=claimed)
        if len(wanted) < limit:
            break
    return made


def recompress(store: Store, now: datetime) -> bool:
    """Compress one document lately asked for better; False: none is left to compress."""
    with store.reading() as connection:
        found = documents.without_coding(connection, BETTER, now - claims.ASKED, now - REST)
        if found is None:
            return False
        name, format, coding = found
        kept = documents.document_of(connection, name, format)
    if kept is not None:
        body = BETTER[coding].code(kept.body)
        with store.writing() as connection:
            documents.put_coding(connection, name, format, kept.digest, coding, body)
    return True
