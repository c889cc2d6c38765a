"""Lists in a temporary file: in any number, read while they grow, sorted."""

from contextlib import closing

import pytest

from feedsvc.sources import disk_list
from feedsvc.sources.disk_list import DiskList, in_order


def test_a_spool_is_read_while_it_grows() -> None:
    with closing(DiskList(str)) as spooled:
        for number in range(20_000):
            spooled.add(f"line\n{number}")
        seen = []
        for item in spooled:
            seen.append(item)
            if len(seen) == 10:
                spooled.add("late")
        assert seen == [*(f"line\n{number}" for number in range(20_000)), "late"]
        assert list(spooled) == seen
        assert len(spooled) == 20_001


@pytest.mark.parametrize("run", [1, 3, 100])
def test_more_than_memory_may_hold_is_sorted(run: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_list, "RUN", run)
    items = [f"{number * 7919 % 101}" for number in range(100)]
    assert list(in_order(iter(items), str)) == sorted(items)
