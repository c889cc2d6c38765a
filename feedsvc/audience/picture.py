"""Where the bars of a picture of some days stand, as numbers and as characters. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from feedsvc.audience.report import DayTotal

WIDTH, HEIGHT = 640, 160  # of the picture's bars, in units of the picture
_BLOCKS = " ▁▂▃▄▅▆▇█"


class Bar(NamedTuple):
    """The bar of a day: how tall it is, and how much of it from below is answers of 304."""

    day: str
    start: float
    width: float
    height: float
    not_modified: float


def bars(totals: Sequence[DayTotal]) -> list[Bar]:
    """A bar for each day; the tallest is HEIGHT tall."""
    most = max((one.polls for one in totals), default=0) or 1
    step = WIDTH / max(len(totals), 1)
    return [
        Bar(
            one.day,
            round(place * step, 2),
            round(step * 0.8, 2),
            round(HEIGHT * one.polls / most, 2),
            round(HEIGHT * one.not_modified / most, 2),
        )
        for place, one in enumerate(totals)
    ]


def bar_line(numbers: Sequence[int]) -> str:
    """A character for each number, the taller the larger; a blank for 0."""
    most = max(numbers, default=0) or 1
    return "".join(_BLOCKS[-(-number * (len(_BLOCKS) - 1) // most)] for number in numbers)
