"""Routes of the lists by which every article can be reached: numbered pages, and months."""

import re
from collections.abc import Callable
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from feedsvc.errors import NoSuchFeed
from feedsvc.feeds import KINDS, MonthLine, NumberedPage, Older
from feedsvc.model.feed import EVERYTHING, feed_path, page_name, part_name
from feedsvc.model.month import Month
from feedsvc.newsroom import Newsroom
from feedsvc.pages import Pages
from feedsvc.web.redirects import Redirects, moved
from feedsvc.web.responses import answer_page

MONTHS = "archive"  # the address of the list of months
_NUMBER = re.compile("[1-9][0-9]{0,8}")


class Turn(NamedTuple):
    """The addresses to which a page of a list leads; empty where it leads nowhere.

    Attributes:
        newer, older: of the next pages.
        place: of the first article on the older page that this one does not show.
    """

    newer: str = ""
    older: str = ""
    place: str = ""


def read_number(text: str) -> int:
    """The number of a page, as addresses write it; 0: it is none."""
    return int(text) if _NUMBER.fullmatch(text) else 0


def turn_from(site: str, name: str, older: Older | None) -> Turn:
    """The turn of a list that shows the newest articles of a feed.

    Args:
        site: the base_url.
        name: of the feed.
        older: where it goes on; None: it shows all.
    """
    if older is None:
        return Turn()
    address = site + feed_path(page_name(name, older.page))
    return Turn(older=address, place=f"{address}#_n{older.article}")


def add_lists(routes: Blueprint, newsroom: Newsroom, pages: Pages, old: Redirects) -> None:
    """Add the lists to the blueprint of a newsroom.

    Where an old address of the newsroom is the same, it goes on leading where it led.

    Args:
        routes: gets the addresses.
        newsroom: whose articles they list.
        pages, old: render pages, and redirect old addresses.
    """

    def page(
        path: str, template: str, make: Callable[[], dict[str, Any]], *, endless: bool
    ) -> AnyResponse:
        if target := old.stated(path):
            return moved(target)
        try:
            made = pages.page(("list", path), template, make, asked=endless)
        except NoSuchFeed as error:
            return old.answer(path, str(error))
        return answer_page(made, request, newsroom.now())

    def numbered(word: str, number: str, slug: str = "") -> AnyResponse:
        name = part_name(word, slug) if slug else word

        def make() -> dict[str, Any]:
            found = newsroom.feeds.lists.page(name, read_number(number))
            return _numbered_page(found, newsroom.settings.site)

        return page(page_name(name, number), "numbered.html", make, endless=True)

    for word in (word for word, kind in KINDS.items() if kind.numbered):
        base = word if word == EVERYTHING else part_name(word, "<slug>")
        path = f"/{page_name(base, '<number>')}"
        routes.add_url_rule(path, f"{word}_numbered_page", partial(numbered, word))

    @routes.get(f"/{MONTHS}")
    def months() -> AnyResponse:
        def make() -> dict[str, Any]:
            lines = newsroom.feeds.lists.months()
            return {"years": _by_year(lines), "year": ""}

        return page(MONTHS, "months.html", make, endless=False)

    @routes.get(f"/{MONTHS}/<year>")
    def year(year: str) -> AnyResponse:
        def make() -> dict[str, Any]:
            return _year_page(newsroom, year)

        return page(f"{MONTHS}/{year}", "months.html", make, endless=True)

    @routes.get(f"/{MONTHS}/<year>/<month>")
    def month(year: str, month: str) -> AnyResponse:
        name = f"{year}/{month}"

        def make() -> dict[str, Any]:
            return _month_page(newsroom, name)

        return page(f"{MONTHS}/{name}", "month.html", make, endless=True)


def _numbered_page(found: NumberedPage, site: str) -> dict[str, Any]:
    """What a numbered page shows; the newest one leads to the list itself."""

    def address(number: int) -> str:
        return site + feed_path(page_name(found.feed.name, number))

    home = f"{site}/" if found.feed.name == EVERYTHING else site + feed_path(found.feed.name)
    newer = home if found.newest else address(found.number + 1)
    older = address(found.number - 1) if found.number > 1 else ""
    last = found.first + len(found.entries) - 1
    return {
        "feed": found.feed,
        "here": found.feed.name,
        "number": found.number,
        "entries": list(zip(range(last, 0, -1), found.entries, strict=False)),
        "address": address(found.number),
        "turn": Turn(newer, older, older),
    }


def _month_page(newsroom: Newsroom, name: str) -> dict[str, Any]:
    """What the page of a month shows; newer and older are the months beside it."""
    site = newsroom.settings.site
    found = newsroom.feeds.lists.month(name)

    def address(month: Month | None) -> str:
        return f"{site}/{MONTHS}/{month.name}" if month else ""

    older = address(found.before)
    return {
        "month": found.month,
        "entries": found.entries,
        "more": found.total - len(found.entries),
        "rest": turn_from(site, EVERYTHING, found.older).place,
        "before": found.before,
        "after": found.after,
        "turn": Turn(address(found.after), older, older),
    }


def _year_page(newsroom: Newsroom, name: str) -> dict[str, Any]:
    """What the page of a year shows; newer and older are the years beside it.

    Raises:
        NoSuchFeed: nothing was published in such a year.
    """
    years = _by_year(newsroom.feeds.lists.months())
    names = [f"{number:04}" for number, _, _ in years]
    if name not in names:
        raise NoSuchFeed(f"nothing was published in {name!r}")
    at = names.index(name)

    def address(place: int) -> str:
        return (
            f"{newsroom.settings.site}/{MONTHS}/{names[place]}"
            if place in range(len(names))
            else ""
        )

    older = address(at + 1)
    return {"years": [years[at]], "year": name, "turn": Turn(address(at - 1), older, older)}


def _by_year(lines: list[MonthLine]) -> list[tuple[int, int, list[MonthLine]]]:
    """Years with the number of their articles and their months, newest first."""
    years = [
        (year, list(some)) for year, some in groupby(lines, key=lambda one: one.month.first.year)
    ]
    return [(year, sum(line.total for line in some), some) for year, some in years]
