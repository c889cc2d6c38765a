"""Names of files and folders: which can stand in a URL, in a feed and in a message."""

import re

# Control characters, line ends and what XML forbids.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


def is_text(path: str) -> bool:
    """Whether a name is UTF-8 on one line: the others can stand in no URL, no feed, no message."""
    if path.isprintable():
        return True
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return _UNFIT.search(path) is None


def as_text(path: str) -> str:
    """A path that is no text as a message shows it, on one line."""
    whole = path.encode("utf-8", "backslashreplace").decode()
    return _UNFIT.sub(lambda found: f"\\x{ord(found[0]):02x}", whole)


def is_plain(path: str, folders: int) -> bool:
    """Whether a path stays inside: no empty, dotted or absolute part, none that is no text.

    Args:
        path: relative.
        folders: so many may stand in one another.
    """
    parts = path.split("/")
    hidden = not all(part and not part.startswith(".") for part in parts)
    return not hidden and len(parts) <= folders + 1 and is_text(path)
