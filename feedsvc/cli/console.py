"""Prints what commands tell: progress, tables and problems for people, JSON for programs."""

import errno
import json
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from time import perf_counter

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from feedsvc.editor.diff import NAMED, Change, Comparison, short
from feedsvc.errors import FeedsvcError
from feedsvc.indexer import Progress as Watcher
from feedsvc.indexer import ScanReport, times_ahead, waiting_for_new
from feedsvc.model.characters import printable, printable_json
from feedsvc.model.problem import Problem

_NAMED_UNTOLD = 20
_STYLES = {"error": "bold red", "warning": "yellow", "info": "dim"}


@contextmanager
def progress(what: str, clock: Callable[[], float] = perf_counter) -> Iterator[Watcher]:
    """Show the progress of long work on standard error: a bar on a terminal, else plain lines.

    Args:
        what: the name of the work, such as "Reading articles".
        clock: seconds.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(what, clock)
        return
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    with bar:
        task = bar.add_task(what, total=None, rate="")

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, rate=_rate(bar.tasks[0].speed or 0))

        yield show


def _lines(what: str, clock: Callable[[], float]) -> Watcher:
    told = -1
    started = clock()

    def show(done: int, total: int) -> None:
        nonlocal told, started
        tenth = done * 10 // total if total else 10
        if total >= 1000 and tenth > told:
            if told < 0:
                started = clock()  # until now the work was being measured
            told = tenth
            passed = clock() - started
            parts = [f"{what}: {done:,} of {total:,}"]
            if done and passed > 0:
                parts.append(_rate(done / passed))
                if done < total:
                    parts.append(f"{_duration((total - done) * passed / done)} left")
            click.echo(", ".join(parts), err=True)

    return show


def _rate(speed: float) -> str:
    return f"{speed:,.0f}/s" if speed else ""


def _duration(seconds: float) -> str:
    whole = max(round(seconds), 1)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


@contextmanager
def _written() -> Iterator[None]:
    """Turn errors of writing into FeedsvcError, but for a closed pipe: click ends the command."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        raise FeedsvcError(
            f"the output cannot be written ({error.strerror}); send it to where there is space"
        ) from error


@_written()
def show_problems(problems: Iterable[Problem], *, to_stderr: bool = False) -> None:
    """Print a line for each problem: file:line: severity: code: message.

    Raises:
        FeedsvcError: they cannot be written.
    """
    console = Console(stderr=to_stderr, soft_wrap=True, highlight=False, markup=False)
    for problem in problems:
        line = Text(f"{printable(problem.path)}:{problem.line}: ")
        line.append(problem.severity, _STYLES[problem.severity])
        line.append(printable(f": {problem.code}: {problem.message}"))
        console.print(line)


@_written()
def show_bytes(data: bytes) -> None:
    """Write bytes as they are to standard output.

    Raises:
        FeedsvcError: they cannot be written.
    """
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()  # a closed pipe shows here, where click ends the command quietly


@_written()
def show_json(value: object) -> None:
    """Print a value as JSON on standard output, for programs.

    Raises:
        FeedsvcError: it cannot be written.
    """
    text = json.dumps(msgspec.to_builtins(value), ensure_ascii=False, indent=2)
    click.echo(printable_json(text))


@_written()
def show_line(text: str) -> None:
    """Print a line on standard output, for programs.

    Raises:
        FeedsvcError: it cannot be written.
    """
    click.echo(text)


def counts(problems: Collection[Problem]) -> dict[str, int]:
    """How many problems there are of each severity."""
    return {severity: sum(p.severity == severity for p in problems) for severity in _STYLES}


def scanned_summary(scanned: ScanReport, problems: list[Problem]) -> dict[str, object]:
    """The result of a scan of the folder as numbers and paths, for programs."""
    return {
        "files": scanned.files,
        "read": scanned.read,
        "articles": scanned.articles,
        "published": scanned.published,
        "new": scanned.new,
        "changed": scanned.changed,
        "moved": scanned.moved,
        "gone": [record.path for record in scanned.gone],
        "gone_count": scanned.gone_count,
        "held": [record.path for record in scanned.held],
        "held_count": scanned.held_count,
        "untold": scanned.untold,
        "untold_count": scanned.untold_count,
        "waiting": scanned.waiting,
        "ahead": scanned.ahead,
        "problems": counts(problems),
    }


def show_scanned(scanned: ScanReport, problems: list[Problem]) -> None:
    """Print the result of a scan of the folder as a small table on standard error."""
    found = counts(problems)
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="right")
    table.add_column()
    for number, label in (
        (scanned.files, "article files"),
        (scanned.read, "read, the others look unchanged"),
        (scanned.articles, "articles, of which"),
        (scanned.published, "are published"),
        (scanned.new, "new"),
        (scanned.changed, "changed"),
        (scanned.moved, "moved"),
        (scanned.gone_count, "gone"),
        (scanned.untold_count, "not public any more, by the rules of reading"),
        (found["error"], "errors"),
        (found["warning"], "warnings"),
        (found["info"], "notes (feedsvc check shows them)"),
    ):
        if number or label == "article files":
            table.add_row(f"{number:,}", label)
    console = Console(stderr=True, highlight=False)
    console.print(table)
    if not (scanned.new or scanned.changed or scanned.moved or scanned.gone or scanned.untold):
        console.print("Nothing changed.")
    for path in scanned.untold[:_NAMED_UNTOLD]:
        console.print(f"not public any more: {printable(path)}", markup=False, soft_wrap=True)
    if scanned.ahead:
        console.print(times_ahead(scanned.ahead), style="yellow", soft_wrap=True)
    if scanned.waiting:
        console.print(waiting_for_new(scanned.waiting), style="yellow", soft_wrap=True)
    if scanned.held:
        console.print(
            f"{scanned.held_count:,} articles are gone at once, so they stay published; if that is"
            " meant, run: feedsvc index --accept-deletions",
            style="yellow",
            soft_wrap=True,
        )


def compared_summary(compared: Comparison) -> dict[str, object]:
    """What publishing would change, for programs; times are UTC."""
    return {
        "published": compared.published,
        "held_count": compared.held,
        "said": compared.said,
        "changes": compared.changes,
    }


@_written()
def show_compared(compared: Comparison) -> None:
    """Print what publishing would change: sentences, then a row for each change.

    Raises:
        FeedsvcError: it cannot be written.
    """
    console = Console(highlight=False, markup=False, soft_wrap=True)
    for sentence in compared.said:
        console.print(printable(sentence))
    if not compared.changes:
        return
    rows = []
    for change in compared.changes[:NAMED]:
        feeds = ", ".join(compared.labels[name] for name in change.feeds)
        rows.append((_kind(change), short(change.headline), feeds, printable(change.path)))
    console.print()
    show_table(("change", "headline", "feeds", "file"), rows)
    if (more := len(compared.changes) - NAMED) > 0:
        console.print(f"and {more:,} more; all of them: feedsvc diff --json")


def show_table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Print a table: on a terminal, long rows fold; elsewhere each row is one line."""
    headings = tuple(headings)
    table = Table(box=None, pad_edge=False, show_header=any(headings))
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    width = None if Console().is_terminal else 10_000
    Console(highlight=False, width=width).print(table)


def _kind(change: Change) -> str:
    """The kind of a change in a word, and why it is so."""
    kind = "not seen" if change.kind == "unseen" else change.kind
    whys = {"old": "too old", "id": "other id", "address": "other address"}
    return f"{kind} ({whys.get(change.why, change.why)})" if change.why else kind
