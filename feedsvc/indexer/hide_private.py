"""Retracts the articles of categories that have become private, before any file is read.

A file that cannot be read keeps its last good version published, so reading alone would not do.
"""

from datetime import datetime

import msgspec

from feedsvc.indexer.retract import Visibility, retract
from feedsvc.model.entry import Entry
from feedsvc.model.feed import part_name
from feedsvc.model.hashing import digest
from feedsvc.model.key import DRAFTS, access_group_of
from feedsvc.settings import Settings
from feedsvc.store import Connection, Store, articles, feeds, left_untold, withheld
from feedsvc.store.bulk import CHUNK, chunks
from feedsvc.store.codec import pack_entry, pack_text


def retract_private(store: Store, settings: Settings, now: datetime) -> None:
    """Retract every article that stands in the feed of a private category, some at a time.

    So are those that left it untold: whoever saw them is to lose them as well.

    Args:
        store: of the newsroom.
        settings: say which categories are private.
        now: the time of the retraction.

    Raises:
        StoreError: the store failed; what was retracted until then stays retracted.
    """
    for slug in sorted(settings.private_categories):
        feed = part_name("category", slug)
        with store.reading() as connection:
            left = bool(withheld.members_of(connection, feed, 1))
            gone = left_untold.leavers_of(connection, feed)
        for some in chunks(gone):
            with store.writing() as connection:
                told = retract(connection, [Visibility(i, None, "") for i in some], now)
                feeds.touch_feeds(connection, told, now)
        while left:
            with store.writing() as connection:
                left = _hide_some(connection, feed, now)
    if settings.private_categories:
        _move_drafts(store, settings)


def _move_drafts(store: Store, settings: Settings) -> None:
    """Move drafts of private categories out of the access group of all drafts."""
    with store.reading() as connection:
        drafts = withheld.on_shelf(connection, DRAFTS)
    for some in chunks(drafts):
        with store.writing() as connection:
            found = [
                _hidden(entry, expires)
                for entry, expires in articles.entries_with_expiry(connection, some)
                if entry.category and entry.category.slug in settings.private_categories
            ]
            articles.put_articles(connection, found)


def _hide_some(connection: Connection, feed: str, now: datetime) -> bool:
    """Retract some articles of a feed; whether there may be more."""
    entry_ids = withheld.members_of(connection, feed, CHUNK)
    touched = feeds.feeds_holding(connection, entry_ids)
    touched |= retract(connection, [Visibility(i, None, "") for i in entry_ids], now)
    found = articles.entries_with_expiry(connection, entry_ids)
    articles.put_articles(connection, [_hidden(entry, expires) for entry, expires in found])
    feeds.touch_feeds(connection, touched, now)
    return len(entry_ids) == CHUNK


def _hidden(entry: Entry, expires: datetime | None) -> articles.StoredArticle:
    private = msgspec.structs.replace(entry, private=True)
    bare, text = pack_text(private.article)
    packed = pack_entry(msgspec.structs.replace(private, article=bare), text)
    return articles.StoredArticle(
        private,
        digest(packed.digest, str(expires)),
        packed.weight,
        packed.encoded,
        live=False,
        expires=expires,
        feeds={},
        shelf=access_group_of(private),
    )
