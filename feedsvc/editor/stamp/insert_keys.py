"""Inserts keys into the header of an article file: bytes -> bytes, every other byte stays. Pure.

It tries the likely ways to insert a key. Its caller must read the new file to be sure.
"""

import codecs
import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from feedsvc.model.characters import legal
from feedsvc.settings import DEFAULTS, LimitSettings
from feedsvc.sources import Findings, decode
from feedsvc.sources.frontmatter import Field, is_key, meaning, split_front_matter

Form = Literal["yaml", "toml", "lines", "dotted", "none"]
_FORMS: dict[str, Form] = {"---": "yaml", "+++": "toml", "<!--": "dotted"}  # the last: Nikola
_WITHOUT_KEY_LINES = (".html", ".htm")
_ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"", "utf-8"),
)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_BLANK = " \t\ufeff\r\n"
_CONTROL = re.compile("[\x7f-\x9f]")
# _PLAIN: what every YAML parser takes for a text. _WORDS: what some take for something else.
_PLAIN = re.compile(r"[A-Za-z](?:[\w%/.~!$'()*+,;=@-]|:(?=[\w%/.~!$'()*+,;=@-]))*", re.ASCII)
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null"})
_YAML_EMPTY = r"""(?P<value>""|''|~|null|Null|NULL|)[ \t]*(?:(?<=[ \t])\#.*)?"""
_TOML_EMPTY = r"""(?P<value>""|'')[ \t]*(?:\#.*)?"""


class Edit(NamedTuple):
    """A change of a text: its index, how many characters go, and what comes in their place."""

    at: int
    gone: int
    new: str


class Layout(NamedTuple):
    """A file's text and where its header lies in it.

    Attributes:
        mark, codec: byte order mark and encoding.
        lines: the text without the mark, each line with its own end.
        form: of the header.
        first: index of the header's first line, which may be its opening mark.
        end: index of the line that ends it: the closing mark, a blank line, or one past the last.
        fields: of the header.
    """

    mark: bytes
    codec: str
    lines: list[str]
    form: Form
    first: int
    end: int
    fields: dict[str, Field]


def lay_out(path: str, data: bytes, limits: LimitSettings = DEFAULTS) -> Layout:
    """Find the header of a file.

    Args:
        path: its suffix names the format.
        data: the whole file.
        limits: how much of it is read.

    Raises:
        UnreadableArticle: the text or its front matter cannot be read.
    """
    suffix = posixpath.splitext(path)[1].lower()
    known = None if suffix in _WITHOUT_KEY_LINES else is_key
    text = decode(data, Findings(path), limits.article_bytes)
    front = split_front_matter(text, known, limits)
    mark, codec = next(found for found in _ENCODINGS if data.startswith(found[0]))
    lines = _LINE.findall(data[len(mark) :].decode(codec))
    if front.body_line == 1:
        return Layout(mark, codec, lines, "none", 0, 0, {})
    # Characters that XML forbids are left out before a header is sought.
    first = next(i for i, line in enumerate(lines) if legal(line).strip(_BLANK))
    opening = legal(lines[first]).strip(_BLANK)
    form = "dotted" if opening.startswith("..") else _FORMS.get(opening, "lines")
    end = min(front.body_line - 2, len(lines))
    return Layout(mark, codec, lines, form, first, end, front.fields)


def insert(
    path: str, data: bytes, values: Mapping[str, str], limits: LimitSettings = DEFAULTS
) -> Iterator[bytes]:
    """The file with values for keys that it lacks or has empty, in each way, the likeliest first.

    Args:
        path, data, limits: as for `lay_out`.
        values: one-line texts by key, in the order in which they are to stand.

    Raises:
        UnreadableArticle: the text or its front matter cannot be read.
    """
    layout = lay_out(path, data, limits)
    fills: list[Edit] = []
    missing = dict(values)
    for name, value in values.items():
        wanted = (name, "publish_date") if name == "date" else (name,)
        keys = [key for key in layout.fields if meaning(key) in wanted]
        if keys:
            edit = _fill(layout, keys[0], name, value)
            if edit is None:
                return
            fills.append(edit)
            del missing[name]
    if not missing:
        yield _edited(layout, fills)
        return
    for addition in _additions(layout, path, missing):
        yield _edited(layout, [*fills, addition])


def _edited(layout: Layout, edits: list[Edit]) -> bytes:
    text = "".join(layout.lines)
    for at, gone, new in sorted(edits, reverse=True):
        text = text[:at] + new + text[at + gone :]
    return layout.mark + text.encode(layout.codec)


def _start(layout: Layout, line: int) -> int:
    """Where a line starts in the text."""
    return sum(map(len, layout.lines[:line]))


