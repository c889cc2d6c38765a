"""Reads plain text files: blocks between empty lines. A short block is a subheading.

The first block is the headline; a short one after it can be the standfirst.
"""

import html
import re

from feedsvc.model.article import Article
from feedsvc.model.characters import one_line
from feedsvc.sources.assemble import assemble
from feedsvc.sources.formats.shortcodes import remove_shortcodes
from feedsvc.sources.frontmatter.fields import Header, read_front
from feedsvc.sources.html import body
from feedsvc.sources.html.east_asian import joined_lines
from feedsvc.sources.source import Source

SHORT = 120  # characters; a subheading or standfirst is not longer
LONG_HEADLINE = 300
LONG_URL = 2000
_BLOCKS = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
# Full stops, commas, semicolons and colons, with the ideographic and full-width ones.
_STOPS = (".", ",", ";", ":", "\u3002", "\uff0e", "\uff0c", "\u3001", "\uff1b", "\uff1a")
_CLOSING = "\"'\u201d\u2019\u00bb)]"  # may follow the full stop
_URL = re.compile(r"https?://[^\s<>\"]++", re.IGNORECASE)
_TRAILING = ".,;:!?'\u201d\u2019\u00bb\u2026\u3002\uff0c\u3001]}*_"


def read(source: Source) -> Article:
    """Read a plain text file.

    Raises:
        UnreadableArticle: its front matter or a date in it cannot be read, or it has no headline.
    """
    header, front = read_front(source)
    text = remove_shortcodes(front.body, "text", front.body_line, source.findings)
    if not text.isascii():
        text = joined_lines(text)
    blocks = [block for block in _BLOCKS.split(text.strip()) if block.strip()]
    if front.lone_key and not header.headline:
        # "Correction: the ferry sails at nine" may be a headline.
        source.findings.add(
            "warning",
            "lone-key",
            f"the first line was read as a header, for its {front.lone_key!r}; if it is the"
            " headline, write `Title: ` before it",
            front.fields[front.lone_key].line,
        )
    blocks = _take_standfirst(_take_headline(blocks, header, source), header)
    content = body.render(_as_html(blocks), source, front.body_line, headline=header.headline)
    return assemble(source, header, content)


def is_short(block: str) -> bool:
    """Whether a block is one line that can be a subheading or a standfirst."""
    line = block.strip()
    return "\n" not in line and len(line) <= SHORT and not line.rstrip(_CLOSING).endswith(_STOPS)


def _take_headline(blocks: list[str], header: Header, source: Source) -> list[str]:
    if not blocks:
        return []
    first = one_line(blocks[0])
    if header.headline:
        return blocks[1:] if first == header.headline else blocks
    if len(first) > LONG_HEADLINE:
        source.findings.add(
            "warning",
            "long-headline",
            "the first block is the headline, and it is a whole paragraph; write a headline and"
            " an empty line above it",
        )
    header.headline = first
    return blocks[1:]


def _take_standfirst(blocks: list[str], header: Header) -> list[str]:
    if not blocks or not is_short(blocks[0]):
        return blocks
    if header.standfirst:
        return blocks[1:] if one_line(blocks[0]) == header.standfirst else blocks
    if len(blocks) > 1 and is_short(blocks[1]):
        header.standfirst = one_line(blocks[0])
        return blocks[1:]
    return blocks


def _as_html(blocks: list[str]) -> str:
    pieces = []
    for index, block in enumerate(blocks):
        followed = index + 1 < len(blocks) and not is_short(blocks[index + 1])
        if followed and is_short(block):
            pieces.append(f"<h2>{html.escape(one_line(block), quote=False)}</h2>\n")
        else:
            pieces.append(f"<p>{linked(one_line(block))}</p>\n")
    return "".join(pieces)


def linked(text: str) -> str:
    """Plain text as HTML, with its http and https URLs made into links."""
    pieces = []
    position = 0
    for match in _URL.finditer(text):
        url = _without_trailing(match[0])
        if not len("https://") < len(url) <= LONG_URL:
            continue
        pieces.append(html.escape(text[position : match.start()], quote=False))
        pieces.append(f'<a href="{html.escape(url)}">{html.escape(url, quote=False)}</a>')
        position = match.start() + len(url)
    pieces.append(html.escape(text[position:], quote=False))
    return "".join(pieces)


def _without_trailing(url: str) -> str:
    closing = url.count(")") - url.count("(")
    end = len(url)
    while end:
        if url[end - 1] == ")" and closing > 0:
            closing -= 1
        elif url[end - 1] not in _TRAILING:
            break
        end -= 1
    return url[:end]
