"""Tells which short lines of a plain text are subheadings, and which only stand alone. Pure.

A wrong subheading tears a text apart, so everything that a line could be instead counts.
"""

import re

from feedsvc.sources.formats.text_blocks import Block
from feedsvc.sources.html.block_kinds import DESK

SHORT = 120  # characters; a subheading or standfirst is not longer
MOST_SHORT = 2  # short lines after one another; more of them are a list, a table or a verse
_LONG_QUOTE = 6  # words; a longer quotation is what somebody said
# Full stops, commas, semicolons and colons, with the ideographic and full-width ones.
_STOPS = (".", ",", ";", ":", "\u3002", "\uff0e", "\uff0c", "\u3001", "\uff1b", "\uff1a")
_CLOSING = "\"'\u201d\u2019\u00bb)]"  # may follow the full stop
_OPENING = "\"'\u201c\u2018\u00ab\u201e\u201a([\u2039"
_SENTENCE_ENDS = frozenset(".!?\u2026\u3002\uff01\uff1f\uff0e\u061f\u06d4\u0964\u0965\u1362\u0589")
# Scripts in which sentences have no sign at their end: Thai, Lao, Burmese, Khmer.
_UNSTOPPED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]$")
# What goes on after a line that only was ended: a small letter (not `iPhone`), or a sign.
_GOES_ON = re.compile(r"[a-zß-öø-ÿа-яёα-ω](?![A-Z])|[,;:.)\]\u2026!?%\u2013\u2014-](?!\w)")
_NOT_FIRST = frozenset("*=_~|+<>-\u2013\u2014\u2022\u00b7@^,;:.)]\u2026\\")
_NOT_LAST = re.compile(
    r"(?:[\u2026\u2013\u2014\u2010/&+=-]"
    r"|\b(?:the|an|and|or|that|which|said|says|his|her|their|its|und|oder|dass|dem|den|eine[mnrs]?"
    r"|et|ou|les|des|du|une|que|el|los|las|un|al|del))$"
)
_ROW = re.compile(r"[ ]{3,}|\t|\||;|(?:,[^,]*){4}|\d[ ]*[-\u2013:][ ]*\d+[ ]+\D")
_ADDRESS = re.compile(r"https?://|\bwww\.|\S@\S+\.\S", re.IGNORECASE)
_TWO_SENTENCES = re.compile(r"(?<=[^\W\d_]{4})[.!?][\"'\u201d\u2019)]* [^\W\d_a-z]")
# Begins what is told about a text or a match and is no part of the text.
_LABEL = re.compile(
    r"(?:photo(?:graph)?s?|pictures?|images?|illustrations?|caption|foto|bild|credits?|source|quelle"
    r"|referee|umpire|att(?:endance)?|half[- ]time|ht|man of the match|scorers?|tries|subs"
    r"|replacements|squad|teams?|tel|phone|fax|e-?mail|contact|address|published|updated|posted"
    r"|date|time|place|venue|where|when|price|tickets|from|to|cc|subject|sent|re)[ ]?[:/]"
    r"|(?:figure|fig\.|table|plate)[ ]\d+|(?:additional )?(?:reporting|editing|writing) by\b"
    r"|file[ ]?[-\u2013\u2014]|(?:p\.?s\.?|n\.?b\.?)[ :]"
    r"|(?:ends?|more|end of|\d{1,2}[:.]\d\d[ ]?(?:gmt|bst|utc|am|pm))$",
    re.IGNORECASE,
)
_FAREWELL = re.compile(
    r"(?:yours|best wishes|(?:best|kind|warm) regards|regards|sincerely|cheers|many thanks"
    r"|mit freundlichen gr\u00fc\u00dfen|viele gr\u00fc\u00dfe|cordialement|atentamente)\b",
    re.IGNORECASE,
)
# The same, in front of the first paragraph alone: who wrote it, where and when, and to whom.
_NAME = r"[A-Z\u00c0-\u00de][\w.'\u2019-]*"
_BYLINE = re.compile(
    rf"(?:By|BY|Von|Par|Por|Di|Text|Words by|Story by)[ :]+{_NAME}(?:[ ,]+"
    rf"(?:(?:and|und|et|y|e|in|of|for|the|at|de|von|van|&) ){{0,2}}{_NAME}){{0,9}}$"
)
_DATELINE = re.compile(
    r"[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de .'-]{2,30}(?:, [^,]{3,30}| [(\u2013\u2014-]).*$"
    r"|(?i:(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:\d{1,2}(?:st|nd|rd|th|\.)? \w{3,9}"
    r"|\w{3,9} \d{1,2}(?:st|nd|rd|th)?),? \d{4}(?:,? .{0,30})?$)|\d{4}-\d\d-\d\d.{0,20}$"
)
_GREETING = re.compile(
    r"(?:dear|hi|hello|hallo|liebe[rs]?|sehr geehrte[r]?|chere?|ch\u00e8re|querid[oa]s?"
    r"|estimad[oa]s?)\b",
    re.IGNORECASE,
)


