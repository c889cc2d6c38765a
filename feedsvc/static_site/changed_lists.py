"""Finds the pages that show something of all that is published, and on which that changed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise

from feedsvc.feeds import MonthLine
from feedsvc.model.feed import EVERYTHING, DigestKind
from feedsvc.model.month import month_of
from feedsvc.model.period import period_of
from feedsvc.newsroom import Newsroom
from feedsvc.static_site import addresses
from feedsvc.static_site.addresses import Wanted
from feedsvc.static_site.changed_article import Changed
from feedsvc.store import feeds

_NEWS_AGE = timedelta(days=2)  # of articles in the news sitemap (web.sitemap)
_ON_FRONT = 20  # articles on the front page (web.pages)
_ON_ERRORS = 5  # on an error page (pages.templating)
_MOST_OF_MONTH = 1000  # articles on the page of a month (feeds.list_catalog)


def single_pages(articles: Iterable[Changed], newer: dict[str, int]) -> Iterator[Wanted]:
    """The front page, the page of what is not there, and the lists for programs.

    Args:
        articles: that changed; none: nothing is known of what did.
        newer: by id, how many articles are newer than one that stands where it stood.
    """
    articles = list(articles)
    steady = bool(articles) and all(one.settled for one in articles)
    alike = steady and all(one.listed_alike for one in articles)
    # Of the newest one the front page shows more than lists do, and a theme may of all on it.
    near = [newer[one.entry_id] - (_ON_FRONT if one.themed else 1) for one in articles if steady]
    if not alike or min(near) < 0:
        yield addresses.page("/")
    if not alike:
        yield addresses.file("/feeds.opml", "list")
        yield addresses.file("/news-sitemap.xml", "list")
    last = [newer[one.entry_id] for one in articles if steady and not _same(one)]
    if not steady or min(last, default=_ON_ERRORS) < _ON_ERRORS:
        yield addresses.not_found()
    if not steady:
        yield addresses.page("/archive")
    if not (steady and all(_alike_in_sitemap(one) for one in articles)):
        yield addresses.file("/sitemap.xml", "list")


def _same(one: Changed) -> bool:
    return one.listed_alike and not one.themed


def _alike_in_sitemap(one: Changed) -> bool:
    """Whether an article certainly has the same date and the same pictures in the sitemap."""
    if one.was is None or one.now is None or one.before is None or one.after is None:
        return False
    return one.was.updated == one.now.updated and one.before.media == one.after.media


def changed_lines(articles: Iterable[Changed]) -> list[Changed]:
    """Those of the articles that may have another line in the sitemap."""
    return [one for one in articles if not (one.settled and _alike_in_sitemap(one))]


def month_pages(
    articles: Iterable[Changed], lines: list[MonthLine], zone: tzinfo
) -> Iterator[Wanted]:
    """The pages of months and years.

    Args:
        articles: that changed.
        lines: all months that have articles now.
        zone: of the site.
    """
    shown, moved = set(), []
    for one in articles:
        months = {month_of(place.published, zone).name for place in one.places(EVERYTHING)}
        if not one.stays(EVERYTHING):
            moved.append(one)
        elif one.listed_alike:
            continue
        shown |= months
    totals = {line.month.name: line.total for line in lines}
    came = _came(moved, zone)
    turned = {
        name for name in came if not (totals.get(name, 0) and totals.get(name, 0) - came[name])
    }
    names = shown | _beside(totals.keys(), turned)
    if came:  # where a month is too large for its page, that says where the older ones stand
        first = min(came)
        names |= {
            name for name, total in totals.items() if total > _MOST_OF_MONTH and name >= first
        }
    for name in sorted(names):
        yield addresses.page(f"/archive/{name}")
    by_year: Counter[str] = Counter()
    for name, total in totals.items():
        by_year[_year(name)] += total
    grown: Counter[str] = Counter()
    for name, count in came.items():
        grown[_year(name)] += count
    turned = {year for year in grown if _turned(by_year[year], grown[year])}
    for year in sorted(grown.keys() | _beside(by_year.keys(), turned)):
        yield addresses.page(f"/archive/{year}")


def _turned(total: int, more: int) -> bool:
    """Whether a list was or is empty, so that those beside it have others beside them."""
    return total == 0 or total == more


def _year(name: str) -> str:
    return name.partition("/")[0]


def _came(moved: Iterable[Changed], zone: tzinfo) -> dict[str, int]:
    """By month, how many more articles it has than it had."""
    found: dict[str, int] = {}
    for one in moved:
        for names, sign in ((one.before, -1), (one.after, 1)):
            if names and names.published and EVERYTHING in names.feeds:
                name = month_of(names.published, zone).name
                found[name] = found.get(name, 0) + sign
    return found


def _beside(there: Iterable[str], touched: set[str]) -> set[str]:
    """Some names, and those of the others that stand beside them in their order."""
    there, found = set(there), set(touched)
    for one, other in pairwise(sorted(there | touched)):
        if one in touched or other in touched:
            found |= {one, other}
    # Where the one between two others left, these are beside each other.
    for name in touched - there:
        found |= {max((n for n in there if n < name), default=name)}
        found |= {min((n for n in there if n > name), default=name)}
    return found


def old_news(newsroom: Newsroom, before: datetime, now: datetime) -> Iterator[Wanted]:
    """The news sitemap, where an article became too old for it between two moments."""
    after = (now - _NEWS_AGE + timedelta(microseconds=1), "")
    with newsroom.store.reading() as connection:
        found = feeds.places(connection, EVERYTHING, now, 1, after)
    if found and found[0][0] > before - _NEWS_AGE:
        yield addresses.file("/news-sitemap.xml", "list")


def over_since(
    digest: DigestKind, since: datetime, now: datetime, zone: tzinfo
) -> Iterator[datetime]:
    """The starts of the periods that ended after one moment and up to another."""
    period = period_of(digest, since, zone)
    while period.end <= now:
        yield period.start
        period = period_of(digest, period.end, zone)
