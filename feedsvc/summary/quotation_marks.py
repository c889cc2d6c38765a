"""Finds quotation marks that have no partner, so that they hold no sentences together.

sentencex ends no sentence between an opening mark and the next closing one. An opening mark that
is never closed, a decade (‘70s) or inches (5") would glue all sentences together until some other
mark.
"""

import re

_PAIRS = {"“": "”", "„": "“”", "‘": "’", "‚": "‘’", "«": "»", "»": "«", "‹": "›"}
_CLOSERS = frozenset("".join(_PAIRS.values()))
_OPENERS = re.compile('[“„‘‚«»‹›"]')
_MARKS = re.compile('[“”„‘’‚«»‹›"]')
_OPENS_AFTER = frozenset(" ([{—–-/")
_HIDDEN_OPENER = "*"  # no sign of the end of a sentence, and one may begin with it
_HIDDEN_CLOSER = "”"  # what closes nothing holds nothing together
_APOSTROPHE = "x"


def hide_unpaired(line: str) -> str:
    """The line with other signs in place of quotation marks without a partner; as long as before.

    Args:
        line: a block of text, with single spaces.
    """
    if '"' not in line and (line.isascii() or not _OPENERS.search(line)):
        return line
    signs = list(line)
    opened: tuple[int, str] | None = None  # where the open quotation began, and with which mark

    def hide() -> None:
        if opened is not None:
            signs[opened[0]] = _HIDDEN_OPENER

    for match in _MARKS.finditer(line):
        at, mark = match.start(), match[0]
        before, after = line[at - 1 : at], line[at + 1 : at + 2]
        if mark in "’‘" and before.isalnum() and after.isalnum():
            signs[at] = _APOSTROPHE
        elif opened is not None and _closes(mark, opened[1], before, after):
            opened = None
        elif _opens(mark, before, after):
            if opened is not None and _PAIRS.get(opened[1]) != _PAIRS.get(mark, ""):
                continue  # a quotation in a quotation
            hide()
            opened = (at, mark)
        elif mark == '"':
            signs[at] = _HIDDEN_CLOSER
        elif mark in "‘«»‹„‚“":
            signs[at] = _HIDDEN_OPENER
    hide()
    return "".join(signs)


def _closes(mark: str, opener: str, before: str, after: str) -> bool:
    if opener == '"':
        return mark == '"' and not (before in ("", " ") and after not in ("", " "))
    return mark in _PAIRS[opener]


def _opens(mark: str, before: str, after: str) -> bool:
    if after in ("", " ") and mark != "«":  # French has a space after it
        return False
    if mark == "‘" and after.isdecimal():
        return False
    if mark == '"' or mark in _CLOSERS:
        return mark != "”" and mark != "’" and (not before or before in _OPENS_AFTER)
    return mark in _PAIRS
