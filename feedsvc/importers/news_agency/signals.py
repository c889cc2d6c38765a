"""What agencies say of an item besides its text: hold it, correct it, take it back. Pure."""

import re
from datetime import datetime

from feedsvc.model.article import Author, Correction
from feedsvc.model.characters import one_line
from feedsvc.model.slugs import distinct

_CORRECTS = re.compile(r"\W*(?:(?:this|a) )?correct(?:s|ed|ion|ing)\b", re.IGNORECASE)
_BY = re.compile(r"\s*(?:by|von|par|por|di)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\s+(?:and|und|et|y|e)\s+|\s*[;&/]\s*")
_LONGEST_NOTE = 300  # characters
WITHDRAWN = frozenset({"canceled", "cancelled", "killed", "kill", "withdrawn"})
HELD = frozenset({"withheld", "withhold", "hold", "embargoed"})


def correction(
    says: bool, note: str, time: datetime | None, public: str = ""
) -> tuple[Correction, ...]:
    """The correction that readers are told of; none where nothing says that there is one.

    Args:
        says: whether a signal says that the item is corrected.
        note: of the agency to editors, which readers never see; it may begin with that word.
        time: of the version.
        public: what was wrong, for readers; or empty.
    """
    if not says and not _CORRECTS.match(note):
        return ()
    return (Correction(one_line(public) or "This version corrects an earlier one.", time),)


def told_to_editors(note: str) -> str:
    """What an import says of a note to editors, which is no text for readers."""
    note = one_line(note)
    short = note if len(note) <= _LONGEST_NOTE else f"{note[:_LONGEST_NOTE]}…"
    return f"the agency tells editors, and no readers: {short}"


def bylines(text: str) -> tuple[Author, ...]:
    """The authors that a byline names: `By Jane Doe and John Roe`."""
    text = one_line(_BY.sub("", text, count=1) if _BY.match(text) else text)
    return tuple(Author(name) for name in distinct(_BETWEEN.split(text)))
