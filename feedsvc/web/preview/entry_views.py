"""One entry as readers show it: in a list, open, as plain text, and as the bytes that they get."""

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

VIEWS = {
    "list": "List",
    "reading": "Reading",
    "phone": "Phone",
    "text": "Plain text",
    "source": "Source",
}
CONTENTS: dict[Content, str] = {"full": "Full text", "summary": "Summaries only"}
MOST_COLORED = 256 * 1024  # bytes of a fragment that are shown


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


def colored(fragment: bytes, format: Format) -> Markup:
    """The source of a fragment as HTML with its syntax in color; at most MOST_COLORED bytes."""
    lexer = JsonLexer() if format == "json" else XmlLexer()
    formatter: HtmlFormatter[str] = HtmlFormatter(nowrap=True)
    shown = fragment[:MOST_COLORED].decode(errors="ignore")
    return Markup(highlight(shown, lexer, formatter))
