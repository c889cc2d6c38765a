"""Says in plain words what is wrong with TOML, and on which line. Pure."""

import re

_PLACE = re.compile(r"\s*\(at line (\d+), column \d+\)|\s*\(at end of document\)")
_CURLY = re.compile("[\u201c\u201d\u201e\u2018\u2019\u201a]")
_COLON = re.compile(r"""[ \t]*(?:[\w-]+|"[^"]*")[ \t]*:""")
_BARE = re.compile(r"[ \t]*([\w-]+)[ \t]*=[ \t]*([^\s\"'\[{#][^#\n]*)")
_TABLE = re.compile(r"[ \t]*\[+[ \t]*([^\]]+?)[ \t]*\]")
_KEY = re.compile(r"""[ \t]*["']?([\w.-]+)["']?[ \t]*=""")


def toml_fault(text: str, error: ValueError) -> tuple[str, int]:
    """What is wrong with a text that is no TOML, and its line, from 1.

    Args:
        text: that was read.
        error: of the parser.
    """
    place = _PLACE.search(str(error))
    lines = text.rstrip("\n").split("\n")
    number = int(place[1]) if place and place[1] else len(lines)
    number = min(max(number, 1), len(lines))
    line = lines[number - 1]
    reason = _PLACE.sub("", str(error))
    told = reason.lower()
    bare = _BARE.match(line)
    if _CURLY.search(line) and not re.search("[\"']", line):
        reason = 'curly quotes are no quotes here; write " in their place'
    elif "illegal character '\\n'" in told or "unterminated string" in told:
        reason = "the quotes that begin here have no end; write them at the end of the value"
    elif _COLON.match(line):
        reason = "`=` stands between a key and its value here, and not a colon"
    elif bare and "invalid value" in told:
        reason = f'a text stands in quotes: {bare[1]} = "{bare[2].strip()[:60]}"'
    elif "overwrite" in told:
        reason = "this key stands twice; leave one of them out"
    return reason, number


def with_line(message: str, path: str, text: str) -> str:
    """A message `path: key…` with the line of the key behind the path, where it has one.

    Args:
        message: of an error.
        path: of the file.
        text: of the file, TOML.
    """
    found = re.match(rf"{re.escape(path)}: ([\w.-]+)", message)
    line = key_line(text, found[1]) if found else 0
    return f"{path}:{line}:{message[len(path) + 1 :]}" if line else message


def key_line(text: str, key: str) -> int:
    """The line of a key such as `feeds.entries`, from 1; that of the table nearest to it, or 0.

    Args:
        text: TOML.
        key: dotted.
    """
    table, nearest, found = "", "", 0
    for number, line in enumerate(text.split("\n"), 1):
        if opened := _TABLE.match(line):
            table = opened[1].replace('"', "").replace(" ", "")
            if f"{key}.".startswith(f"{table}.") and len(table) > len(nearest):
                nearest, found = table, number
        elif given := _KEY.match(line):
            whole = f"{table}.{given[1]}" if table else given[1]
            if whole == key or key.startswith(f"{whole}."):
                return number
    return found
