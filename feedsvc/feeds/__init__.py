"""Selects the entries of each feed, builds its documents once, and holds them in memory."""

from feedsvc.feeds.cache import ByteBudgetCache, KeyLocks
from feedsvc.feeds.catalog import Catalog, Moved, OpenFeed
from feedsvc.feeds.content_codings import CODINGS
from feedsvc.feeds.definition import describe, describe_digest, digests_of, hidden_feeds
from feedsvc.feeds.document import Document, Edition
from feedsvc.feeds.fingerprint import keep_shown, remade
from feedsvc.feeds.keys import KeyRing
from feedsvc.feeds.kinds.private import PRIVATE, PrivateFeeds, PrivateSession, private_url
from feedsvc.feeds.kinds.search import NO_INDEX, search_feed, search_url
from feedsvc.feeds.kinds.search_catalog import Searches
from feedsvc.feeds.prerender import prerender_requested, recompress
from feedsvc.feeds.publisher import Publisher

__all__ = [
    "CODINGS",
    "NO_INDEX",
    "PRIVATE",
    "ByteBudgetCache",
    "Catalog",
    "Document",
    "Edition",
    "KeyLocks",
    "KeyRing",
    "Moved",
    "OpenFeed",
    "PrivateFeeds",
    "PrivateSession",
    "Publisher",
    "Searches",
    "describe",
    "describe_digest",
    "digests_of",
    "hidden_feeds",
    "keep_shown",
    "prerender_requested",
    "private_url",
    "recompress",
    "remade",
    "search_feed",
    "search_url",
]
