"""Reads plain text files: blocks between empty lines. The first block is the headline.

A short one after it can be the standfirst, and a short one in front of a paragraph a subheading.
"""

import html
import re

from feedsvc.errors import UnreadableArticle
from feedsvc.model.article import Article
from feedsvc.sources.assemble import assemble, repeats
from feedsvc.sources.formats.shortcodes import remove_shortcodes
from feedsvc.sources.formats.subheadings import is_byline, is_short_block, subheadings
from feedsvc.sources.formats.text_blocks import Block, blocks_of
from feedsvc.sources.frontmatter.fields import Header, read_front
from feedsvc.sources.html import body
from feedsvc.sources.source import Source

LONG_HEADLINE = 300
LONG_URL = 2000
_BLOCK_ENDS = re.compile(r"\n[^\S\n]*\n(?=[^\S\n]*\S)")
_URL = re.compile(r"https?://[^\s<>\"]++", re.IGNORECASE)
_TRAILING = ".,;:!?'\u201d\u2019\u00bb\u2026\u3002\uff0c\u3001]}*_"


def read(source: Source) -> Article:
    """Read a plain text file.

    Raises:
        UnreadableArticle: its front matter or a date in it cannot be read, it has no headline, or
            its HTML is beyond a limit.
    """
    header, front = read_front(source)
    text = remove_shortcodes(front.body, "text", front.body_line, source.findings)
    if sum(1 for _ in _BLOCK_ENDS.finditer(text)) > source.limits.tags:
        raise UnreadableArticle(
            f"the text makes more than {source.limits.tags:,} tags as HTML; split it into several"
            " articles",
            line=front.body_line,
            code="too-large",
        )
    blocks = blocks_of(text)
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


def _take_headline(blocks: list[Block], header: Header, source: Source) -> list[Block]:
    if not blocks or blocks[0].kind == "list":
        return blocks
    first = blocks[0].text
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


def _take_standfirst(blocks: list[Block], header: Header) -> list[Block]:
    """The blocks without the standfirst; bylines in front of it stay."""
    first = 0
    while first < len(blocks) and is_short_block(blocks[first]) and is_byline(blocks[first].text):
        first += 1
    if first:
        return blocks[:first] + _take_standfirst(blocks[first:], header)
    if not blocks or not is_short_block(blocks[0]):
        return blocks
    if header.standfirst:
        return blocks[1:] if blocks[0].text == header.standfirst else blocks
    again = repeats(blocks[0].text, header.headline)
    if len(blocks) > 1 and is_short_block(blocks[1]) and not again:
        header.standfirst = blocks[0].text
        return blocks[1:]
    return blocks


def _as_html(blocks: list[Block]) -> str:
    headings = subheadings(blocks)
    return "".join(
        f"<h2>{html.escape(block.text, quote=False)}</h2>\n"
        if place in headings
        else block.as_html(linked)
        for place, block in enumerate(blocks)
    )


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
