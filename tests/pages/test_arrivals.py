"""How often articles come to a feed, in words and bars."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.feeds import Week
from feedsvc.pages.arrivals import HEIGHT, STEP, arrivals

MONDAY = date(2026, 6, 1)


def weeks(totals: list[int]) -> list[Week]:
    return [Week(MONDAY + timedelta(weeks=n), total) for n, total in enumerate(totals)]


@pytest.mark.parametrize(
    ("totals", "said"),
    [
        ([1], "one article in one week"),
        ([5], "5 articles in one week"),
        ([1, 0, 1], "2 articles in 3 weeks"),
        ([3, 0, 4, 5], "About 3 articles a week"),
        ([1] * 10, "About one article a week"),
        ([1, 0, 0, 1], "About 2 articles a month"),
        ([1, *[0] * 24, 1], "About 4 articles a year"),
        ([1300] * 26, "About 1,300 articles a week"),
    ],
)
def test_what_it_says(totals: list[int], said: str) -> None:
    assert arrivals(weeks(totals)).often == said


@given(st.lists(st.integers(0, 5000), max_size=24))
def test_bars_stand_on_one_line_and_tell_the_numbers(between: list[int]) -> None:
    totals = [1, *between, 2]
    shown = arrivals(weeks(totals))
    assert [bar.total for bar in shown.bars] == totals
    assert [bar.monday for bar in shown.bars] == [week.monday for week in weeks(totals)]
    assert [bar.left for bar in shown.bars] == [n * STEP for n in range(len(totals))]
    assert shown.width == STEP * len(totals)
    assert (shown.most, max(bar.height for bar in shown.bars)) == (max(totals), HEIGHT)
    for bar in shown.bars:
        assert bar.top + bar.height == pytest.approx(HEIGHT)
        assert bar.height == pytest.approx(HEIGHT * bar.total / max(totals), abs=0.05)