def is_short(block: str) -> bool:
    """Whether a block is one line that can be a subheading or a standfirst."""
    line = block.strip()
    return "\n" not in line and len(line) <= SHORT and not line.rstrip(_CLOSING).endswith(_STOPS)


def is_short_block(block: Block) -> bool:
    """The same of a block of a text."""
    return block.kind == "paragraph" and len(block.lines) == 1 and is_short(block.lines[0])


def subheadings(blocks: list[Block]) -> set[int]:
    """The places of those blocks that are subheadings.

    Args:
        blocks: of a text, without its headline and standfirst.
    """
    found = set()
    short = 0  # short lines that could each be one, up to this one
    begun = False  # whether there was a paragraph
    whole = True  # whether what stands before has its end
    for place, block in enumerate(blocks):
        if not is_short_block(block):
            short, begun, whole = 0, True, _is_whole(block)
            continue
        line = block.lines[0].strip()
        alone = _could_be_one(line) and (begun or not _is_of_opening(line))
        short += alone
        after = blocks[place + 1] if place + 1 < len(blocks) else block
        if alone and whole and short <= MOST_SHORT and _takes_heading(after):
            found.add(place)
        whole = alone or bool(_LABEL.match(line)) or (not begun and _is_of_opening(line))
    return found


def _could_be_one(line: str) -> bool:
    """Whether a short line can be a subheading by itself."""
    if not any(map(str.isalnum, line)) or line[0] in _NOT_FIRST or _GOES_ON.match(line):
        return False
    if _ROW.search(line) or _ADDRESS.search(line) or _NOT_LAST.search(line):
        return False
    if _FAREWELL.match(line):
        return False
    return not (_TWO_SENTENCES.search(line) or _LABEL.match(line) or _is_apart(line))


def _is_of_opening(line: str) -> bool:
    """Whether a line above the first paragraph says who wrote the text, where, when or to whom."""
    return is_byline(line) or bool(_DATELINE.match(line) or _GREETING.match(line))


def is_byline(line: str) -> bool:
    """Whether a line above the first paragraph says who wrote the text."""
    return bool(_BYLINE.match(line) or DESK.fullmatch(line))


def _is_apart(line: str) -> bool:
    """Whether a line is a quotation, or in brackets, or a bracket or quotation is open in it."""
    if any(line.count(a) != line.count(b) for a, b in ("()", "[]", "\u201c\u201d", "\u00ab\u00bb")):
        return not line.startswith("\u201e")
    if line.count('"') % 2:
        return True
    inside = line[0] + line[-1]
    if inside in ("()", "[]"):
        return True
    return line[0] in _OPENING and line[-1] in _CLOSING and len(line.split()) > _LONG_QUOTE


def _takes_heading(block: Block) -> bool:
    """Whether a block is more than a short line, and does not begin in the midst of a sentence."""
    if is_short_block(block):
        return False
    return block.items is not None or not _GOES_ON.match(block.lines[0].lstrip(f"{_OPENING} "))


def _is_whole(block: Block) -> bool:
    """Whether the last sentence of a block has its end in it."""
    if block.kind != "paragraph":
        return True
    end = block.lines[-1].rstrip(f"{_CLOSING} ")
    return not end or end[-1] in _SENTENCE_ENDS or bool(_UNSTOPPED.search(end))
