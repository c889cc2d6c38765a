"""Bars of days: where they stand, and as characters."""

from itertools import pairwise

from feedsvc.audience.picture import HEIGHT, WIDTH, bar_line, bars
from feedsvc.audience.report import DayTotal


def test_the_tallest_bar_fills_the_picture() -> None:
    found = bars([DayTotal("a", 10, 5), DayTotal("b", 0, 0), DayTotal("c", 5, 5)])
    assert [bar.height for bar in found] == [HEIGHT, 0, HEIGHT / 2]
    assert [bar.not_modified for bar in found] == [HEIGHT / 2, 0, HEIGHT / 2]
    for bar, following in pairwise(found):
        assert bar.start + bar.width < following.start
    assert found[-1].start + found[-1].width <= WIDTH


def test_days_without_polls_are_flat() -> None:
    assert [bar.height for bar in bars([DayTotal("a", 0, 0)])] == [0]
    assert bars([]) == []


def test_a_line_of_blocks() -> None:
    assert bar_line([0, 1, 50, 100]) == " ▁▄█"
    assert bar_line([0, 0]) == "  "
    assert bar_line([3, 3]) == "██"
    assert bar_line([]) == ""
