"""Splits front matter from the body of a file, and parses it so that every value is text.

Front matter is YAML between `---` lines, TOML between `+++` lines or after `---toml`, a JSON object
or one after `---json`, `Key: value` lines up to an empty line, or Nikola's `.. key: value`. YAML
of Hexo may lack its first mark.
"""

import json
import re
import tomllib
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from feedsvc.errors import UnreadableArticle
from feedsvc.model.characters import legal
from feedsvc.settings import DEFAULTS, KILO, LimitSettings, toml_fault
from feedsvc.sources.frontmatter import yaml
from feedsvc.sources.frontmatter.json_faults import json_fault
from feedsvc.sources.frontmatter.nikola import nikola_header
from feedsvc.sources.frontmatter.preamble import FIRST, end_of_preamble
from feedsvc.sources.frontmatter.yaml import Repeated, Value, invalid


class _Marks(NamedTuple):
    """How front matter that a mark opens is written, and the lines that end it."""

    form: str
    ends: tuple[str, ...]


_MARKS = {
    "---": _Marks("yaml", ("---", "...")),
    "---yaml": _Marks("yaml", ("---", "...")),
    "---yml": _Marks("yaml", ("---", "...")),
    "+++": _Marks("toml", ("+++",)),
    "---toml": _Marks("toml", ("---",)),
    "---json": _Marks("json", ("---",)),
}
# A comment, and what begins a value of YAML or JSON, may follow on the line.
_MARK = re.compile(
    r"(---|\+\+\+)[ \t]*(\w*)(?=[ \t]*$|[ \t]+#|[ \t]*\{(?![{%#:<>+~*-])|[ \t]+[!&]\w)"
)
# After a comment `---` may be a rule.
_SURE = re.compile(r"(?:---|\+\+\+)[^\n]*\n[ \t]*(?:[\w\"'<][^:=\n]{0,60}[:=]|\{)|[^-+]")
_JSON = re.compile(r"""\{\s*"(?:[^"\\\n]|\\.){0,100}"\s*:""")
_JSON_KEY = re.compile(r"""("(?:[^"\\\n]|\\.)*")\s*:""")
_KEY_LINE = re.compile(r"([^\s:][^:\n]{0,60}?)[ \t]*:[ \t]*(.*)")
_TOML_KEY = re.compile(r"""[ \t]*\[*[ \t]*(?:([\w-]+)|"([^"]*)"|'([^']*)')[ \t]*[=.\]]""")
# Hexo and MultiMarkdown end such lines with a mark that nothing opened; they are YAML then.
_ENDS_LIKE_YAML = re.compile(
    r"\ufeff?(?>(?:(?!---[ \t]*+$)[ \t]*+[^\s][^\n]*+\n)+)---[ \t]*$", re.MULTILINE
)
_LONG_NUMBER = re.compile("[0-9A-Fa-f_]{3000}")


@lru_cache(4)
def _dotted_key(parts: int) -> re.Pattern[str]:
    """A pattern for a dotted TOML key of more than so many parts."""
    return re.compile(
        rf"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{parts}}}"""
    )


class Field(msgspec.Struct, frozen=True):
    """One value of front matter.

    Attributes:
        value: None if the key has no value.
        line: of the file, from 1, at which its key is.
    """

    value: Value
    line: int


class FrontMatter(msgspec.Struct, frozen=True):
    """Front matter and what follows it.

    Attributes:
        fields: by key as written.
        body: the rest of the file.
        body_line: the line of the file at which the body begins, from 1.
        repeated: keys that occur more than once; `fields` has the last value of each.
        lone_key: the key, if there is only one and it is a `Key: value` line; else empty.
    """

    fields: dict[str, Field]
    body: str
    body_line: int
    repeated: tuple[Repeated, ...] = ()
    lone_key: str = ""


