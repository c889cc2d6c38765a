"""Reads files of JSON, with the line at which each value of a list begins."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from feedsvc.errors import ImportRefused

MOST_BYTES = 512 * 1024 * 1024
_BLANK = " \t\r\n"


class Item(NamedTuple):
    """A table of a list, and its line in the file, from 1."""

    value: dict[str, Any]
    line: int


def read_json(file: Path, name: str) -> tuple[str, Any]:
    """The text of a file, and its value.

    Args:
        file: which.
        name: as messages call it.

    Raises:
        ImportRefused: it is no JSON in UTF-8, too large, or nested too deeply.
    """
    if file.stat().st_size > MOST_BYTES:
        raise ImportRefused(name, 1, f"it is larger than {MOST_BYTES >> 20} MB; part it")
    try:
        text = file.read_text(encoding="utf-8-sig")
        return text, json.loads(text)
    except UnicodeDecodeError:
        raise ImportRefused(name, 1, "it is not in UTF-8; save it so") from None
    except json.JSONDecodeError as error:
        raise ImportRefused(name, error.lineno, f"this is no JSON ({error.msg})") from None
    except RecursionError:
        raise ImportRefused(name, 1, "values are nested too deeply; take them out") from None


def items_of(text: str, found: list[Any], key: str) -> Iterator[Item]:
    """The tables of a list, with their lines.

    Args:
        text: of the whole file.
        found: the list, as it was read.
        key: under which it stands in the file; its first list of that name and length counts.
    """
    lines = _lines(text, key, len(found))
    for number, value in enumerate(found):
        if isinstance(value, dict):
            yield Item(value, lines(number))


def _lines(text: str, key: str, count: int) -> Callable[[int], int]:
    """What tells the line of each value of a list; 1 where the list is not found."""
    decoder = json.JSONDecoder()
    at = -1
    while (at := text.find(f'"{key}"', at + 1)) >= 0:
        start = text.find("[", at + len(key) + 2)
        if start < 0 or text[at + len(key) + 2 : start].strip(_BLANK) != ":":
            continue
        starts: list[int] = []
        line, counted = 1, 0
        here = _next(text, start + 1)
        while here < len(text) and text[here] != "]":
            line += text.count("\n", counted, here)
            counted = here
            starts.append(line)
            here = _next(text, decoder.raw_decode(text, here)[1])
            if text[here : here + 1] == ",":
                here = _next(text, here + 1)
        if len(starts) == count:
            return starts.__getitem__
    return lambda number: 1


def _next(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANK:
        at += 1
    return at


def texts(value: Any) -> dict[str, str]:
    """The values of a table that are texts or numbers, as texts; empty where it is no table."""
    if not isinstance(value, dict):
        return {}
    found = {}
    for key, one in value.items():
        if isinstance(one, str):
            found[key] = one.strip()
        elif isinstance(one, int | float) and not isinstance(one, bool):
            found[key] = str(one)
    return found


def values(value: Any, key: str) -> list[dict[str, Any]]:
    """The tables in the list under a key; empty where there is none."""
    found = value.get(key) if isinstance(value, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def table(value: Any, key: str) -> dict[str, Any]:
    """The table under a key; empty where there is none."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}
