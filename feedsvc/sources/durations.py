"""Tells how long an audio or video file is, by what its own headers say; alone knows mutagen."""

from importlib.util import find_spec
from typing import BinaryIO

_LONGEST = 10_000_000  # seconds; a header that says more is broken
_READS = 20_000  # of one file; a broken one may have parts without end
_BYTES = 64 * 1024 * 1024  # that are read of one file; its header may hold a large picture


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
        found = mutagen.File(_Bounded(file))
        seconds = found.info.length if found is not None else 0
    except Exception:  # a broken file may end in any error of the library
        return None
    return max(1, round(seconds)) if 0 < seconds < _LONGEST else None


class _Bounded:
    """A file of which no more is read than the header of any recording has."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._reads, self._left = 0, _BYTES
        self.seek, self.tell = file.seek, file.tell

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most `size` of them; all if it is negative.

        Raises:
            EOFError: too much was read already.
        """
        self._reads += 1
        if self._reads > _READS or self._left <= 0:
            raise EOFError
        wanted = self._left if size < 0 else min(size, self._left)
        found = self._file.read(wanted)
        self._left -= len(found)
        return found
