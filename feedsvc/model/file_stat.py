"""The state of a file, by which a later change of it is noticed."""

from os import stat_result
from typing import NamedTuple

_UNKNOWN = -1  # an inode that no file has
_SIGNED = 2**63 - 1  # databases keep signed numbers of 64 bits; some file systems use all of them


class FileStat(NamedTuple):
    """The state of a file when it was looked at.

    Size and time of change can be the same after an edit (`touch -d`, a store of packages, a
    folder of links that is switched); the inode or the time of its last change of state then tell.

    Attributes:
        modified: when its bytes last changed, in nanoseconds since 1970; programs can set it.
        size: in bytes.
        inode: the number that its file system knows it by.
        changed: when anything of it last changed (ctime), in nanoseconds; only a clock sets it.
    """

    modified: int
    size: int
    inode: int = _UNKNOWN
    changed: int = _UNKNOWN

    @classmethod
    def of(cls, status: stat_result) -> "FileStat":
        """The state of a file from its status."""
        inode = status.st_ino & _SIGNED
        return cls(status.st_mtime_ns, status.st_size, inode, status.st_ctime_ns)

    def doubted(self) -> "FileStat":
        """A state that no file has, so that the next look reads the file again."""
        return self._replace(inode=_UNKNOWN)


NO_FILE = FileStat(0, -1)  # of a media file that an article names and that is not there
