"""Converts a headline or standfirst with inline Markdown or HTML to plain text.

Only what is certainly markup is removed: known tags in pairs, character references, links, and
emphasis at the edges of words. `a < b`, `the <time> element`, `M*A*S*H` and `snake_case` are kept.
"""

import html
import re

from feedsvc.model.characters import legal, one_line
from feedsvc.sources.formats.emoji_names import EMOJI, with_emoji
from feedsvc.sources.formats.shortcodes import remove_shortcodes
from feedsvc.sources.html.scripts import scripted
from feedsvc.sources.source import Findings

_TAGS = re.compile(
    r"""<(?P<end>/?)(?P<name>a|abbr|b|bdi|bdo|big|br|cite|code|del|dfn|div|em|font|h[1-6]|i|img|ins
    |kbd|mark|p|q|s|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr)
    (?P<more>\s[^<>]*)?/?>""",
    re.VERBOSE | re.IGNORECASE,
)
_ALONE = frozenset({"br", "wbr", "img"})  # these have no end tags
_BREAKS = re.compile(r"<(?:br|/p|/div|/h[1-6])\b[^<>]*>", re.IGNORECASE)
_SCRIPT = re.compile(r"<su([bp])>([^<>&]{1,40})</su\1>", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:[ ]+\"[^\"]*\")?\)")
_WIKILINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_CODE = re.compile(r"(?<!`)(`{1,2})(?!`)([^`]+)(?<!`)\1(?!`)")
_EMPHASIS = tuple(
    re.compile(
        rf"(?<![\w{mark[-1]}\\]){mark}(?![\s{mark[-1]}])([^{mark[-1]}]+?)(?<![\s\\]){mark}"
        rf"(?![\w{mark[-1]}])"
    )
    for mark in (r"\*\*\*", r"\*\*", r"\*", "___", "__", "_")
)
_MARKS = re.compile(r"[*_`\\\[]")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+!.<>~-])")


def from_markdown(text: str) -> str:
    """One line of plain text from a line that may hold inline Markdown and HTML."""
    if ":" in text and EMOJI.search(text):
        text = with_emoji(text)
    if not _MARKS.search(text):
        return from_html(text)
    text = _CODE.sub(lambda found: _shield(found[2].strip()), text)
    text = _LINK.sub(r"\1", _LINK.sub(r"\1", text))  # an image may stand in a link
    for mark in _EMPHASIS:
        text = mark.sub(r"\1", text)
    text = _ESCAPED.sub(r"\1", text)
    return from_html(text)


def from_html(text: str) -> str:
    """One line of plain text from a line that may hold inline HTML."""
    text = remove_shortcodes(text, "text", 1, Findings("")) if "{" in text else text
    if "<" in text:
        text = _SCRIPT.sub(lambda found: scripted(found[2], raised=found[1] in "pP"), text)
        text = _without_tags(text)
    if "&" in text:
        text = legal(_REFERENCE.sub(lambda found: html.unescape(found[0]), text))
    return one_line(text)


def from_label(text: str) -> str:
    """One line of plain text from a label or a name, which may be a link or hold references."""
    if "[" in text:
        text = _LINK.sub(r"\1", _WIKILINK.sub(r"\1", text))
    return from_html(text) if "<" in text or "&" in text else one_line(text)


def _without_tags(text: str) -> str:
    """The text without known tags; one that has neither partner nor value is a word about HTML."""
    tags = list(_TAGS.finditer(text))
    opened: dict[str, list[int]] = {}
    gone: set[int] = set()
    for number, tag in enumerate(tags):
        name = tag["name"].lower()
        if name in _ALONE or "=" in (tag["more"] or ""):
            gone.add(number)
        if not tag["end"]:
            opened.setdefault(name, []).append(number)
        elif opened.get(name):
            gone |= {opened[name].pop(), number}
    kept: list[str] = []
    written = 0
    for number, tag in enumerate(tags):
        if number in gone:
            kept += (text[written : tag.start()], " " if _BREAKS.fullmatch(tag[0]) else "")
            written = tag.end()
    return "".join((*kept, text[written:]))


def _shield(text: str) -> str:
    """The text with its signs as character references, so that they are not read as markup."""
    return re.sub(r"[*_<>\[\]&\\`]", lambda found: f"&#{ord(found[0])};", text)