def _fill(layout: Layout, key: str, kind: str, value: str) -> Edit | None:
    """The edit that gives a value to a key with an empty one on its line; None: it has no such."""
    field = layout.fields[key]
    number = field.line - 1
    if field.value not in (None, "") or not layout.first <= number < layout.end:
        return None
    line = layout.lines[number].rstrip("\r\n")
    name = re.escape(key)
    quoted = rf"""(?:{name}|"{name}"|'{name}')"""
    if layout.form == "lines":
        found = re.fullmatch(rf"(?P<key>[ \t\ufeff]*{name}[ \t]*:)(?P<value>)[ \t]*", line)
    elif layout.form == "dotted":
        found = re.fullmatch(rf"(?P<key>[ \t]*\.\.[ \t]+{name}:)(?P<value>)[ \t]*", line)
    elif layout.form == "yaml":
        found = re.fullmatch(rf"(?P<key>[ ]*{quoted}[ ]*:)[ \t]*{_YAML_EMPTY}", line)
    else:
        found = re.fullmatch(rf"(?P<key>[ \t]*{quoted}[ \t]*=)[ \t]*{_TOML_EMPTY}", line)
    if found is None:
        return None
    start = _start(layout, number)
    if found["value"] == '""':
        return Edit(start + found.start("value") + 1, 0, _quoted(value)[1:-1])
    if found["value"] == "''":
        inner = value.replace("'", "''") if layout.form == "yaml" else value
        return Edit(start + found.start("value") + 1, 0, inner)
    written = value if layout.form in ("lines", "dotted") else _yaml(kind, value)
    if found["value"]:
        return Edit(start + found.start("value"), len(found["value"]), written)
    return Edit(start + found.end("key"), 0, f" {written}")


def _additions(layout: Layout, path: str, values: Mapping[str, str]) -> Iterator[Edit]:
    """Ways to put new keys into the header, or a header before the text."""
    if layout.form == "yaml":
        yield from _into_yaml(layout, values)
    elif layout.form == "toml":
        yield from _into_toml(layout, values)
    elif layout.form == "lines":
        yield from _into_lines(layout, values)
    elif layout.form == "dotted":
        end = _line_end(layout.lines[layout.first])
        block = "".join(f".. {key}: {value}{end}" for key, value in values.items())
        yield Edit(_start(layout, layout.end), 0, block)
    else:
        end = _line_end(layout.lines[0])
        if posixpath.splitext(path)[1].lower() == ".txt":
            yield Edit(0, 0, _key_lines(values, end, capital=True) + end)
        yield Edit(0, 0, f"---{end}{_yaml_lines(values, end)}---{end}")


def _into_yaml(layout: Layout, values: Mapping[str, str]) -> Iterator[Edit]:
    inner = range(layout.first + 1, layout.end)
    opening = next(
        (i for i in inner if (text := layout.lines[i].strip()) and not text.startswith("#")), None
    )
    line = "" if opening is None else layout.lines[opening]
    indent = line[: len(line) - len(line.lstrip(" "))]
    block = _yaml_lines(values, _line_end(layout.lines[layout.first]), indent)
    yield Edit(_start(layout, layout.end), 0, block)
    yield Edit(_start(layout, layout.first + 1), 0, block)
    if opening is not None and line.lstrip().startswith("{"):
        pairs = "".join(f'"{key}": {_quoted(value)}, ' for key, value in values.items())
        yield Edit(_start(layout, opening) + line.index("{") + 1, 0, pairs)


def _into_toml(layout: Layout, values: Mapping[str, str]) -> Iterator[Edit]:
    lines = layout.lines
    table = layout.first + 1
    while table < layout.end and not lines[table].lstrip().startswith("["):
        table += 1
    if table < layout.end:  # comments right before a table are about it
        while table > layout.first + 1 and lines[table - 1].lstrip()[:1] in ("", "#"):
            table -= 1
    end = _line_end(lines[layout.first])
    block = "".join(f"{key} = {_toml(key, value)}{end}" for key, value in values.items())
    yield Edit(_start(layout, table), 0, block)
    yield Edit(_start(layout, layout.first + 1), 0, block)


def _into_lines(layout: Layout, values: Mapping[str, str]) -> Iterator[Edit]:
    first = layout.lines[layout.first]
    block = _key_lines(values, _line_end(first), capital=next(iter(layout.fields))[0].isupper())
    last = layout.lines[layout.end - 1]
    if last.endswith(("\r", "\n")):
        yield Edit(_start(layout, layout.end), 0, block)
    else:
        end = _line_end(first)
        yield Edit(_start(layout, layout.end), 0, end + block.removesuffix(end))
    yield Edit(_start(layout, layout.first), 0, block)


def _line_end(line: str) -> str:
    """The line break at the end of a line; LF where it has none."""
    return line[len(line.rstrip("\r\n")) :] or "\n"


def _yaml_lines(values: Mapping[str, str], end: str, indent: str = "") -> str:
    return "".join(f"{indent}{key}: {_yaml(key, value)}{end}" for key, value in values.items())


def _key_lines(values: Mapping[str, str], end: str, *, capital: bool) -> str:
    return "".join(
        f"{key.capitalize() if capital else key}: {value}{end}" for key, value in values.items()
    )


def _yaml(key: str, value: str) -> str:
    """A one-line text, or a date, as YAML."""
    plain = _PLAIN.fullmatch(value) and value.casefold() not in _WORDS
    return value if plain or key == "date" else _quoted(value)


def _toml(key: str, value: str) -> str:
    return value if key == "date" else _quoted(value)


def _quoted(value: str) -> str:
    # A JSON string is valid YAML and TOML, but for control characters, which these want escaped.
    text = json.dumps(value, ensure_ascii=False)
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
