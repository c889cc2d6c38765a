"""Which version of each item is the newest, where a source has several. Pure."""

from datetime import UTC, datetime
from typing import NamedTuple

from msgspec.structs import replace

from feedsvc.importers.post import ImportedPost

_LONG_AGO = datetime(1, 1, 2, tzinfo=UTC)


class _Known(NamedTuple):
    """What is known of the versions of an item.

    Attributes:
        order: of the newest one.
        number: which of all versions of all items it is.
        first: when the oldest one was sent.
        id: of the oldest one.
        date: the earliest date of publication.
    """

    order: tuple[int, datetime]
    number: int
    first: tuple[int, datetime]
    id: str
    date: datetime | None


class Versions:
    """Collects versions in the order in which they are read, then finds the newest again."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self._read = 0

    def __len__(self) -> int:
        return len(self._known)

    def __contains__(self, source: str) -> bool:
        return source in self._known

    def add(self, post: ImportedPost) -> None:
        """Take a version in."""
        self._read += 1
        order = _order(post)
        old = self._known.get(post.source)
        if old is None:
            self._known[post.source] = _Known(order, self._read, order, post.id, post.date)
            return
        dates = [date for date in (old.date, post.date) if date is not None]
        if order < old.first:
            old = old._replace(first=order, id=post.id)
        if order >= old.order:
            old = old._replace(order=order, number=self._read)
        self._known[post.source] = old._replace(date=min(dates, key=_in_zone, default=None))

    def again(self) -> None:
        """Begin to read the same versions once more."""
        self._read = 0

    def newest(self, post: ImportedPost) -> ImportedPost | None:
        """The version with the id and date of the first, if it is the newest; else None."""
        self._read += 1
        known = self._known[post.source]
        if known.number != self._read:
            return None
        return replace(post, id=known.id, date=known.date)


def _order(post: ImportedPost) -> tuple[int, datetime]:
    return post.version, _in_zone(post.updated or post.date or _LONG_AGO)


def _in_zone(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)
