"""Refuses files whose first lines look like front matter of a kind that is not read."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from itertools import takewhile

from feedsvc.errors import UnreadableArticle
from feedsvc.sources.frontmatter.holding import is_valid, meant
from feedsvc.sources.frontmatter.key_names import UNSEEN, may_begin, meaning
from feedsvc.sources.frontmatter.preamble import end_of_preamble
from feedsvc.sources.source import AT_NO_TIME

_LOOK = 4000  # characters of a file that are looked at
_LINES = 50  # of them, below a mark
# A key line, perhaps a comment of some language, an item of a list, or an attribute.
_SIGN = r"(?:(?:[-*+;%!|.:=]+|\#\+?|//+!?|\d\d?[.)])[ \t]*|@)?"
_LINE = re.compile(
    rf"""[ \t]*{_SIGN}["']?([^\W\d][\w -]{{0,30}}?)["']?[ \t]*[:=](?![:=/])[ \t]*(.*)"""
)
_WORDS = re.compile(r"@(\w{2,30})[ \t]+(.*)")
_KEY_LINE = re.compile(r"[^\s:=][^:=\n]{0,200}[:=](?!//).*|[ \t]+\S.*")
# Signs that begin no ordinary paragraph, heading or list.
_SIGNED = re.compile(r"(?:[:;@%|.]|//|--|#\+)[ \t]*\w")
# Jekyll and Hugo open headers by the first two, others by more of them or a word behind.
_MARK = re.compile(
    r"(?:[-\u2013\u2014]{2,}|\u2014|[+;=%]{2,})[ \t]*([\w.-]{0,20})(?=[ \t]*$|[ \t]*[{#!&(=])(.*)"
)
_ON_LINE = re.compile(r"(?:-{3}|\+{3}|;{3})[ \t]*(?:toml|ya?ml|json)[ \t]+(.*)", re.IGNORECASE)
_CODE_OF_HEADERS = frozenset(
    {"js", "javascript", "jsx", "mjs", "cjs", "ts", "typescript", "json5", "jsonc", "cson"}
    | {
        "coffee",
        "coffeescript",
        "ini",
        "edn",
        "clojure",
        "lua",
        "hjson",
        "ron",
        "py",
        "python",
        "xml",
    }
)
_OTHER_MARK = re.compile(
    r"(?:[^\w\s`~&<(\[]|_)(?:[ \t]*(?:[^\w\s`~&<(\[]|_))+[ \t]*\w{0,20}"
    r"|(?:[^\w`~]|_)+|~[ \t]~[ ~\t]*|/\*.*|\{\s*|<(?:script|style|hr)\b.*|&\w+;"
)
_TEMPLATE = re.compile(r"\{[{%#:<>/+=~*-]")
_LIST = re.compile(r"\[\s*(?:[{\"'].*)?|[\[(]\w[\w -]*[:=].*[\])]")
_SECTION = re.compile(r"\[[\w. -]+\]")
_CODE = re.compile(r"(?:`{3,}|~{3,}).*")
_BREAKS = re.compile(r"[{}\[\],;\n]|<!-*|-*>|>>|<<|\*/|/\*|%%|#(?=\})|(?<=\{)#")
_TAGS = re.compile(
    r"\s*(?:</?(?:html|head|body|meta|link|base|article|main|section|header|div)\b[^<>]*>"
    r"|<title\b[^<>]*>[^<>]*</title>)",
    re.IGNORECASE,
)
# Org, reStructuredText (Nikola, and Pelican's docinfo), AsciiDoc
_FIELD = re.compile(r"(?:#\+|\.\.[ ]|:)([^\W\d][\w -]{0,30}):(?:[ \t]+(.*))?$")
_ENDS = re.compile(r"(?:-{3,}|\+{3,}|\.{3})[ \t]*")
# Key lines between two marks, below something else.
_FENCED = re.compile(
    r"^(-{3,}|\+{3,}|\*{3,}|_{3,}).*\n"
    r"((?:(?:[^\s:=#-][^:=\n]{0,60}[:=].*|[ \t]+\S.*|[-#][ \t].*|[ \t]*)\n){1,50}?)\1[ \t]*$",
    re.MULTILINE,
)
# Key lines between marks, or before one: perhaps a second header.
AGAIN = re.compile(
    r"\s*(?>(?:<!--(?>(?:(?!-->)[\s\S])*)-->\s*)*)(?:[-+*_=;]{3,}[^\n]*\n\s*[\w\"'{]|\{\s*[\"']"
    r"|(?:[^\s:=][^:=\n]{0,60}[:=][^\n]*\n){1,50}(?:---|\+\+\+|\.\.\.)[ \t]*(?:\n|\Z))"
)


