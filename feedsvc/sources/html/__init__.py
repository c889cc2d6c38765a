"""HTML from anyone becomes the HTML that an entry may hold."""

from feedsvc.sources.html.nesting import words
from feedsvc.sources.html.tokenizer import attributes
from feedsvc.sources.html.urls import target

__all__ = ["attributes", "target", "words"]
