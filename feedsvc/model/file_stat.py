"""What a file looked like: enough to tell that it has changed."""

from typing import NamedTuple


class FileStat(NamedTuple):
    """What a file looked like: nanoseconds of its last change, bytes."""

    modified: int
    size: int
