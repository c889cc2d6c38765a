"""Pages of samples, with which a theme's templates are tried: all that a page can say is said."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from markupsafe import Markup

from feedsvc.feeds import OpenFeed, ReadingOn, Week
from feedsvc.model.article import Author, Enclosure
from feedsvc.model.feed import Feed
from feedsvc.model.month import Month
from feedsvc.model.period import Period
from feedsvc.pages.arrivals import arrivals
from feedsvc.pages.groups import Group
from feedsvc.pages.rendering import shared_values
from feedsvc.pages.variables import WITHOUT
from feedsvc.render import CorrectionView, EntryView, SectionView, TermView
from feedsvc.settings import Settings

SAMPLE_SETTINGS = Settings(
    title="Sample",
    subtitle="A sample",
    base_url="https://news.example",
    author="The desk",
    rights="All rights reserved",
    icon="icon.png",
)
_SITE = SAMPLE_SETTINGS.site
_TIME = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


class _Turn(NamedTuple):
    newer: str
    older: str
    place: str


class _PeriodLine(NamedTuple):
    title: str
    url: str
    total: int


class _MonthLine(NamedTuple):
    month: Month
    total: int


def sample_of(page: str) -> dict[str, Any]:
    """The values of a page of samples.

    Args:
        page: the name of its template (variables.PAGES).
    """
    values = shared_values(SAMPLE_SETTINGS, "/static/style.css")
    values |= {"categories": [_feed("category/world", "category")], "searchable": True}
    return values | WITHOUT.get(page, {}) | _samples()[page]


def _feed(name: str = "feed", kind: str = "feed", **more: Any) -> Feed:
    return Feed(name, kind, "Sample: World", "Of the world", "World", **more)


def _entry(number: int) -> EntryView:
    url = f"{_SITE}/articles/rain-{number}"
    section = SectionView("_s1", "Where it rains", 2, f"{url}#_s1", "On the river it rains.")
    desk = TermView("rain-desk", "Rain desk", f"{_SITE}/author/")
    category = TermView("world", "World", f"{_SITE}/category/")
    picture = Enclosure(f"{_SITE}/media/rain.png", "image/png", 1000, 640, 480)
    sound = Enclosure(f"{_SITE}/media/rain.mp3", "audio/mpeg", 1000)
    return EntryView(
        id=f"tag:news.example,2026:rain-{number}",
        headline=f"Rain {number}",
        url=url,
        page=url,
        published=_TIME - timedelta(hours=number),
        updated=_TIME,
        sections=(section, section._replace(id="_s2", heading="When")),
        content='<p>It rains.</p><h2 id="_s1">Where it rains</h2><p>On the river it rains.</p>',
        site_language="en",
        full=True,
        language="en",
        standfirst="It will stay",
        authors=(Author("Rain desk"),),
        desks=(desk,),
        terms=(category, TermView("weather", "weather", f"{_SITE}/tag/")),
        image=picture,
        image_alt="A river",
        image_credit="The desk",
        enclosures=(sound,),
        corrections=(CorrectionView("It said snow.", _TIME, "Correction, 1 June 2026"),),
    )


def _error() -> dict[str, Any]:
    return {
        "name": "Not Found",
        "reason": "Nothing is here.",
        "latest": Markup("<p>Rain</p>"),
        "meant": "rain",
    }


@cache
def _samples() -> dict[str, dict[str, Any]]:
    """The values of each page beside those of all pages."""
    world, daily = _feed("category/world", "category"), _feed("digest/daily", digest="daily")
    entries = [_entry(number) for number in range(1, 9)]
    turn = _Turn(f"{_SITE}/page/3", f"{_SITE}/page/1", f"{_SITE}/page/1#_n1")
    month = Month(date(2026, 6, 1), _TIME, _TIME + timedelta(days=30))
    period = Period("daily", date(2026, 6, 1), _TIME, _TIME + timedelta(days=1))
    everything, held = OpenFeed(_feed(), 8, _TIME), OpenFeed(world, 8, _TIME)
    listed: dict[str, Any] = {"entries": entries, "turn": turn}
    return {
        "article.html": {
            "entry": entries[0],
            "on": ReadingOn(entries[1], entries[2], tuple(entries[3:5])),
        },
        "digest.html": {
            "feed": daily,
            "periods": [_PeriodLine("1 June 2026", f"{_SITE}/digest/daily/2026-06-01", 8)],
        },
        "error.html": _error(),
        "feed.html": {
            "feed": world,
            "suffix": "atom",
            "name": "Atom",
            "entries": entries,
            "archives": 2,
            "arrivals": arrivals([Week(date(2026, 5, 25), 3), Week(date(2026, 6, 1), 5)]),
        },
        "home.html": listed
        | {
            "everything": everything,
            "groups": [Group("Categories", [held], open=True)],
            "digests": [daily],
        },
        "latest.html": {"entries": entries},
        "month.html": listed
        | {"month": month, "more": 2, "rest": f"{_SITE}/page/1", "before": month, "after": month},
        "months.html": {
            "years": [(2026, 8, [_MonthLine(month, 8)])],
            "year": "",
            "turn": _Turn(f"{_SITE}/archive/2027", f"{_SITE}/archive/2025", ""),
        },
        "numbered.html": listed
        | {
            "feed": world,
            "number": 2,
            "entries": list(zip(range(8, 0, -1), entries, strict=True)),
            "address": f"{_SITE}/category/world/page/2",
        },
        "part.html": listed | {"feed": world, "kind": "Category", "digests": [daily]},
        "period.html": {"feed": daily, "period": period, "entries": entries, "more": 2},
        "search.html": listed
        | {
            "feed": _feed("search", "search"),
            "feeds": {one: f"{_SITE}/search.{one}?q=rain" for one in ("atom", "rss", "json")},
            "query": "rain",
            "number": 2,
        },
    }
