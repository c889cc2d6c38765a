"""What an answer means, and when what failed is tried again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.push.schedule import is_slow, meaning, next_try, next_verification

NOW = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_success_is_a_delivery(status: int) -> None:
    assert meaning(status, "push") == meaning(status, "ping") == "delivered"


@pytest.mark.parametrize("status", [0, 101, 199, 300, 301, 302, 304, 307, 308, 404, 429, 500, 503])
def test_all_else_is_a_failure_redirects_too(status: int) -> None:
    assert meaning(status, "push") == meaning(status, "ping") == "failed"


def test_a_subscriber_that_is_gone_is_gone_but_a_hub_is_asked_again() -> None:
    assert meaning(410, "push") == "gone"
    assert meaning(410, "ping") == "failed"


def test_waits_double_from_a_minute_to_six_hours() -> None:
    waits = [(next_try(tries, NOW, 0.0) - NOW) / timedelta(minutes=1) for tries in range(1, 12)]
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]


@given(st.integers(0, 10**9), st.floats(0, 1))
def test_no_wait_is_shorter_than_48_s_or_longer_than_six_hours(tries: int, random: float) -> None:
    assert timedelta(seconds=48) <= next_try(tries, NOW, random) - NOW <= timedelta(hours=6)


def test_those_that_failed_together_are_tried_apart() -> None:
    assert next_try(10, NOW, 0.0) - next_try(10, NOW, 1.0) == timedelta(hours=6) * 0.2


def test_a_callback_is_asked_four_times_whether_it_meant_it() -> None:
    again = [next_verification(tries, NOW, 0.0) for tries in range(1, 6)]
    assert again[:3] == [next_try(tries, NOW, 0.0) for tries in range(1, 4)]
    assert again[3:] == [None, None]


def test_who_failed_or_took_long_is_slow() -> None:
    assert not is_slow(0)
    assert not is_slow(0, 1.9)
    assert is_slow(1)
    assert is_slow(0, 2.0)
