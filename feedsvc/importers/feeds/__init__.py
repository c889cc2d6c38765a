"""Reads feeds with their archives: Atom, RSS and JSON Feed."""

from feedsvc.importers.feeds.channel import inner_html, path_of, plain, standfirst_of, text_html
from feedsvc.importers.feeds.reader import FeedReader

__all__ = ["FeedReader", "inner_html", "path_of", "plain", "standfirst_of", "text_html"]
