"""What stands in each feed at a time, and its documents: chosen by kind, built once, held."""

from feedsvc.feeds.ahead import recompress, render_ahead
from feedsvc.feeds.cache import Shelf, Turns
from feedsvc.feeds.catalog import Catalogue, Moved, OpenFeed
from feedsvc.feeds.codings import CODINGS
from feedsvc.feeds.definition import describe, describe_digest, digests_of, hidden_feeds
from feedsvc.feeds.document import Document, Edition
from feedsvc.feeds.fingerprint import keep_shown, remade
from feedsvc.feeds.keys import KeyRing
from feedsvc.feeds.kinds.private import PRIVATE, PrivateFeeds, Visit, private_place
from feedsvc.feeds.kinds.search import NO_INDEX, search_feed, search_url
from feedsvc.feeds.publisher import Publication
from feedsvc.feeds.searches import Searches

__all__ = [
    "CODINGS",
    "NO_INDEX",
    "PRIVATE",
    "Catalogue",
    "Document",
    "Edition",
    "KeyRing",
    "Moved",
    "OpenFeed",
    "PrivateFeeds",
    "Publication",
    "Searches",
    "Shelf",
    "Turns",
    "Visit",
    "describe",
    "describe_digest",
    "digests_of",
    "hidden_feeds",
    "keep_shown",
    "private_place",
    "recompress",
    "remade",
    "render_ahead",
    "search_feed",
    "search_url",
]
