"""Long lists that are kept in a temporary file, so that memory does not grow with the archive."""

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from types import TracebackType
from typing import Generic, TypeVar

import msgspec

from feedsvc.errors import FeedsvcError

T = TypeVar("T")
IN_MEMORY = 1 << 20  # bytes; a longer list goes to a file
RUN = 20_000  # items that are sorted in memory


class DiskList(Generic[T]):
    """Items in the order in which they were added; read any number of times, from the start.

    What is added while it is read is read as well.

    Args:
        kind: the type of the items.
    """

    def __init__(self, kind: type[T]) -> None:
        self._decoder = msgspec.json.Decoder(kind)
        self._file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - `close` closes it
        self._count = 0

    def __enter__(self) -> "DiskList[T]":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return self._count

    def add(self, item: T) -> None:
        """Keep one more.

        Raises:
            FeedsvcError: there is no room for it.
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
                self._file.seek(0, 2)  # what is added meanwhile goes to the end
            except OSError as error:
                raise _no_room(error) from error
            if not lines:
                return
            yield from map(self._decoder.decode, lines)

    def close(self) -> None:
        """Let the file go."""
        with suppress(OSError):  # of what had no room
            self._file.close()


def _no_room(error: OSError) -> FeedsvcError:
    return FeedsvcError(
        f"temporary files cannot be written ({error.strerror}); make room in the system's folder"
        " for them, or set TMPDIR to another"
    )


def in_order(items: Iterable[T], kind: type[T]) -> Iterator[T]:
    """The items sorted, few of them in memory at a time."""
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