def split_front_matter(
    text: str,
    is_key: Callable[[str, str], bool] | None = None,
    limits: LimitSettings = DEFAULTS,
) -> FrontMatter:
    """Split a file into front matter and body.

    Args:
        text: the whole file.
        is_key: returns whether a key with a value may begin a header of `Key: value` lines; None
            if the format has no such headers.
        limits: how much is accepted from front matter.

    Raises:
        UnreadableArticle: front-matter-open, front-matter-large, front-matter (not valid),
            front-matter-deep, duplicate-key or header-line.
    """
    start = len(text) - len(text.lstrip("\n \t\ufeff"))
    start = text.rfind("\n", 0, start) + 1
    opens = text[start : start + 4]
    if opens.startswith(("<!--", "..")) and (found := nikola_header(text, start)):
        first_line = text.count("\n", 0, start) + 1 + found.skipped
        front = _key_lines(found.lines, first_line, limits)
        body_line = text.count("\n", 0, found.end) + 1
        return msgspec.structs.replace(
            front, body=text[found.end :], body_line=body_line, lone_key=""
        )
    if opens[:1] in FIRST:
        after = end_of_preamble(text, start)
        start = after if _SURE.match(text, after) else start
    first_line = text.count("\n", 0, start) + 1
    opening = text[start : start + 200].split("\n", 1)[0].strip(" \t\ufeff")
    if (mark := _MARK.match(opening)) and mark[1] + mark[2].lower() in _MARKS:
        marks = _MARKS[mark[1] + mark[2].lower()]
        start = text.index(mark[1], start) + mark.end()
        return _between_marks(text, start, first_line, marks, limits)
    if opening.startswith("{") and _JSON.match(text, at := text.find("{", start)):
        return _leading_json(text, at, first_line, limits)
    match = _KEY_LINE.fullmatch(opening if len(opening) < 200 else opening[:100])
    if is_key and match and is_key(match[1], match[2]):
        if _ENDS_LIKE_YAML.match(text, start):
            return _between_marks(text, start, first_line, _MARKS["---"], limits)
        return _key_lines(text[start:].lstrip("\ufeff"), first_line, limits)
    return FrontMatter({}, text, 1)


def _between_marks(
    text: str, start: int, first_line: int, marks: _Marks, limits: LimitSettings
) -> FrontMatter:
    """Front matter whose opening mark ends at `start`."""
    form, ends = marks
    closing = "|".join(map(re.escape, ends))
    after = text.find("\n", start) + 1
    ending = re.compile(rf"^(?:{closing})[ \t]*(?:[ \t]#.*)?$", re.MULTILINE)
    end = ending.search(text, after) if after else None
    if end is None:
        raise UnreadableArticle(
            f"the header has no end; put a line `{ends[0]}` after it",
            line=first_line,
            code="front-matter-open",
        )
    if not text[start:after].strip():
        start = after - 1  # nothing but blanks stands behind the mark
    inner = text[start : end.start()]
    if len(inner) > limits.front_matter_kilobytes * KILO:
        raise _too_large(limits, f"put a line `{ends[0]}` where it ends", first_line)
    body, body_line = text[end.end() + 1 :], first_line + 1 + inner.count("\n")
    if form == "toml":
        toml = _toml(inner, first_line - 1, limits.front_matter_depth)
        return FrontMatter(toml, body, body_line)
    if form == "json":
        found, again, read = _json(inner, first_line, limits)
        if rest := inner[read:].lstrip():
            line = first_line + inner.count("\n", 0, len(inner) - len(rest))
            raise invalid("something follows the JSON of the header; end it with `---`", line)
        return FrontMatter(found, body, body_line, again)
    before = first_line - 1
    values, repeated = yaml.mapping(inner, before, limits)
    fields = {key: Field(value, line + before) for key, (value, line) in values.items()}
    return FrontMatter(fields, body, body_line, tuple(repeated))


def _leading_json(text: str, at: int, first_line: int, limits: LimitSettings) -> FrontMatter:
    """Front matter that is a JSON object at the start of a file; the body follows its brace."""
    most = limits.front_matter_kilobytes * KILO
    head = text[at : at + most]
    try:
        fields, repeated, read = _json(head, first_line, limits)
    except UnreadableArticle:
        if len(text) - at > most and "\n}" not in head:
            raise _too_large(limits, "end it with `}`", first_line) from None
        raise
    end = at + read
    line = first_line + text.count("\n", at, end)
    rest = re.compile(r"[ \t]*\n?").match(text, end)
    after = rest.end() if rest else end
    return FrontMatter(fields, text[after:], line + text.count("\n", end, after), repeated)


def _json(
    text: str, first_line: int, limits: LimitSettings
) -> tuple[dict[str, Field], tuple[Repeated, ...], int]:
    """The fields of a JSON object, its repeated keys, and where in the text it ends.

    Args:
        text: begins with the object, perhaps after spaces.
        first_line: the line of the file at which the text begins.
        limits: the depth of values.
    """
    again: list[tuple[str, bool]] = []

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        table: dict[str, Any] = {}
        for key, value in found:
            if key in table:
                again.append((key, table[key] == value))
            table[key] = value
        return table

    decoder = json.JSONDecoder(
        object_pairs_hook=pairs, parse_float=str, parse_int=str, parse_constant=str, strict=False
    )
    start = len(text) - len(text.lstrip())
    try:
        table, end = decoder.raw_decode(text, start)
    except json.JSONDecodeError as error:
        message = f"the header is not valid JSON: {json_fault(error)}"
        raise invalid(message, first_line + error.lineno - 1) from None
    except RecursionError:
        raise _too_deep(first_line, limits.front_matter_depth) from None
    if not isinstance(table, dict):
        raise invalid("the header is no JSON object; write it between `{` and `}`", first_line)
    lines: dict[str, int] = {}
    line, counted = first_line, 0
    for match in _JSON_KEY.finditer(text, 0, end):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        lines.setdefault(json.loads(match[1], strict=False), line)
    fields = {
        legal(key): Field(
            plain_value(value, limits.front_matter_depth, first_line), lines.get(key, first_line)
        )
        for key, value in table.items()
    }
    repeated = tuple(Repeated(key, lines.get(key, first_line), same) for key, same in again)
    return fields, repeated, end


