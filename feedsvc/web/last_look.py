"""When the indexer last showed that it looks at the folder, as all workers can see it."""

import os
import struct
import time
from pathlib import Path

_FORM = struct.Struct("=d")


class LastLook:
    """The time of the indexer's last sign of life, in a file in memory that processes share.

    The time is that of the machine's clock that is never set, so all processes of a machine have
    the same.

    Args:
        file: its place.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def mark(self) -> None:
        """Note that the indexer gave a sign of life just now.

        Raises:
            OSError: there is no room for it.
        """
        file = os.open(self._file, os.O_WRONLY | os.O_CREAT, 0o600)  # never empty for a reader
        try:
            os.write(file, _FORM.pack(time.monotonic()))
        finally:
            os.close(file)

    def seconds(self) -> float | None:
        """The seconds since then; None where no sign was ever noted, or the file is gone."""
        try:
            at: float = _FORM.unpack(self._file.read_bytes())[0]
        except (OSError, struct.error):
            return None
        return max(0.0, time.monotonic() - at)