def refuse_unknown(
    text: str, *, key_lines: bool, now: datetime = AT_NO_TIME, first_line: int = 1
) -> None:
    """Refuse a file without a header if its opening looks like one.

    Args:
        text: the whole file, or what follows a header.
        key_lines: whether the format has headers of `Key: value` lines.
        now: the time; a date counts where it lies ahead.
        first_line: the line of the file at which the text begins.

    Raises:
        UnreadableArticle: unknown-header.
    """
    seen = unicodedata.normalize("NFKC", text[:_LOOK]).translate(UNSEEN)
    head = "\n".join(seen.splitlines()).lstrip("\n \t")
    at = end_of_preamble(head)
    while tag := _TAGS.match(head, at):
        at = end_of_preamble(head, tag.end())
    before, head = head[:at], head[at:]
    looks = any(map(_is_nikola, before.split("\n"))) or _holds(_BREAKS.split(before), now)
    if looks or _looks(head, key_lines=key_lines, now=now) or _stands_below(head, now):
        raise UnreadableArticle(
            "the first lines look like a header of a kind that is not read, so the article is held"
            " back; write the keys between two lines `---`",
            line=text[: len(text) - len(text.lstrip("\n \t\ufeff"))].count("\n") + first_line,
            code="unknown-header",
            holds_back=True,
        )


def _looks(head: str, *, key_lines: bool, now: datetime) -> bool:
    """Whether the first lines of a text look like a header."""
    first, _, after = head.partition("\n")
    first = first.strip()
    if field := _FIELD.fullmatch(first):
        return may_begin(field[1]) or _holds(_block(head), now)
    if found := _ON_LINE.fullmatch(first):
        return _holds(_pieces([found[1], *_block(after)]), now)
    if mark := _MARK.fullmatch(first):
        lines = after.split("\n", _LINES)
        line = next((line for line in lines if line.strip()), "")
        begins = (key := _LINE.fullmatch(line)) is not None and may_begin(key[1])
        written = mark[1].lower() in _CODE_OF_HEADERS
        return begins or written or _holds([*_BREAKS.split(mark[2]), *_pieces(lines)], now)
    if first.startswith("{") and not _TEMPLATE.match(first):
        return _holds(_pieces(_block(head)), now)
    if _LIST.fullmatch(first):
        return _holds(_pieces(_block(head)), now)
    if _CODE.fullmatch(first):
        inner = _pieces(re.split(r"\n[`~]{3}", after)[0].split("\n"))
        keys = [found[1] for line in inner if (found := _LINE.fullmatch(line))]
        return any(meaning(key) == "headline" for key in keys) and _holds(inner, now)
    if _OTHER_MARK.fullmatch(first):
        lines = [line.strip() for line in after.split("\n", _LINES)]
        inside = lines[: lines.index(first)] if first in lines else _block(after)
        return _holds(_pieces([first, *inside]), now)
    if _SECTION.fullmatch(first):
        return _holds(_block(after), now)
    block = list(takewhile(_is_key_line, _block(re.sub(r"\*\*|__", "", head))))
    wanted = 2 if key_lines and not _SIGNED.match(first) else 1
    return len(block) >= wanted and _holds(block, now)


def _stands_below(head: str, now: datetime) -> bool:
    """Whether something like a header follows what is none, outside code."""
    text = re.split(r"^(?:```|~~~)", head, maxsplit=1, flags=re.MULTILINE)[0]
    fields = [f"{f[1]}: {f[2]}" for line in text.split("\n") if (f := _FIELD.fullmatch(line))]
    return _holds(fields, now) or any(
        _holds(found[2].split("\n"), now) for found in _FENCED.finditer(text)
    )


def _block(text: str) -> list[str]:
    """The lines before the first empty one, or before a mark that ends a header."""
    lines = re.split(r"\n[ \t]*(?:\n|\Z)", text.lstrip("\n"), maxsplit=1)[0].split("\n")
    end = next((at for at, line in enumerate(lines) if at and _ENDS.fullmatch(line)), len(lines))
    return lines[:end]


def _pieces(lines: Iterable[str]) -> list[str]:
    """What stands between the signs of JSON and its like."""
    return _BREAKS.split("\n".join(lines))


def _is_key_line(line: str) -> bool:
    return any(pattern.fullmatch(line) for pattern in (_LINE, _KEY_LINE, _WORDS))


def _holds(lines: Iterable[str], now: datetime) -> bool:
    """Whether a line gives a key that holds back, or nearly one, a value that is valid for it."""
    for line in lines:
        if found := _LINE.fullmatch(line) or _WORDS.fullmatch(line):
            value = found[2].strip(" \t\"',;")
            if is_valid(found[1], value, now=now) or meant(found[1], value, now=now):
                return True
    return False


def _is_nikola(line: str) -> bool:
    field = _FIELD.fullmatch(line.strip())
    return field is not None and line.strip().startswith("..") and may_begin(field[1])
