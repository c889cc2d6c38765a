"""Documents ahead of their readers: made as soon as they change, coded better while it is quiet."""

import contextlib
import math
import time
from datetime import datetime, timedelta

from feedsvc.errors import NoSuchFeed
from feedsvc.feeds.content_codings import BETTER
from feedsvc.feeds.publisher import Publisher
from feedsvc.store import Store, claims, documents

SOME, MANY = 10, 1_000_000  # documents that are to be made, listed at once
REST = timedelta(minutes=5)  # documents that changed since may soon change again


def prerender_requested(
    publication: Publisher, store: Store, now: datetime, within: float = math.inf
) -> int:
    """Make the documents lately asked for that no longer hold.

    Args:
        publication: makes them.
        store: open; knows what was asked for.
        now: the time that they are to be right at.
        within: seconds after which no other is begun.

    Returns:
        How many were made; 0: none is wanting.

    Raises:
        StoreError: they cannot be kept.
    """
    end = time.monotonic() + within
    made = 0
    for limit in (SOME, MANY):  # to list many takes longer than to make one
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
    """Code one document lately asked for in fewer bytes; False: there is nothing to gain."""
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
