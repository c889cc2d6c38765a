"""Lists that are kept in a temporary file if they are long, so that they need little memory."""

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import Generic, TypeVar

import msgspec

from feedsvc.errors import FeedsvcError

T = TypeVar("T")
IN_MEMORY = 1 << 20  # bytes; a longer list is kept in a file
RUN = 20_000  # items that are sorted in memory at once


class DiskList(Generic[T]):
    """A list of items in the order in which they were added. It can be read any number of times.

    Items that are added during a reading are read as well.

    Args:
        kind: the type of the items.
    """

    def __init__(self, kind: type[T]) -> None:
        self._decoder = msgspec.json.Decoder(kind)
        self._file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - `close` closes it
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, item: T) -> None:
        """Append an item.

        Raises:
            FeedsvcError: the temporary file cannot be written.
        """
        try:
            self._file.write(msgspec.json.encode(item) + b"\n")
        except OSError as error:
            raise _no_room(error) from error
        self._count += 1

    def __iter__(self) -> Iterator[T]:
        position = 0
        while True:
            try:
                self._file.seek(position)
                lines = self._file.readlines(1 << 16)
                position = self._file.tell()
                self._file.seek(0, 2)  # items that are added meanwhile go to the end
            except OSError as error:
                raise _no_room(error) from error
            if not lines:
                return
            yield from map(self._decoder.decode, lines)

    def close(self) -> None:
        """Close the temporary file, which deletes it."""
        with suppress(OSError):  # closing writes what is buffered, for which there may be no room
            self._file.close()


def _no_room(error: OSError) -> FeedsvcError:
    return FeedsvcError(
        f"temporary files cannot be written ({error.strerror}); make room in the system's folder"
        " for them, or set TMPDIR to another"
    )


def in_order(items: Iterable[T], kind: type[T]) -> Iterator[T]:
    """The items sorted, with about RUN of them in memory at a time.

    Raises:
        FeedsvcError: a temporary file cannot be written.
    """
    left = iter(items)
    run = sorted(islice(left, RUN))  # type: ignore[type-var]
    if len(run) < RUN:
        yield from run
        return
    runs: list[DiskList[T]] = []
    try:
        while run:
            spool = DiskList(kind)
            runs.append(spool)
            for item in run:
                spool.add(item)
            run = sorted(islice(left, RUN))  # type: ignore[type-var]
        yield from heapq.merge(*runs)  # type: ignore[type-var]
    finally:
        for spool in runs:
            spool.close()
