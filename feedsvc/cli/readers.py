"""The command that tells who reads: readers."""

import os
import sys
from pathlib import Path

import click

from feedsvc.audience import AudienceReport, bar_line, days_until, report, share
from feedsvc.cli import console
from feedsvc.cli.options import ARTICLES, plain_errors
from feedsvc.model.audience import FeedDay
from feedsvc.model.clock import system_clock
from feedsvc.settings import Settings
from feedsvc.store.audience import DAYS_KEPT, counts_since
from feedsvc.store.opening import audience_file, site_in

_FEEDS, _CLIENTS, _AGGREGATORS = 40, 20, 8  # rows for people, and names in a row


@click.command()
@ARTICLES
@click.option(
    "--days",
    default=28,
    show_default=True,
    type=click.IntRange(1, DAYS_KEPT),
    help="Tell of so many days, today included.",
)
@click.option("--feed", metavar="NAME", help="Tell of one feed, day by day.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts for programs.")
@plain_errors
def readers(articles: Path, days: int, feed: str | None, as_json: bool) -> None:
    """Tell who polls the feeds: how often, with which programs, for how many subscribers.

    NAME is as for `feedsvc feed`, or "private feeds" or "searches" for all of these together.

    \b
    Example:
      feedsvc readers articles
      feedsvc readers articles --feed category/world --days 7
    """
    settings = site_in(articles, os.environ).settings
    span = days_until(system_clock().astimezone(settings.zone).date(), days)
    counts = counts_since(audience_file(articles, os.environ), span[0])
    counts = [one for one in counts if one.day in span and feed in (None, one.feed)]
    if as_json:
        console.show_json(_told(counts, span, settings))
    elif not counts:
        click.echo(_nothing(feed, settings), err=True)
    elif feed is not None:
        _show_days(counts, span)
    else:
        _show_feeds(report(counts, span))


def _nothing(feed: str | None, settings: Settings) -> str:
    if not settings.readers.count:
        return "Polls are not counted: readers.count is false."
    what = "No feed" if feed is None else f"{feed!r}"
    told = f"{what} was polled in these days, as far as feedsvc serve counted."
    return told if feed is None else f"{told} Without --feed, all feeds are listed that were."


def _told(counts: list[FeedDay], span: list[str], settings: Settings) -> dict[str, object]:
    """The counts as values for programs."""
    return {
        "counting": settings.readers.count,
        "timezone": settings.timezone,
        "first": span[0],
        "last": span[-1],
        "rows": [
            {
                "day": one.day,
                "feed": one.feed,
                "polls": one.polls,
                "not_modified": one.not_modified,
                "not_modified_share": share(one.not_modified, one.polls),
                "pollers": one.pollers,
                "more_pollers": one.more,
                "clients": one.clients,
                "subscribers": one.subscribed,
                "subscribers_total": sum(one.subscribed.values()),
            }
            for one in counts
        ],
    }


def _show_feeds(found: AudienceReport) -> None:
    """A row for each feed, and a row for each family of clients."""
    rows = []
    for one in found.feeds[:_FEEDS]:
        told = _subscribers(one.subscribers)
        row = [one.feed, f"{one.polls:,}", _percent(one.not_modified, one.polls)]
        rows.append([*row, _pollers(one.pollers, one.more), told, *_bar(one.by_day)])
    headings = ["feed", "polls", "304", "pollers", "subscribers", *_bar_heading(found.days)]
    console.show_table(headings, rows)
    if (more := len(found.feeds) - _FEEDS) > 0:
        console.show_line(f"and {more:,} more; all of them: feedsvc readers --json")
    console.show_line("")
    clients = [
        (family, f"{polls:,}", _percent(polls, found.polls))
        for family, polls in found.clients[:_CLIENTS]
    ]
    console.show_table(("client", "polls", "share"), clients)
    console.show_line("")
    console.show_line("Pollers and subscribers: the most on one day.")


def _show_days(counts: list[FeedDay], span: list[str]) -> None:
    """A row for each day of a feed."""
    by_day = {one.day: one for one in counts}
    most = max(one.polls for one in counts)
    rows = []
    for day in span:
        one = by_day.get(day, FeedDay(day, counts[0].feed))
        row = [day, f"{one.polls:,}", _percent(one.not_modified, one.polls)]
        row += [_pollers(one.pollers, one.more), _subscribers(one.subscribed)]
        rows.append([*row, *(["█" * -(-one.polls * 20 // most)] if _can_draw() else [])])
    headings = ["day", "polls", "304", "pollers", "subscribers", *([""] if _can_draw() else [])]
    console.show_table(headings, rows)


def _percent(part: int, whole: int) -> str:
    return f"{share(part, whole):.0%}" if whole else ""


def _pollers(number: int, more: bool) -> str:
    return f"{number:,}+" if more else f"{number:,}"


def _subscribers(told: dict[str, int]) -> str:
    """The sum, and what each aggregator tells."""
    if not told:
        return ""
    named = ", ".join(f"{name} {number:,}" for name, number in [*told.items()][:_AGGREGATORS])
    end = ", …" if len(told) > _AGGREGATORS else ""
    return f"{sum(told.values()):,} ({named}{end})"


def _bar(numbers: list[int]) -> list[str]:
    return [bar_line(numbers)] if _can_draw() else []


def _bar_heading(days: list[str]) -> list[str]:
    return [f"{days[0][5:]} to {days[-1][5:]}"] if _can_draw() else []


def _can_draw() -> bool:
    """Whether standard output can show blocks."""
    try:
        "▁█".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
