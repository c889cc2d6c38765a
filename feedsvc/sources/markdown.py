"""Markdown: CommonMark with GitHub's tables, strikethrough and autolinks, and footnotes."""

import re

from feedsvc.errors import UnreadableArticle
from feedsvc.model import Article
from feedsvc.sources import body, gfm, inline
from feedsvc.sources.article import assemble
from feedsvc.sources.header import read_front
from feedsvc.sources.shortcodes import remove_shortcodes
from feedsvc.sources.source import Source

# Times a text's own length: a note's way back to each of its marks can make it grow without end.
MAX_GROWTH = 12
# `## Title {#id .class}` (Hugo, kramdown, Pandoc) as cmark renders it
_HEADING_ATTRIBUTES = re.compile(
    r"<h([1-6])>([^\n{]*(?:\{(?![:#.])[^\n{]*)*?)[ \t]*\{:?[ \t]*([#.][^{}<>\n]*)\}[ \t]*</h\1>"
)
_ID = re.compile(r"#([^\s#.{}\"'<>&]+)")


def read(source: Source) -> Article:
    """The article of a Markdown file.

    Raises:
        UnreadableArticle: its front matter or a date in it cannot be read, it has no headline,
            or its HTML is nested too deep.
    """
    header, front = read_front(source, inline.from_markdown)
    text = remove_shortcodes(front.body, "markdown", front.body_line, source.findings)
    rendered = to_html(text)
    if len(rendered) > MAX_GROWTH * len(source.text) + 100_000:
        raise UnreadableArticle(
            "the text grows too much as HTML; use fewer footnote marks for one note",
            line=front.body_line,
            code="too-large",
        )
    content = body.render(rendered, source, front.body_line, headline=header.headline)
    return assemble(source, header, content)


def to_html(text: str) -> str:
    """Markdown as HTML, not sanitised (CommonMark 0.29 with GFM's extensions)."""
    rendered = gfm.render(text)
    return _HEADING_ATTRIBUTES.sub(_with_id, rendered) if "{" in rendered else rendered


def _with_id(match: re.Match[str]) -> str:
    level, text, attributes = match.groups()
    found = _ID.search(attributes)
    given = f' id="{found[1]}"' if found else ""
    return f"<h{level}{given}>{text.rstrip()}</h{level}>"
