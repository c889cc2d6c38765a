"""Inserts keys into the header of an article file: bytes -> bytes, every other byte stays. Pure.

It tries the likely ways to insert a key. Its caller must read the new file to be sure.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping

from feedsvc.editor.header.layout import (
    Edit,
    Layout,
    edited,
    lay_out,
    line_end,
    start_of,
)
from feedsvc.settings import DEFAULTS, LimitSettings
from feedsvc.sources.frontmatter import meaning, quoted, toml_value, yaml_value

_YAML_EMPTY = r"""(?P<value>""|''|~|null|Null|NULL|)[ \t]*(?:(?<=[ \t])\#.*)?"""
_TOML_EMPTY = r"""(?P<value>""|'')[ \t]*(?:\#.*)?"""


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
        yield edited(layout, fills)
        return
    for addition in additions(layout, path, missing):
        yield edited(layout, [*fills, addition])


def _fill(layout: Layout, key: str, kind: str, value: str) -> Edit | None:
    """The edit that gives a value to a key with an empty one on its line; None: it has no such."""
    field = layout.fields[key]
    number = field.line - 1
    if field.value not in (None, "") or not layout.first <= number < layout.end:
        return None
    line = layout.lines[number].rstrip("\r\n")
    name = re.escape(key)
    named = rf"""(?:{name}|"{name}"|'{name}')"""
    if layout.form == "lines":
        found = re.fullmatch(rf"(?P<key>[ \t\ufeff]*{name}[ \t]*:)(?P<value>)[ \t]*", line)
    elif layout.form == "dotted":
        found = re.fullmatch(rf"(?P<key>[ \t]*\.\.[ \t]+{name}:)(?P<value>)[ \t]*", line)
    elif layout.form == "yaml":
        found = re.fullmatch(rf"(?P<key>[ ]*{named}[ ]*:)[ \t]*{_YAML_EMPTY}", line)
    else:
        found = re.fullmatch(rf"(?P<key>[ \t]*{named}[ \t]*=)[ \t]*{_TOML_EMPTY}", line)
    if found is None:
        return None
    start = start_of(layout, number)
    if found["value"] == '""':
        return Edit(start + found.start("value") + 1, 0, quoted(value)[1:-1])
    if found["value"] == "''":
        inner = value.replace("'", "''") if layout.form == "yaml" else value
        return Edit(start + found.start("value") + 1, 0, inner)
    written = value if layout.form in ("lines", "dotted") else yaml_value(kind, value)
    if found["value"]:
        return Edit(start + found.start("value"), len(found["value"]), written)
    return Edit(start + found.end("key"), 0, f" {written}")


def additions(layout: Layout, path: str, values: Mapping[str, str]) -> Iterator[Edit]:
    """Ways to put new keys into the header, or a header before the text."""
    if layout.form == "yaml":
        yield from _into_yaml(layout, values)
    elif layout.form == "toml":
        yield from _into_toml(layout, values)
    elif layout.form == "lines":
        yield from _into_lines(layout, values)
    elif layout.form == "dotted":
        end = line_end(layout.lines[layout.first])
        block = "".join(f".. {key}: {value}{end}" for key, value in values.items())
        yield Edit(start_of(layout, layout.end), 0, block)
    else:
        end = line_end(layout.lines[0])
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
    block = _yaml_lines(values, line_end(layout.lines[layout.first]), indent)
    yield Edit(start_of(layout, layout.end), 0, block)
    yield Edit(start_of(layout, layout.first + 1), 0, block)
    if opening is not None and line.lstrip().startswith("{"):
        pairs = "".join(f'"{key}": {quoted(value)}, ' for key, value in values.items())
        yield Edit(start_of(layout, opening) + line.index("{") + 1, 0, pairs)


def _into_toml(layout: Layout, values: Mapping[str, str]) -> Iterator[Edit]:
    lines = layout.lines
    table = layout.first + 1
    while table < layout.end and not lines[table].lstrip().startswith("["):
        table += 1
    if table < layout.end:  # comments right before a table are about it
        while table > layout.first + 1 and lines[table - 1].lstrip()[:1] in ("", "#"):
            table -= 1
    end = line_end(lines[layout.first])
    block = "".join(f"{key} = {toml_value(key, value)}{end}" for key, value in values.items())
    yield Edit(start_of(layout, table), 0, block)
    yield Edit(start_of(layout, layout.first + 1), 0, block)


def _into_lines(layout: Layout, values: Mapping[str, str]) -> Iterator[Edit]:
    first = layout.lines[layout.first]
    block = _key_lines(values, line_end(first), capital=next(iter(layout.fields))[0].isupper())
    last = layout.lines[layout.end - 1]
    if last.endswith(("\r", "\n")):
        yield Edit(start_of(layout, layout.end), 0, block)
    else:
        end = line_end(first)
        yield Edit(start_of(layout, layout.end), 0, end + block.removesuffix(end))
    yield Edit(start_of(layout, layout.first), 0, block)


def _yaml_lines(values: Mapping[str, str], end: str, indent: str = "") -> str:
    return "".join(f"{indent}{key}: {yaml_value(key, value)}{end}" for key, value in values.items())


def _key_lines(values: Mapping[str, str], end: str, *, capital: bool) -> str:
    return "".join(
        f"{key.capitalize() if capital else key}: {value}{end}" for key, value in values.items()
    )
