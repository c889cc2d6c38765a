"""The clock of the system gives UTC, whatever zone the machine is set to."""

import time
from collections.abc import Iterator
from datetime import UTC

import pytest

from feedsvc.model.clock import system_clock


@pytest.fixture
def kathmandu(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose own time is 5:45 hours ahead of UTC."""
    with monkeypatch.context() as changed:
        changed.setenv("TZ", "NPT-5:45")
        time.tzset()
        assert time.localtime().tm_gmtoff == 5 * 3600 + 45 * 60
        yield
    time.tzset()


@pytest.mark.usefixtures("kathmandu")
def test_the_zone_of_the_machine_does_not_count() -> None:
    now = system_clock()
    assert now.tzinfo is UTC
    assert abs(now.timestamp() - time.time()) < 3600
