"""Days and weeks in time zones: each moment lies in one, however clocks are set."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedsvc.model.feed import DIGESTS, DigestKind
from feedsvc.model.period import Period, period_of, read_period

ZONES = sorted(available_timezones() - {"localtime"})
LAST = datetime(9990, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "name", "start", "end"),
    [
        ("UTC", "2026-11-22", "2026-11-22T00:00Z", "2026-11-23T00:00Z"),
        ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00Z", "2026-03-29T22:00Z"),  # 23 hours
        ("Europe/Berlin", "2026-10-25", "2026-10-24T22:00Z", "2026-10-25T23:00Z"),  # 25 hours
        ("Asia/Beirut", "2026-03-29", "2026-03-28T22:00Z", "2026-03-29T21:00Z"),  # no midnight
        ("America/Havana", "2026-11-01", "2026-11-01T04:00Z", "2026-11-02T05:00Z"),  # two of them
        ("America/St_Johns", "2010-11-07", "2010-11-07T02:30Z", "2010-11-08T03:30Z"),  # and 00:01
        ("Asia/Kathmandu", "2026-11-22", "2026-11-21T18:15Z", "2026-11-22T18:15Z"),
        ("Pacific/Apia", "2011-12-29", "2011-12-29T10:00Z", "2011-12-30T10:00Z"),  # then the 31st
        ("Europe/Berlin", "2026-W13", "2026-03-22T23:00Z", "2026-03-29T22:00Z"),
        ("Europe/Berlin", "2026-W53", "2026-12-27T23:00Z", "2027-01-03T23:00Z"),
    ],
)
def test_where_a_period_begins_and_ends(zone: str, name: str, start: str, end: str) -> None:
    kind: DigestKind = "weekly" if "W" in name else "daily"
    found = read_period(kind, name, ZoneInfo(zone))
    assert found is not None
    assert (found.name, found.start, found.end) == (name, at(start), at(end))
    for moment in (found.start, found.end - timedelta(seconds=1)):
        assert period_of(kind, moment, ZoneInfo(zone)) == found
    assert period_of(kind, found.end, ZoneInfo(zone)) != found


@given(
    st.sampled_from(DIGESTS),
    st.datetimes(max_value=LAST, timezones=st.just(UTC)),
    st.sampled_from(ZONES),
)
@example("daily", at("2010-11-07T03:00Z"), "America/St_Johns")
@example("daily", datetime(1, 1, 1, tzinfo=UTC), "America/New_York")
@example("weekly", datetime(1, 1, 1, tzinfo=UTC), "Asia/Tokyo")
def test_each_moment_lies_in_one_period_that_its_name_gives_back(
    kind: DigestKind, moment: datetime, zone: str
) -> None:
    found = period_of(kind, moment, ZoneInfo(zone))
    assert found.start <= moment < found.end
    assert read_period(kind, found.name, ZoneInfo(zone)) == found
    following = period_of(kind, found.end, ZoneInfo(zone))
    assert following.start == found.end
    assert following.name > found.name


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        *[("daily", name) for name in ("", "2026-11-2", "2026-13-01", "2026-02-30", "20261122")],
        *[("daily", name) for name in ("2026-W47", "٢٠٢٦-١١-٢٢", "2026-11-22 ", "9999-12-31")],
        *[
            ("weekly", name)
            for name in ("2026-11-22", "2026-W00", "2025-W53", "2026-W1", "2026W01")
        ],
        *[("weekly", name) for name in ("0000-W01", "9999-W52", "2026-W47-1")],
    ],
)
def test_names_of_no_period(kind: DigestKind, name: str) -> None:
    assert read_period(kind, name, ZoneInfo("UTC")) is None


@pytest.mark.parametrize(
    ("kind", "day", "title"),
    [
        ("daily", "2026-11-22", "Sunday, 22 November 2026"),
        ("weekly", "2026-11-22", "Week 47 of 2026, 16 to 22 November"),
        ("weekly", "2026-02-01", "Week 5 of 2026, 26 January to 1 February"),
        ("weekly", "2026-01-01", "Week 1 of 2026, 29 December 2025 to 4 January 2026"),
    ],
)
def test_titles_say_the_period(kind: DigestKind, day: str, title: str) -> None:
    found: Period = period_of(kind, at(f"{day}T12:00Z"), UTC)
    assert found.title == title
    assert date.fromisoformat(day) - found.first < timedelta(days=7)
