"""The formats of article files: plain text, Markdown, HTML; and their code and template marks."""

from feedsvc.sources.formats.code_spans import without_code, without_comments

__all__ = ["without_code", "without_comments"]
