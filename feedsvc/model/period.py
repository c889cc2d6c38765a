"""The days and weeks of a time zone. Each is one entry of a digest."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from feedsvc.model.date_format import day_and_month
from feedsvc.model.feed import DigestKind

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_NAMES: dict[DigestKind, re.Pattern[str]] = {
    "daily": re.compile(r"\d{4}-\d\d-\d\d", re.ASCII),
    "weekly": re.compile(r"\d{4}-W\d\d", re.ASCII),
}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EARLIEST = datetime.min.replace(tzinfo=UTC)


class Period(NamedTuple):
    """A day or an ISO week (ISO 8601, Monday to Sunday) of a time zone.

    Attributes:
        digest: whether it is a day or a week.
        first: its first day.
        start, end: its bounds, in UTC; the end is the start of the next period.
    """

    digest: DigestKind
    first: date
    start: datetime
    end: datetime

    @property
    def name(self) -> str:
        """Its name, such as 2026-11-22 or 2026-W47. Names of one kind sort by time."""
        if self.digest == "daily":
            return self.first.isoformat()
        year, week, _ = self.first.isocalendar()
        return f"{year:04}-W{week:02}"

    @property
    def title(self) -> str:
        """Its title, such as Sunday, 22 November 2026, or Week 47 of 2026, 16 to 22 November."""
        first, year = self.first, self.first.year
        if self.digest == "daily":
            return f"{_WEEKDAYS[first.weekday()]}, {day_and_month(first)} {year}"
        last = first + timedelta(days=6)
        of_year, week, _ = first.isocalendar()
        if year != last.year:
            days = f"{day_and_month(first)} {year} to {day_and_month(last)} {last.year}"
        elif first.month != last.month:
            days = f"{day_and_month(first)} to {day_and_month(last)}"
        else:
            days = f"{first.day} to {day_and_month(last)}"
        return f"Week {week} of {of_year}, {days}"


def period_of(digest: DigestKind, moment: datetime, zone: tzinfo) -> Period:
    """The day or week of a zone in which a moment lies.

    Raises:
        OverflowError: the period ends after the year 9999.
    """
    try:
        day = moment.astimezone(zone).date()
    except OverflowError:  # the first hours of the year 1
        day = moment.date()
    # Where clocks go back over midnight, the same day comes twice. It ends when the next begins.
    while day > date.min and moment < _midnight(day, zone):
        day -= _DAY
    while moment >= _midnight(day + _DAY, zone):
        day += _DAY
    return _period(digest, day, zone)


def read_period(digest: DigestKind, name: str, zone: tzinfo) -> Period | None:
    """The period that has a name; None if there is none."""
    if not _NAMES[digest].fullmatch(name):
        return None
    try:
        return _period(digest, date.fromisoformat(name), zone)  # the date of a week is its Monday
    except (ValueError, OverflowError):  # such as 2026-02-30, 2026-W54
        return None


def _period(digest: DigestKind, day: date, zone: tzinfo) -> Period:
    if digest == "daily":
        return Period(digest, day, _midnight(day, zone), _midnight(day + _DAY, zone))
    first = day - timedelta(days=day.weekday())
    return Period(digest, first, _midnight(first, zone), _midnight(first + _WEEK, zone))


def _midnight(day: date, zone: tzinfo) -> datetime:
    """When a day begins, in UTC. Where clocks skip its midnight, it begins when they do."""
    if day == date.min:
        return _EARLIEST
    return datetime.combine(day, time(), zone).astimezone(UTC)
