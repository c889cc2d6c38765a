"""Replaces the bytes of a file so that nobody ever sees half of them."""

import contextlib
import errno
import os
import shutil
import tempfile
from pathlib import Path


def rewrite(file: Path, old: bytes, new: bytes) -> bool:
    """Put a new file in the place of an old one, with the same owner and rights.

    The new bytes are on the disk before the new file gets the name. A link is followed: the file
    to which it leads is replaced.

    Args:
        file: which.
        old: what it must hold.
        new: what it is to hold.

    Returns:
        False where it holds something else than `old`; then it stays as it is.

    Raises:
        OSError: it cannot be read or written, or would change its owner; it stays as it is.
    """
    file = file.resolve(strict=True)
    if not os.access(file, os.W_OK):
        raise PermissionError(errno.EACCES, "it is write-protected")
    number, name = tempfile.mkstemp(prefix=".feedsvc-", suffix=".tmp", dir=file.parent)
    try:
        with os.fdopen(number, "wb") as temporary:
            temporary.write(new)
            temporary.flush()
            _own(name, file)
            os.fsync(number)
        if file.read_bytes() != old:
            return False
        os.replace(name, file)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
    return True


def _own(name: str, file: Path) -> None:
    """Give a new file the owner, rights and attributes of another; its times stay new."""
    there, here = os.stat(file), os.stat(name)
    if (there.st_uid, there.st_gid) != (here.st_uid, here.st_gid):
        try:
            os.chown(name, there.st_uid, there.st_gid)
        except PermissionError as error:
            raise PermissionError(error.errno, "it is another user's or group's") from error
    shutil.copystat(file, name)
    os.utime(name)
