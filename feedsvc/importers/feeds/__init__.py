"""Reads feeds with their archives: Atom, RSS and JSON Feed."""

from feedsvc.importers.feeds.reader import FeedReader

__all__ = ["FeedReader"]
