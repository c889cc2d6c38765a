"""One entry as readers show it: in a list, open, as plain text, and as the bytes that they get."""

from typing import NamedTuple

import msgspec
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import JsonLexer, XmlLexer

from feedsvc.model.entry import Entry
from feedsvc.model.feed import Format
from feedsvc.newsroom import Newsroom
from feedsvc.settings import Content
from feedsvc.web.preview.as_reader import Shown, read_entry

VIEWS = {"list": "List", "reading": "Reading", "text": "Plain text", "source": "Source"}
CONTENTS: dict[Content, str] = {"full": "Full text", "summary": "Summaries only"}
MOST_COLORED = 256 * 1024  # bytes of a fragment that are shown
# Characters that readers' lists show at most of a title and of the text below it. They differ by
# reader and by window; these are about two and three lines of a list beside an open entry.
TITLE_SHOWN, TEASER_SHOWN = 100, 180


class Cut(NamedTuple):
    """A text as far as a list shows it, and how many characters it leaves out."""

    text: str
    left_out: int


def render_alone(
    newsroom: Newsroom, entry: Entry, format: Format, content: Content
) -> tuple[bytes, Shown]:
    """Render an entry as its feed does, whether it is published yet or not.

    Args:
        newsroom: whose.
        entry: with its text.
        format, content: of the feed.

    Returns:
        the very bytes that documents of the format hold of it, and what a reader finds in them.

    Raises:
        RenderError: the entry holds what the format cannot say.
    """
    bare = msgspec.structs.replace(entry, state="")
    fragment, document = newsroom.articles.alone(bare, format, content)
    return fragment, read_entry(document, format)


def cut(text: str, most: int) -> Cut:
    """A text cut as lists cut it, at the end of a word where there is one near."""
    if len(text) <= most:
        return Cut(text, 0)
    shown = text[:most].rsplit(" ", 1)[0] if " " in text[most // 2 : most] else text[:most]
    return Cut(shown.rstrip() + "…", len(text) - len(shown.rstrip()))


def colored(fragment: bytes, format: Format) -> Markup:
    """The source of a fragment as HTML with its syntax in color; at most MOST_COLORED bytes."""
    lexer = JsonLexer() if format == "json" else XmlLexer()
    formatter: HtmlFormatter[str] = HtmlFormatter(nowrap=True)
    shown = fragment[:MOST_COLORED].decode(errors="ignore")
    return Markup(highlight(shown, lexer, formatter))
