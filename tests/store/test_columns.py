"""Times and texts come back from a database as they were put, and in the same order."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects.sqlite import dialect

from feedsvc.store.columns import Moment

SQLITE = dialect()
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=ZONES)  # noqa: DTZ001


def kept(moment: datetime | None) -> int | None:
    found: int | None = Moment().process_bind_param(moment, SQLITE)
    return found


def test_a_moment_is_microseconds_since_1970() -> None:
    assert kept(datetime(1970, 1, 1, tzinfo=UTC)) == 0
    assert kept(datetime(1970, 1, 2, 1, 0, 0, 5, timezone(timedelta(hours=1)))) == 86_400_000_005
    assert kept(datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)) == -1_000_000
    assert kept(None) is None


@given(MOMENTS, MOMENTS)
def test_moments_come_back_in_utc_and_are_sorted_as_times_are(
    one: datetime, other: datetime
) -> None:
    back = Moment().process_result_value(kept(one), SQLITE)
    assert back == one
    assert back is not None
    assert back.tzinfo is UTC
    kept_one, kept_other = kept(one), kept(other)
    assert kept_one is not None
    assert kept_other is not None
    assert (kept_one < kept_other) == (one < other)
