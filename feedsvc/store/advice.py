"""Says what to do about what SQLite says of a file. Pure."""

_FROM_A_BACKUP = "put a backup in its place, or delete it to begin anew with other ids"


def is_damage(reason: str) -> bool:
    """Whether SQLite's words say that what is kept is not what was written."""
    return "malformed" in reason or "not a database" in reason


def file_advice(reason: str, damaged: str = _FROM_A_BACKUP) -> str:
    """What to do about what SQLite said, to be added to its words; empty: nothing known.

    Args:
        reason: its words.
        damaged: what to do about a file that is damaged.
    """
    if "locked" in reason:
        return "; another feedsvc is writing it: try again"
    if is_damage(reason):
        return f"; {damaged}"
    if "in its place" in reason:
        return "; it is opened as soon as its first index is complete"
    if any(told in reason for told in ("full", "readonly", "disk I/O", "unable to open")):
        return "; see that there is space and that the file can be written"
    return ""
