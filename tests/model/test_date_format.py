"""Dates as people write them."""

from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

import pytest

from feedsvc.model.date_format import day, day_and_month

NEW_YEAR = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        (UTC, "31 December 2025"),
        (ZoneInfo("Europe/Berlin"), "1 January 2026"),
        (ZoneInfo("America/New_York"), "31 December 2025"),
    ],
)
def test_a_day_is_that_of_the_zone(zone: tzinfo, told: str) -> None:
    assert day(NEW_YEAR, zone) == told


def test_each_month_has_its_name_in_english() -> None:
    told = [day_and_month(date(2026, month, 2)) for month in range(1, 13)]
    assert " ".join(told) == (
        "2 January 2 February 2 March 2 April 2 May 2 June"
        " 2 July 2 August 2 September 2 October 2 November 2 December"
    )
