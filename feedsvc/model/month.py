"""The months of a time zone, under which all articles are listed."""

import re
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from feedsvc.model.date_format import month_and_year
from feedsvc.model.period import period_of, read_period

_NAME = re.compile(r"(\d{4})/(\d\d)", re.ASCII)
_MORE_THAN_A_MONTH = timedelta(days=32)


class Month(NamedTuple):
    """A month of a time zone.

    Attributes:
        first: its first day.
        start, end: its bounds, in UTC; the end is the start of the next month.
    """

    first: date
    start: datetime
    end: datetime

    @property
    def name(self) -> str:
        """Its name, such as 2026/06."""
        return f"{self.first.year:04}/{self.first.month:02}"

    @property
    def title(self) -> str:
        """Its title, such as June 2026."""
        return month_and_year(self.first)


def month_of(moment: datetime, zone: tzinfo) -> Month:
    """The month of a zone in which a moment lies.

    Raises:
        OverflowError: the month ends after the year 9999.
    """
    return _month(period_of("daily", moment, zone).first.replace(day=1), zone)


def read_month(name: str, zone: tzinfo) -> Month | None:
    """The month that has a name; None if there is none."""
    found = _NAME.fullmatch(name)
    try:
        return _month(date(int(found[1]), int(found[2]), 1), zone) if found else None
    except (ValueError, OverflowError):  # such as 2026/13
        return None


def following(month: Month, zone: tzinfo) -> Month:
    """The month after a month.

    Raises:
        OverflowError: it ends after the year 9999.
    """
    return _month((month.first + _MORE_THAN_A_MONTH).replace(day=1), zone)


def _month(first: date, zone: tzinfo) -> Month:
    after = (first + _MORE_THAN_A_MONTH).replace(day=1)
    start, end = (read_period("daily", day.isoformat(), zone) for day in (first, after))
    if start is None or end is None:
        raise OverflowError(first)
    return Month(first, start.start, end.start)
