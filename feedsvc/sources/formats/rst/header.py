"""Finds the header of reStructuredText: fields below the title, and Nikola's comments. Pure.

- `:date: 2026-06-01`, docinfo as Pelican and docutils have it, right below the title or above it:
  https://docs.getpelican.com/en/stable/content.html,
  https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#bibliographic-fields
- `.. title: Ferry sails again`, comments at the beginning:
  https://getnikola.com/handbook.html#metadata-fields
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from feedsvc.model.characters import one_line
from feedsvc.sources.frontmatter import Field, meaning
from feedsvc.sources.frontmatter.yaml import Value
from feedsvc.sources.html import words

_LINE = re.compile(r"([^\w\s])\1*[ \t]*$")  # over or under a title
_NIKOLA = re.compile(r"\.\.[ ]([\w-]{1,40}):(?!:)[ \t]*(.*)$")
_FIELD = re.compile(r":(?![: ])((?:[^:\\\n]|\\.|:(?![ \t]|$)){1,80}):(?:[ \t]+(.*))?$")
_COMMENT = re.compile(r"\.\.(?:[ \t]|$)")
# What begins with two dots and is no comment.
_EXPLICIT = re.compile(r"\.\.[ \t]+(?:[\w:.+-]+::(?:[ \t]|$)|\[[^\]]+\][ \t]|\||_)")
_KEYWORD = re.compile(r"\$(\w+)(?::[ \t]*([^$]*?)(?:,v)?)?[ \t]*\$")
# Bibliographic fields that have another name here, and those without a meaning that may stand.
_NAMES = {"abstract": "summary", "authors": "authors", "author": "author"}
_BIBLIOGRAPHIC = words(
    "author authors organization contact address version revision status date copyright dedication"
    " abstract"
)
_TODAY = "|today|"  # when the document is built, in Sphinx: it says nothing of the article
_DATES = frozenset({"date", "updated"})
_MOST = 200  # lines of a header


class RstHeader(NamedTuple):
    """The header of a text.

    Attributes:
        fields: by key as written; lines are those of the file.
        body: the text with empty lines in the place of the header's, so that its lines stay.
        title: of the document; empty where it begins with none.
    """

    fields: dict[str, Field]
    body: str
    title: str


def split_header(text: str, first_line: int) -> RstHeader:
    """Split a text into its header and the rest.

    Args:
        text: without front matter between marks.
        first_line: the line of the file at which it begins, from 1.
    """
    lines = text.split("\n")
    fields: dict[str, Field] = {}
    titles: list[str] = []
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
        elif found := _NIKOLA.match(lines[at]):
            fields.setdefault(found[1], Field(_value(found[1], [found[2]]), first_line + at))
            lines[at] = ""
            at += 1
        elif _COMMENT.match(lines[at]) and not _EXPLICIT.match(lines[at]):
            at = _below(lines, at)
        elif (end := _title_end(lines, at)) and len(titles) < 2:
            titles.append(one_line(lines[end - 2]))
            at = end
        elif _FIELD.match(lines[at]):
            read, end = _field_list(lines, at, first_line)
            if len(titles) < 2 or all(_is_of_headers(key) for key in read):
                fields = {**read, **fields}
                lines[at:end] = [""] * (end - at)
            if titles:
                break
            at = end
        else:
            break
    return RstHeader(fields, "\n".join(lines), titles[0] if titles else "")


def _title_end(lines: list[str], at: int) -> int:
    """The line behind a title, or 0 where none begins (2.3 of the specification: sections)."""
    three = [line.rstrip() for line in lines[at : at + 3]]
    if len(three) == 3 and _LINE.match(three[0]) and three[2] == three[0] and three[1].strip():
        return at + 3
    if len(three) > 1 and three[0] and not three[0][0].isspace() and _LINE.match(three[1]):
        fits = len(three[1]) >= min(len(three[0]), 4)
        ordinary = not _LINE.match(three[0]) and not three[0].startswith((":", ".."))
        return at + 2 if fits and ordinary else 0
    return 0


def _below(lines: list[str], at: int) -> int:
    """The line behind a block that is indented below its first line."""
    at += 1
    while at < len(lines) and (not lines[at].strip() or lines[at][0].isspace()):
        at += 1
    return at


def _field_list(lines: list[str], at: int, first_line: int) -> tuple[dict[str, Field], int]:
    """The fields of a list, and the line behind it."""
    found: dict[str, Field] = {}
    end = at
    while at < len(lines) and len(found) < _MOST and (field := _FIELD.match(lines[at])):
        name = field[1].replace("\\", "")
        below = _below(lines, at)
        parts = [field[2] or "", *lines[at + 1 : below]]
        key = _NAMES.get(name.lower(), name)
        value = _value(key, parts)
        if value != _TODAY or meaning(key) not in _DATES:
            found.setdefault(key, Field(value, first_line + at))
        at = end = below
    while end and not lines[end - 1].strip():
        end -= 1
    return found, end


def _value(key: str, parts: Iterable[str]) -> Value:
    """The value of a field; a list where it is written as one, or names several authors."""
    given = [part.strip() for part in parts if part.strip()]
    if len(given) > 1 and all(part[:2] in ("- ", "* ", "+ ") for part in given):
        return [part[2:].strip() for part in given]
    text = _KEYWORD.sub(lambda found: found[2] or "", " ".join(given)).strip()
    if meaning(key) == "authors" and ";" in text:
        return [one.strip() for one in text.split(";") if one.strip()]
    return text or None


def _is_of_headers(key: str) -> bool:
    return bool(meaning(key)) or key.lower() in _BIBLIOGRAPHIC


def as_key_lines(text: str) -> str:
    """The header of a text as lines of `Key: value`; the text itself where marks begin it."""
    if text.lstrip("\n \t\ufeff").startswith(("---", "+++", "{")):
        return text
    fields = split_header(text, 1).fields
    return "\n".join(f"{key}: {field.value}" for key, field in fields.items())
