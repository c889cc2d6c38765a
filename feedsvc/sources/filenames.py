"""Tells which names of files and folders can be used in a URL, in a feed and in a message."""

import re

# Control characters, line ends and characters that XML forbids.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


def is_text(path: str) -> bool:
    """Whether a name is UTF-8 on one line. Others cannot be used in URLs, feeds or messages."""
    if path.isprintable():
        return True
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return _UNFIT.search(path) is None


def as_text(path: str) -> str:
    """A path for which is_text is false, escaped so that a message can show it on one line."""
    whole = path.encode("utf-8", "backslashreplace").decode()
    return _UNFIT.sub(lambda found: f"\\x{ord(found[0]):02x}", whole)


def is_plain(path: str, folders: int) -> bool:
    """Whether a path is one of a file inside the folder that is not hidden.

    No part of it is empty or begins with a dot, and it is text (is_text).

    Args:
        path: relative to the folder.
        folders: the greatest depth of nested folders.
    """
    parts = path.split("/")
    hidden = not all(part and not part.startswith(".") for part in parts)
    return not hidden and len(parts) <= folders + 1 and is_text(path)
