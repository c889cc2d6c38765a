"""The size and time of change of a file, by which a later change of it is noticed."""

from typing import NamedTuple


class FileStat(NamedTuple):
    """The state of a file when it was looked at.

    Attributes:
        modified: when it last changed, in nanoseconds since 1970.
        size: in bytes.
    """

    modified: int
    size: int


NO_FILE = FileStat(0, -1)  # of a media file that an article names and that is not there
