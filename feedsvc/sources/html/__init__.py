"""Sanitizes the HTML of an article, resolves its URLs, and finds its sections."""

from feedsvc.model.characters import words
from feedsvc.sources.html.tokenizer import attributes
from feedsvc.sources.html.urls import SAFE_IN_PATH, target

__all__ = ["SAFE_IN_PATH", "attributes", "target", "words"]
