"""Readers of the formats of article files: plain text, Markdown and HTML."""

from feedsvc.sources.formats.code_spans import without_code, without_comments

__all__ = ["without_code", "without_comments"]
