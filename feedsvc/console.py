"""What people see of the commands: progress, tables, problems; or JSON for programs."""

import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from feedsvc.intake import Progress as Watcher
from feedsvc.intake import Scanned
from feedsvc.model import Problem

_STYLES = {"error": "bold red", "warning": "yellow", "info": "dim"}


@contextmanager
def progress(what: str) -> Iterator[Watcher]:
    """Tells how far long work is, on standard error: a bar on a terminal, else plain lines.

    Args:
        what: is being done, such as "Reading articles".
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(what)
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
            speed = bar.tasks[0].speed
            bar.update(task, completed=done, total=total, rate=f"{speed:,.0f}/s" if speed else "")

        yield show


def _lines(what: str) -> Watcher:
    told = -1

    def show(done: int, total: int) -> None:
        nonlocal told
        tenth = done * 10 // total if total else 10
        if total >= 1000 and tenth > told:
            told = tenth
            click.echo(f"{what}: {done:,} of {total:,}", err=True)

    return show


def show_problems(problems: Iterable[Problem], *, to_stderr: bool = False) -> None:
    """A line for each problem: file:line: severity: code: message."""
    console = Console(stderr=to_stderr, soft_wrap=True, highlight=False, markup=False)
    for problem in problems:
        line = Text(f"{_printable(problem.path)}:{problem.line}: ")
        line.append(problem.severity, _STYLES[problem.severity])
        line.append(f": {problem.code}: {problem.message}")
        console.print(line)


def _printable(path: str) -> str:
    return path if path.isprintable() else path.encode("unicode_escape").decode()


def show_json(value: object) -> None:
    """A value for programs, on standard output."""
    click.echo(json.dumps(msgspec.to_builtins(value), ensure_ascii=False, indent=2))


def counts(problems: Collection[Problem]) -> dict[str, int]:
    """How many problems there are of each severity."""
    return {severity: sum(p.severity == severity for p in problems) for severity in _STYLES}


def scanned_summary(scanned: Scanned, problems: list[Problem]) -> dict[str, object]:
    """What a look at the folder came to, as numbers and paths, for programs and for people."""
    return {
        "files": scanned.files,
        "read": scanned.read,
        "articles": scanned.articles,
        "published": scanned.published,
        "new": len(scanned.new),
        "changed": len(scanned.changed),
        "moved": len(scanned.moved),
        "gone": [record.path for record in scanned.gone],
        "held": [record.path for record in scanned.held],
        "problems": counts(problems),
    }


def show_scanned(scanned: Scanned, problems: list[Problem]) -> None:
    """What a look at the folder came to, as a small table on standard error."""
    found = counts(problems)
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="right")
    table.add_column()
    for number, label in (
        (scanned.files, "article files"),
        (scanned.read, "read, the others look unchanged"),
        (scanned.articles, "articles, of which"),
        (scanned.published, "are published"),
        (len(scanned.new), "new"),
        (len(scanned.changed), "changed"),
        (len(scanned.moved), "moved"),
        (len(scanned.gone), "gone"),
        (found["error"], "errors"),
        (found["warning"], "warnings"),
        (found["info"], "notes (feedsvc check shows them)"),
    ):
        if number or label == "article files":
            table.add_row(f"{number:,}", label)
    console = Console(stderr=True, highlight=False)
    console.print(table)
    if not (scanned.new or scanned.changed or scanned.moved or scanned.gone):
        console.print("Nothing changed.")
    if scanned.held:
        console.print(
            f"{len(scanned.held)} articles are gone at once, so they stay published; if that is"
            " meant, run: feedsvc index --accept-deletions",
            style="yellow",
            soft_wrap=True,
        )
