"""Says in plain words what is wrong with YAML, and on which line. Pure."""

import re
from typing import NamedTuple

_TAB = re.compile(r"[ ]*\t+[ ]*\S")
_QUOTES = "[\u201c\u201d\u201e\u2018\u201a]"
_CURLY = re.compile(f"^[ ]*(?:{_QUOTES}[^:]*:|[\\w-]*:[ ]*{_QUOTES}.*(?::[ ]|[ ]#))")
_WIDE = re.compile("^[ ]*[\\w-]{1,40}\uff1a")
_NO_BLANK = re.compile(r"^[ ]*([A-Za-z][\w-]{0,40}):(?![ /]|$)(.{0,60})")
_VALUE = re.compile(r"^[ ]*(?:-[ ]+)?([\w-]{1,40}):[ ]+(\S.*)$")
_SIGNS = "@`%&*!|>"


class Fault(NamedTuple):
    """What is wrong, and the line, from 1."""

    reason: str
    line: int


def yaml_fault(text: str, line: int, reason: str) -> Fault:
    """What is wrong with a header that is no YAML.

    Args:
        text: of the header.
        line: where the parser stopped, from 1.
        reason: its own words.
    """
    lines = text.split("\n")[: max(line, 1)]
    for number in range(max(len(lines) - 2, 1), len(lines) + 1):
        if found := _of_line(lines[number - 1]):
            return Fault(found, number)
    if open_one := _unclosed(text, len(lines), reason):
        return open_one
    here = lines[-1]
    value = _VALUE.match(here)
    if value and value[2][0] in _SIGNS:
        return Fault(
            f"a value that begins with {value[2][0]!r} means something else; put it in quotes", line
        )
    if value and re.search(r":(?:[ ]|$)", value[2]) and value[2][0] not in "\"'[{":
        return Fault("the value holds `: `; put it in quotes", line)
    for number in range(len(lines), 0, -1):
        if found_blank := _NO_BLANK.match(lines[number - 1]):
            key, rest = found_blank.groups()
            return Fault(f"a blank is missing behind the colon; write `{key}: {rest}`", number)
    before = next((one for one in reversed(lines[:-1]) if one.strip()), "")
    above = _VALUE.match(before)
    if above and len(here) - len(here.lstrip()) > len(before) - len(before.lstrip()):
        return Fault(
            f"this line is indented below a value of {above[1]!r}; put it at the left", line
        )
    if above and here.lstrip().startswith("- "):
        return Fault(f"a list stands below {above[1]!r}, which has a value already", line)
    return Fault(f"{reason}; put values that hold `: `, `#` or quotes in quotes", line)


def _of_line(line: str) -> str:
    """What is wrong with a line whatever stands around it; or empty."""
    if _TAB.match(line):
        return "the line begins with a tab; write blanks in its place"
    if _CURLY.match(line):
        return 'curly quotes are no quotes here; write " in their place'
    if _WIDE.match(line):
        return "the colon is a full-width one; write `: ` in its place"
    return ""


def _unclosed(text: str, last: int, reason: str) -> Fault | None:
    """The value with an opening quote or bracket without its end; None where there is none."""
    for number, line in enumerate(text.split("\n")[:last], 1):
        if (value := _VALUE.match(line)) is None:
            continue
        given = value[2].rstrip()
        quote = given[0]
        if quote in "\"'":
            inner = given.replace('\\"', "").replace("''", "")
            if inner.count(quote) == 1:
                return Fault(f"the quote that begins this value has no end; write {quote}", number)
            if number == last and not re.fullmatch(
                rf"{quote}[^{quote}]*{quote}(?:[ ]+#.*)?", inner
            ):
                return Fault(
                    "quotes stand within the quotes of this value; use the other kind", number
                )
        closing = {"[": "]", "{": "}"}.get(quote, "")
        if closing and given.count(quote) > given.count(closing) and "expect" in reason:
            return Fault(f"what begins with {quote} here has no end; write {closing}", number)
    return None
