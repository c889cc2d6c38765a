"""What comes by itself: articles that appear when their embargo ends, and ones that expire."""

from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from itertools import groupby, islice
from typing import NamedTuple

from feedsvc.editor.article_status import ArticleStatus
from feedsvc.model.status import next_change


class Due(NamedTuple):
    """Something that time alone will do to an article.

    Attributes:
        time: when.
        appears: whether readers get it then; else it leaves them.
        card: the article.
    """

    time: datetime
    appears: bool
    card: ArticleStatus


class DueDay(NamedTuple):
    """What is due on a day of the site's zone, the earliest first."""

    day: date
    due: list[Due]


def calendar(cards: Iterable[ArticleStatus], zone: tzinfo, most: int) -> list[DueDay]:
    """What is due, by days.

    Args:
        cards: of all articles.
        zone: whose days are meant.
        most: how many articles at most, the earliest first.
    """
    found = [
        Due(time, card.standing == "embargoed", card)
        for card in cards
        if (time := next_change(card.standing, card.published, card.expires)) is not None
    ]
    found.sort(key=lambda one: (one.time, one.card.path))
    days = groupby(islice(found, most), lambda one: one.time.astimezone(zone).date())
    return [DueDay(day, list(some)) for day, some in days]
