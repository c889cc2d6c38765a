"""Marks of a text's direction (Unicode Standard Annex 9) do not reach beyond the text.

An override that is left open turns around what a reader shows after it: the next headline's line,
the date, the name of the site.
"""

import re

_POP, _POP_ISOLATE = "\u202c", "\u2069"
_CLOSES = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", _POP),  # embeddings and overrides
    **dict.fromkeys("\u2066\u2067\u2068", _POP_ISOLATE),
}
_OPENING = re.compile(f"[{''.join(_CLOSES)}]")


def closed(text: str) -> str:
    """The text, and behind it the marks that end what it leaves open."""
    if not _OPENING.search(text):
        return text
    open_marks: list[str] = []
    for char in text:
        if char in _CLOSES:
            open_marks.append(_CLOSES[char])
        elif char == _POP_ISOLATE and char in open_marks:
            while open_marks.pop() != _POP_ISOLATE:  # it ends what was opened inside, too
                pass
        elif char == _POP and open_marks and open_marks[-1] == _POP:
            open_marks.pop()
    return text + "".join(reversed(open_marks))
