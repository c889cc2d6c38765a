"""Months of time zones: each moment lies in one, and each has one name."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.month import following, month_of, read_month

ZONES = sorted(available_timezones() - {"localtime"})

FIRST, LAST = (datetime(year, 1, 2, tzinfo=UTC).replace(tzinfo=None) for year in (1000, 9990))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "name", "start", "end"),
    [
        ("UTC", "2026/06", "2026-06-01T00:00Z", "2026-07-01T00:00Z"),
        ("UTC", "2026/12", "2026-12-01T00:00Z", "2027-01-01T00:00Z"),
        ("Europe/Berlin", "2026/03", "2026-02-28T23:00Z", "2026-03-31T22:00Z"),
        ("Asia/Kathmandu", "2024/02", "2024-01-31T18:15Z", "2024-02-29T18:15Z"),
    ],
)
def test_where_a_month_begins_and_ends(zone: str, name: str, start: str, end: str) -> None:
    found = read_month(name, ZoneInfo(zone))
    assert found is not None
    assert (found.name, found.start, found.end) == (name, at(start), at(end))


@pytest.mark.parametrize(
    "name",
    ["2026/13", "2026/00", "2026/6", "26/06", "2026/006", "٢٠٢٦/06", "9999/12", "0000/01", ""],
)
def test_what_is_no_month(name: str) -> None:
    assert read_month(name, UTC) is None


def test_what_a_month_is_called() -> None:
    found = read_month("2026/06", UTC)
    assert found is not None
    assert found.title == "June 2026"
    assert following(found, UTC).title == "July 2026"


@given(
    moment=st.datetimes(FIRST, LAST, timezones=st.just(UTC)),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
)
def test_each_moment_lies_in_one_month(moment: datetime, zone: ZoneInfo) -> None:
    found = month_of(moment, zone)
    assert found.start <= moment < found.end
    assert read_month(found.name, zone) == found
    assert following(found, zone).start == found.end
