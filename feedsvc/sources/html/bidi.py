"""Closes the marks that change the direction of a text (Unicode Standard Annex 9).

An override that is left open reverses what a reader shows after the text, such as the next
headline, the date or the name of the site.
"""

import re

_POP, _POP_ISOLATE = "\u202c", "\u2069"
_CLOSES = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", _POP),  # embeddings and overrides
    **dict.fromkeys("\u2066\u2067\u2068", _POP_ISOLATE),
}
_OPENING = re.compile(f"[{''.join(_CLOSES)}]")


def closed(text: str) -> str:
    """The text, followed by the marks that close the embeddings and isolates left open in it."""
    if not _OPENING.search(text):
        return text
    open_marks: list[str] = []
    for char in text:
        if char in _CLOSES:
            open_marks.append(_CLOSES[char])
        elif char == _POP_ISOLATE and char in open_marks:
            while open_marks.pop() != _POP_ISOLATE:  # this also closes what was opened inside
                pass
        elif char == _POP and open_marks and open_marks[-1] == _POP:
            open_marks.pop()
    return text + "".join(reversed(open_marks))
