"""Times as an editor reads them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from feedsvc.web.preview.times import clock_time, time_left

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)  # 14:00 in Berlin


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2026-06-01T12:05:59+00:00", "14:05"),
        ("2026-06-01T21:59:00+00:00", "23:59"),
        ("2026-06-01T22:00:00+00:00", "2 June 2026, 00:00"),
        ("2026-05-31T22:00:00+00:00", "00:00"),
        ("2026-05-31T21:59:00+00:00", "31 May 2026, 23:59"),
        ("2027-01-01T12:00:00+00:00", "1 January 2027, 13:00"),
    ],
)
def test_the_day_is_told_where_it_is_not_todays_in_the_sites_zone(moment: str, told: str) -> None:
    assert clock_time(datetime.fromisoformat(moment), NOW, BERLIN) == told


def test_today_is_that_of_the_sites_zone() -> None:
    now = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)  # 00:30 on 2 June in Berlin
    assert clock_time(now - timedelta(minutes=25), now, BERLIN) == "00:05"
    assert clock_time(now - timedelta(hours=1), now, BERLIN) == "1 June 2026, 23:30"


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (timedelta(days=-1), "less than a minute"),
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(seconds=60), "1 minute"),
        (timedelta(minutes=59, seconds=59), "59 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=2, minutes=1, seconds=30), "2 hours, 1 minute"),
        (timedelta(days=1, hours=1, minutes=59), "1 day, 1 hour"),
        (timedelta(days=2, minutes=5), "2 days, 5 minutes"),
        (timedelta(days=1234), "1,234 days"),
    ],
)
def test_the_time_left_is_told_in_its_two_largest_units(left: timedelta, told: str) -> None:
    assert time_left(NOW + left, NOW) == told
