"""Times of exports."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from feedsvc.importers.times import any_time, local, utc

NOON = datetime(2020, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2020-03-01T12:00:00Z", NOON),
        ("2020-03-01 12:00:00 UTC", NOON),
        ("2020-03-01T12:00:00.000Z", NOON),
        ("Sun, 01 Mar 2020 12:00:00 GMT", NOON),
        ("1 Mar 2020 13:00:00 +0100", NOON),
        ("Sun, 01 Mar 2020 07:00:00 EST", NOON),
        ("2020-03-01T13:00:00+01:00", NOON),
        ("2020-03-01T12:00:00", datetime(2020, 3, 1, 12)),  # noqa: DTZ001
        ("Mon, 30 Nov -0001 00:00:00 +0000", None),
        ("0001-01-01T00:00:00Z", None),
        ("2020-13-01T00:00:00Z", None),
        ("Sun, 41 Mar 2020 12:00:00 GMT", None),
        ("soon", None),
        ("", None),
    ],
)
def test_of_feeds(text: str, time: datetime | None) -> None:
    assert any_time(text) == time


def test_of_wordpress() -> None:
    assert utc(" 2020-03-01 12:00:00\n") == NOON
    assert local("2020-03-01 12:00:00") == datetime(2020, 3, 1, 12)  # noqa: DTZ001
    assert utc("0000-00-00 00:00:00") is None
    assert utc("2020-02-30 00:00:00") is None


def test_the_zone_stays() -> None:
    time = any_time("Sun, 01 Mar 2020 07:00:00 -0500")
    assert time is not None
    assert time.tzinfo == timezone(timedelta(hours=-5))
