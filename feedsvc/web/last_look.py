"""When the indexer last showed that it looks at the folder, as all workers can see it."""

import os
import struct
import tempfile
import time
from pathlib import Path
from types import TracebackType

from feedsvc.web.process_limits import memory_folder

_FORM = struct.Struct("=d")


class LastLook:
    """The time of the indexer's last sign of life, in a file in memory that processes share.

    Made by the process that starts the workers; the file is gone with its `with` block. The time
    is that of the machine's clock that is never set, so all processes of a machine have the same.
    """

    def __init__(self) -> None:
        number, name = tempfile.mkstemp(prefix="feedsvc-last-look-", dir=memory_folder())
        os.close(number)
        self._file = Path(name)
        self.mark()

    def __enter__(self) -> "LastLook":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.unlink(missing_ok=True)

    def mark(self) -> None:
        """Note that the indexer gave a sign of life just now."""
        with open(self._file, "r+b", buffering=0) as file:  # never empty for who reads it just now
            file.write(_FORM.pack(time.monotonic()))

    def seconds(self) -> float | None:
        """The seconds since then; None where the file is gone."""
        try:
            at: float = _FORM.unpack(self._file.read_bytes())[0]
        except (OSError, struct.error):
            return None
        return max(0.0, time.monotonic() - at)
