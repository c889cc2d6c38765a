"""Gives keys of a header other values, or takes their lines out: bytes -> bytes. Pure.

Every other byte stays. As for insert_keys, the caller must read the new file to be sure.
"""

import re
from collections.abc import Iterator, Mapping

from feedsvc.editor.header.insert_keys import additions, insert
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

# A value that ends on its line: a text in quotes, or a word without any; then perhaps a comment.
_SCALAR = r"""(?P<value>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#\[{|>][^#]*?|)"""
_COMMENT = r"(?P<comment>[ \t]*(?:(?<=[ \t])\#.*)?)"


def change(
    path: str,
    data: bytes,
    values: Mapping[str, str | None],
    limits: LimitSettings = DEFAULTS,
) -> Iterator[bytes]:
    """The file with other values for some keys, in each way, the likeliest first.

    Nothing is given where a value is on several lines, or a key stands there twice.

    Args:
        path: its suffix names the format.
        data: the whole file.
        values: one-line texts by key, in the order in which new ones are to stand; None: the line
            of the key is taken out.
        limits: how much of the file is read.

    Raises:
        UnreadableArticle: the text or its front matter cannot be read.
    """
    layout = lay_out(path, data, limits)
    edits: list[Edit] = []
    missing: dict[str, str] = {}
    for name, value in values.items():
        keys = [key for key in layout.fields if meaning(key) == name]
        if not keys:
            if value is not None:
                missing[name] = value
            continue
        edit = _taken_out(layout, keys[0]) if value is None else _other(layout, keys[0], value)
        if edit is None or len(keys) > 1:
            return
        edits.append(edit)
    if not missing:
        gone = sum(one.gone for one in edits if not one.new)
        if layout.form == "lines" and gone == start_of(layout, layout.end):
            edits.append(Edit(gone, len("".join(layout.lines[layout.end : layout.end + 1])), ""))
        yield edited(layout, edits)
        return
    for addition in additions(layout, path, missing):
        yield edited(layout, [*edits, addition])


def append(
    path: str, data: bytes, name: str, text: str, limits: LimitSettings = DEFAULTS
) -> Iterator[bytes]:
    """The file with one more text in the list of a key, in each way, the likeliest first.

    Args:
        path, data, limits: as for `change`.
        name: of the key, whose value may be one text, a list, or missing.
        text: on one line.

    Raises:
        UnreadableArticle: the text or its front matter cannot be read.
    """
    layout = lay_out(path, data, limits)
    keys = [key for key in layout.fields if meaning(key) == name]
    if not keys:
        yield from insert(path, data, {name: text}, limits)
        return
    field = layout.fields[keys[0]]
    number = field.line - 1
    if len(keys) > 1 or not layout.first <= number < layout.end:
        return
    line = layout.lines[number].rstrip("\r\n")
    if isinstance(field.value, str):
        both = f"[{quoted(field.value)}, {quoted(text)}]"
        if edit := _other(layout, keys[0], both, as_it_is=True):
            yield edited(layout, [edit])
        return
    if (closing := line.rfind("]")) >= 0:
        yield edited(layout, [Edit(start_of(layout, number) + closing, 0, f", {quoted(text)}")])
    items = [
        at
        for at in range(number + 1, _end_of_value(layout, number))
        if layout.lines[at].lstrip(" ").startswith("-")
    ]
    if items:
        indent = layout.lines[items[0]].partition("-")[0]
        new = f"{indent}- {quoted(text)}{line_end(layout.lines[number])}"
        yield edited(layout, [Edit(start_of(layout, _end_of_value(layout, number)), 0, new)])


def _taken_out(layout: Layout, key: str) -> Edit | None:
    """The edit that takes the line of a key out; None: its value is not on that line alone."""
    number = layout.fields[key].line - 1
    if _parts(layout, key) is None:
        return None
    return Edit(start_of(layout, number), len(layout.lines[number]), "")


def _other(layout: Layout, key: str, value: str, *, as_it_is: bool = False) -> Edit | None:
    """The edit that gives a key another value; None: the one that it has is on several lines.

    Args:
        layout, key: the header, and the key as written.
        value: a one-line text.
        as_it_is: it is written so already as the header wants it.
    """
    parts = _parts(layout, key)
    if parts is None:
        return None
    start = start_of(layout, layout.fields[key].line - 1)
    written = value
    if not as_it_is and layout.form in ("yaml", "toml"):
        write = yaml_value if layout.form == "yaml" else toml_value
        written = write(meaning(key), value)
    blank = "" if parts["blank"] else " "
    return Edit(start + parts.start("value"), len(parts["value"]), blank + written)


def _parts(layout: Layout, key: str) -> re.Match[str] | None:
    """The line of a key in its parts; None: its value is not on that line alone."""
    number = layout.fields[key].line - 1
    if not layout.first <= number < layout.end:
        return None
    line, name = layout.lines[number].rstrip("\r\n"), re.escape(key)
    if layout.form in ("lines", "dotted"):
        before = r"[ \t\ufeff]*" if layout.form == "lines" else r"[ \t]*\.\.[ \t]+"
        return re.fullmatch(rf"{before}{name}[ \t]*:(?P<blank>[ \t]*)(?P<value>.*?)[ \t]*", line)
    if _end_of_value(layout, number) > number + 1:
        return None
    sign = ":" if layout.form == "yaml" else "="
    named = rf"""[ \t]*(?:{name}|"{name}"|'{name}')[ \t]*{sign}(?P<blank>[ \t]*)"""
    return re.fullmatch(rf"{named}{_SCALAR}{_COMMENT}", line)


def _end_of_value(layout: Layout, number: int) -> int:
    """The number of the line after the value of a key, in YAML."""
    line = layout.lines[number]
    indent = len(line) - len(line.lstrip(" "))
    end = after = number + 1
    while after < layout.end:
        text = layout.lines[after].rstrip("\r\n")
        deeper = len(text) - len(text.lstrip(" "))
        if text.strip():
            if deeper < indent or (deeper == indent and not text.startswith("-", indent)):
                break
            end = after + 1
        after += 1
    return end
