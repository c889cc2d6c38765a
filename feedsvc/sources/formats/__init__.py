"""Readers of the formats of article files: plain text, Markdown and HTML."""

from feedsvc.sources.formats.code_spans import without_code, without_comments
from feedsvc.sources.formats.template_marks import meant_addresses

__all__ = ["meant_addresses", "without_code", "without_comments"]
