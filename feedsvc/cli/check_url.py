"""`feedsvc check URL`: judges a live feed, and prints what was found."""

import sys
import time
from collections.abc import Iterator, Sequence
from typing import NoReturn

import click

from feedsvc.cli import console
from feedsvc.editor.check_url import Finding, Pace, Report, ask, check_url
from feedsvc.model.characters import printable
from feedsvc.model.clock import system_clock

_PAUSE = 1.0  # seconds between two requests
_WORDS = {
    "error": ("error", "errors"),
    "warning": ("warning", "warnings"),
    "advice": ("piece of advice", "pieces of advice"),
}

AGAIN = click.option(
    "--again",
    type=click.FloatRange(1, 86_400),
    metavar="SECONDS",
    help="Of a URL: ask once more after so long, to see a change come through.",
)
PAUSE = click.option(
    "--pause",
    type=click.FloatRange(0, 60),
    metavar="SECONDS",
    show_default=f"{_PAUSE:g}",
    help="Of a URL: wait so long between two requests.",
)


def is_url(target: str) -> bool:
    """Whether an argument is an address of the web, not a file."""
    return target.lower().startswith(("http://", "https://"))


def judge_url(
    targets: Sequence[str], every: bool, again: float | None, pause: float | None, as_json: bool
) -> NoReturn:
    """Judge the feed at an address, print the findings, and end with 1 where there are errors.

    Args:
        targets: the address, and nothing else.
        every: whether --all was given, which is for articles.
        again: seconds after which it is asked once more; None: it is not.
        pause: seconds between two requests; None: as usual.
        as_json: whether to print for programs.

    Raises:
        FeedsvcError: the address cannot be asked.
    """
    if len(targets) > 1:
        raise click.UsageError("name one URL, and nothing else")
    if every:
        raise click.UsageError("--all is for articles; of a URL, everything is told")
    pace = Pace(time.sleep, _PAUSE if pause is None else pause, again or 0)
    report = check_url(targets[0], ask, pace, system_clock, console.progress)
    if as_json:
        console.show_json(report)
    else:
        _show(report)
    sys.exit(1 if report.problems["error"] else 0)


def _show(report: Report) -> None:
    for line in _head(report):
        console.show_line(printable(line))
    if report.found:
        console.show_line("")
        rows = [(one.severity, one.code, _where(one), one.message) for one in report.found]
        console.show_table(("severity", "code", "where", "what is wrong"), rows)
    for one in report.found:
        console.show_line(f"\n{one.code}")
        console.show_line(f"  Subscribers: {one.notices}.")
        console.show_line(f"  To do: {one.to_do}.")
        reported = f"; reported at {one.reported}" if one.reported else ""
        console.show_line(f"  Source: {one.source}, {one.source_url}{reported}")
    click.echo(_count(report), err=True)


def _head(report: Report) -> Iterator[str]:
    yield report.url if report.url == report.address else f"{report.address} leads to {report.url}"
    if report.format:
        title = f"“{report.title}”" if report.title else "without a title"
        entries = f"{report.entries:,} {'entry' if report.entries == 1 else 'entries'}"
        size = f"{report.size:,} bytes, {report.sent:,} as sent"
        yield f"{report.format}, {title}, {entries}, {size}, {report.requests} requests"
    else:
        yield f"No feed that can be read. Requests: {report.requests}"


def _where(finding: Finding) -> str:
    place = finding.places[0]
    where = f"line {place.line}" if place.line else place.where
    return f"{where}, and {finding.count - 1:,} more" if finding.count > 1 else where


def _count(report: Report) -> str:
    told = [f"{number} {_WORDS[kind][number != 1]}" for kind, number in report.problems.items()]
    return ", ".join(told) if report.found else "No problems."
