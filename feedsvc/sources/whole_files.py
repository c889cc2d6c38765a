"""Writes and replaces files so that nobody ever sees half of one."""

import contextlib
import errno
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path


def create(file: Path, data: bytes) -> None:
    """Make a file that is not there yet; it gets its name when it is whole.

    Args:
        file: in a folder that is there.
        data: what it is to hold.

    Raises:
        FileExistsError: there is one of that name; it stays as it is.
        OSError: it cannot be written; there is none.
    """
    number, name = tempfile.mkstemp(prefix=".feedsvc-", suffix=".tmp", dir=file.parent)
    try:
        with os.fdopen(number, "wb") as temporary:
            temporary.write(data)
        os.chmod(name, 0o666 & ~_umask())
        try:
            os.link(name, file)  # unlike a rename, it replaces nothing
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if os.path.lexists(file):
                raise FileExistsError(errno.EEXIST, "it is there already", str(file)) from None
            os.replace(name, file)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)


@cache
def _umask() -> int:
    """The rights that this process gives to no new file."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


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
