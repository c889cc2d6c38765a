"""The salts that keep pollers apart on one day, and tell nothing of them afterwards."""

import os
import secrets
from hashlib import blake2b
from pathlib import Path

SUFFIX = ".salt"
_BYTES = 32


class Salts:
    """Makes a salt a day, which the processes of a service share. None is kept on a disk.

    Args:
        folder: in memory, where the salt lies for all processes; None: this one is alone.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._day, self._salt = "", b""

    def digest(self, day: str, *parts: str) -> int:
        """A number of 64 bits that stands for texts on that day, and on no other.

        Raises:
            OSError: the salt of the day can neither be read nor made.
        """
        if day != self._day:
            self._salt = self._shared(day) if self._folder else secrets.token_bytes(_BYTES)
            self._day = day
        text = "\n".join(parts).encode("utf-8", "surrogatepass")
        return int.from_bytes(blake2b(text, digest_size=8, key=self._salt).digest())

    def _shared(self, day: str) -> bytes:
        assert self._folder is not None
        path = self._folder / f"{day}{SUFFIX}"
        if not path.exists():
            made = self._folder / f"{secrets.token_hex(8)}.part"
            try:
                made.write_bytes(secrets.token_bytes(_BYTES))
                os.link(made, path)  # whole, or not at all
            except FileExistsError:  # another process was first
                pass
            finally:
                made.unlink(missing_ok=True)
        return path.read_bytes()
