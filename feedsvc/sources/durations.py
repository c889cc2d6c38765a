"""Tells how long an audio or video file is, by what its own headers say; alone knows mutagen."""

from importlib.util import find_spec
from typing import BinaryIO

_LONGEST = 10_000_000  # seconds; a header that says more is broken


def lacks_library() -> bool:
    """Whether nothing is installed that reads how long files are (the extra `podcast`)."""
    return find_spec("mutagen") is None


def seconds_of(file: BinaryIO) -> int | None:
    """How long a file is, in whole seconds.

    None where that is not known: of no format that is read, or nothing is installed that reads it.

    Args:
        file: open for reading; it can be sought in.
    """
    if lacks_library():
        return None
    import mutagen

    try:
        found = mutagen.File(file)
        seconds = found.info.length if found is not None else 0
    except Exception:  # a broken file may end in any error of the library
        return None
    return max(1, round(seconds)) if 0 < seconds < _LONGEST else None
