"""Shows how often articles come to a feed, in words and as bars, one for each week."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from feedsvc.feeds import Week

HEIGHT = 48  # of the tallest bar
STEP = 8  # from one bar to the next
_WEEKS_A_MONTH = 365.25 / 12 / 7


class Bar(NamedTuple):
    """A bar of the picture; `left` and `top` are where it begins."""

    left: int
    top: float
    height: float
    monday: date
    total: int


class Arrivals(NamedTuple):
    """What comes to a feed.

    Attributes:
        often: such as "About 3 articles a week".
        bars: the oldest week first.
        width, height: of all bars.
        most: articles in one week.
    """

    often: str
    bars: tuple[Bar, ...]
    width: int
    height: int
    most: int


def arrivals(weeks: Sequence[Week]) -> Arrivals:
    """Shows how many articles came in each week.

    Args:
        weeks: at least one, the oldest first, with an article in the first and in the last.
    """
    most = max(week.total for week in weeks)
    bars = []
    for number, week in enumerate(weeks):
        height = round(HEIGHT * week.total / most, 1)
        bars.append(Bar(number * STEP, round(HEIGHT - height, 1), height, *week))
    total = sum(week.total for week in weeks)
    return Arrivals(_often(total, len(weeks)), tuple(bars), len(weeks) * STEP, HEIGHT, most)


def _often(total: int, weeks: int) -> str:
    """How often articles come; only counted where they came in too few weeks to tell."""
    if weeks < 4:
        return f"{_articles(total)} in {'one week' if weeks == 1 else f'{weeks} weeks'}"
    rate, span = total / weeks, "week"
    if rate < 1:
        rate, span = rate * _WEEKS_A_MONTH, "month"
    if rate < 1:
        rate, span = rate * 12, "year"
    return f"About {_articles(round(rate))} a {span}"


def _articles(number: int) -> str:
    return "one article" if number == 1 else f"{number:,} articles"
