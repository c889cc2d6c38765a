"""Refuses files whose first lines look like front matter of a kind that is not read."""

import re

from feedsvc.errors import UnreadableArticle
from feedsvc.sources.frontmatter.holding import is_valid, meant
from feedsvc.sources.frontmatter.key_names import may_begin

_LOOK = 4000  # characters of a file that are looked at
_LINE = re.compile(r"""[ \t]*["']?([^\W\d][\w -]{0,30}?)["']?[ \t]*[:=](?![:=/])[ \t]*(.*)""")
# Jekyll and Hugo open headers by the first two, others by more of them or a word behind.
_MARK = re.compile(r"(?:[-\u2013\u2014]{2,}|\u2014|[+;=%]{2,})[ \t]*[\w.-]{0,20}")
_OTHER_MARK = re.compile(r"""[^\w\s`~&<(\[]{2,}[ \t]*\w{0,20}|/\*.*|\{\s*|<(?:script|style)\b.*""")
_TEMPLATE = re.compile(r"\{[{%#:<>/+=~*-]")
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
# Org, reStructuredText (Nikola, and Pelican's docinfo)
_FIELD = re.compile(r"(?:#\+|\.\.[ ]|:)([^\W\d][\w -]{0,30}):(?:[ \t]+(.*))?$")


def refuse_unknown(text: str, *, key_lines: bool) -> None:
    """Refuse a file without a header if its opening looks like one.

    Args:
        text: the whole file.
        key_lines: whether the format has headers of `Key: value` lines.

    Raises:
        UnreadableArticle: unknown-header.
    """
    head = text[:_LOOK].lstrip("\n \t\ufeff")
    first, _, after = head.partition("\n")
    first = first.strip()
    comment = _COMMENT.match(head)
    if comment:
        looks = any(map(_is_nikola, comment[1].split("\n"))) or _holds(comment[1].split("\n"))
    elif field := _FIELD.fullmatch(first):
        looks = may_begin(field[1])
    elif _MARK.fullmatch(first):
        lines = [line for line in after.split("\n", 50) if line.strip()][:1]
        looks = any((key := _LINE.fullmatch(line)) and may_begin(key[1]) for line in lines)
        looks = looks or _holds(after.split("\n", 50))
    elif first.startswith("{") and not _TEMPLATE.match(first):
        looks = _holds(re.split(r"[{},\n]", "\n".join(_block(head))))
    elif _OTHER_MARK.fullmatch(first):
        looks = _holds(_block(after))
    else:
        block = _block(head)
        wanted = 2 if key_lines else 1
        looks = len(block) >= wanted and all(map(_LINE.fullmatch, block)) and _holds(block)
    if looks:
        raise UnreadableArticle(
            "the first lines look like a header of a kind that is not read, so the article is held"
            " back; write the keys between two lines `---`",
            line=text[: len(text) - len(text.lstrip("\n \t\ufeff"))].count("\n") + 1,
            code="unknown-header",
            holds_back=True,
        )


def _block(text: str) -> list[str]:
    """The lines before the first empty one."""
    return re.split(r"\n[ \t]*(?:\n|\Z)", text.lstrip("\n"), maxsplit=1)[0].split("\n")


def _holds(lines: list[str]) -> bool:
    """Whether a line gives a key that holds back, or nearly one, a value that is valid for it."""
    for line in lines:
        if found := _LINE.fullmatch(line):
            value = found[2].strip(" \t\"',;")
            if is_valid(found[1], value) and may_begin(found[1]) and found[1].lower() != "date":
                return True
            if meant(found[1], value):
                return True
    return False


def _is_nikola(line: str) -> bool:
    field = _FIELD.fullmatch(line.strip())
    return field is not None and line.strip().startswith("..") and may_begin(field[1])