def _too_large(limits: LimitSettings, advice: str, line: int) -> UnreadableArticle:
    message = f"the header is longer than {limits.front_matter_kilobytes} kB; {advice}"
    return UnreadableArticle(message, line=line, code="front-matter-large")


def _toml(text: str, offset: int, deepest: int) -> dict[str, Field]:
    if found := _dotted_key(deepest).search(text):  # tomllib takes quadratic time for these
        raise _too_deep(text.count("\n", 0, found.start()) + 1 + offset, deepest)
    try:
        table = tomllib.loads(text, parse_float=str)
        plain = {legal(key): plain_value(value, deepest, offset) for key, value in table.items()}
    except tomllib.TOMLDecodeError as error:
        reason, at = toml_fault(text, error)
        reason = f"{reason[:1].lower()}{reason[1:]}"
        raise invalid(f"the header is not valid TOML: {reason}", at + offset) from None
    except RecursionError:
        raise _too_deep(offset, deepest) from None
    except ValueError:  # Python neither reads nor writes a number of thousands of digits
        found = _LONG_NUMBER.search(text)
        raise invalid(
            "the header holds a number of thousands of digits; put it in quotes",
            (text.count("\n", 0, found.start()) + 1 if found else 0) + offset,
        ) from None
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), offset + 1):
        if found := _TOML_KEY.match(line):
            lines.setdefault(found[1] or found[2] or found[3], number)
    return {key: Field(value, lines.get(key, offset)) for key, value in plain.items()}


def plain_value(value: Any, deepest: int, line: int, depth: int = 1) -> Value:
    """A value of JSON or TOML with text in place of numbers and the like.

    Args:
        value: as parsed.
        deepest: how deep values may be nested.
        line: of the file, for the error.
        depth: of this value.

    Raises:
        UnreadableArticle: front-matter-deep.
    """
    if depth > deepest:
        raise _too_deep(line, deepest)
    if isinstance(value, dict):
        return {legal(k): plain_value(v, deepest, line, depth + 1) for k, v in value.items()}
    if isinstance(value, list):
        return [plain_value(v, deepest, line, depth + 1) for v in value]
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return legal(value if isinstance(value, str) else str(value))


def _too_deep(line: int, deepest: int) -> UnreadableArticle:
    return UnreadableArticle(
        f"the header nests values more than {deepest} deep; flatten it",
        line=line,
        code="front-matter-deep",
    )


def _key_lines(text: str, first_line: int, limits: LimitSettings) -> FrontMatter:
    most = limits.front_matter_kilobytes * KILO
    found: dict[str, tuple[list[str], int]] = {}
    repeated: list[Repeated] = []
    current: list[str] = []
    position, number = 0, first_line
    while position < len(text):
        if position > most:
            raise _too_large(limits, "leave an empty line after it", first_line)
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        line = text[position:end]
        position = end + 1
        if not line.strip():
            break
        if line[0] in " \t" and current:
            current.append(line.strip())
        else:
            key, value = _key_line(line.strip(), number)
            if key in found:
                repeated.append(Repeated(key, number, [value] == found[key][0]))
            current = [value]
            found[key] = current, number
        number += 1
    fields = {
        key: Field(" ".join(parts).strip() or None, line) for key, (parts, line) in found.items()
    }
    lone_key = next(iter(fields)) if len(fields) == 1 and not repeated else ""
    return FrontMatter(fields, text[position:], number + 1, tuple(repeated), lone_key)


def _key_line(line: str, number: int) -> tuple[str, str]:
    match = _KEY_LINE.fullmatch(line)
    if match is None:
        shown = line if len(line) <= 60 else line[:57] + "..."
        raise UnreadableArticle(
            f"{shown!r} is not `Key: value`; leave an empty line after the header",
            line=number,
            code="header-line",
        )
    return match[1], (match[2] or "").strip()
