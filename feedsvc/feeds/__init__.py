"""Selects the entries of each feed, builds its documents once, and holds them in memory."""

from feedsvc.feeds.article_catalog import ArticleCatalog, Moved, PageLine
from feedsvc.feeds.cache import Cache
from feedsvc.feeds.content_codings import BETTER, CODINGS
from feedsvc.feeds.document import Document, Edition
from feedsvc.feeds.document_cache import DocumentCache, Seen
from feedsvc.feeds.feed_catalog import FeedCatalog
from feedsvc.feeds.fingerprint import keep_shown, remade
from feedsvc.feeds.keys import KeyRing
from feedsvc.feeds.kinds import (
    KINDS,
    digests_of,
    followed,
    hidden_feeds,
    is_unlisted,
    parse_name,
    parts_of,
    placed_by,
)
from feedsvc.feeds.kinds.kind import OpenFeed, everything
from feedsvc.feeds.kinds.private import PRIVATE, PrivateFeeds, PrivateSession, private_url
from feedsvc.feeds.kinds.search import NO_INDEX, asked_feed, query_of, search_url
from feedsvc.feeds.list_catalog import MonthLine, NumberedPage, Older, Week
from feedsvc.feeds.looks import Looks
from feedsvc.feeds.prerender import prerender_requested, recompress
from feedsvc.feeds.publisher import Publisher
from feedsvc.feeds.reading_on import Abouts, Noted, ReadingOn

__all__ = [
    "BETTER",
    "CODINGS",
    "KINDS",
    "NO_INDEX",
    "PRIVATE",
    "Abouts",
    "ArticleCatalog",
    "Cache",
    "Document",
    "DocumentCache",
    "Edition",
    "FeedCatalog",
    "KeyRing",
    "Looks",
    "MonthLine",
    "Moved",
    "Noted",
    "NumberedPage",
    "Older",
    "OpenFeed",
    "PageLine",
    "PrivateFeeds",
    "PrivateSession",
    "Publisher",
    "ReadingOn",
    "Seen",
    "Week",
    "asked_feed",
    "digests_of",
    "everything",
    "followed",
    "hidden_feeds",
    "is_unlisted",
    "keep_shown",
    "parse_name",
    "parts_of",
    "placed_by",
    "prerender_requested",
    "private_url",
    "query_of",
    "recompress",
    "remade",
    "search_url",
]
