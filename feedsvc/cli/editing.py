"""Commands for editors: preview, check, diff, new, id stamp."""

import os
import sys
from pathlib import Path

import click

from feedsvc.cli import console
from feedsvc.cli.check_url import AGAIN, PAUSE, is_url, judge_url
from feedsvc.cli.options import (
    ARTICLES,
    ARTICLES_OR_FILES,
    ARTICLES_OR_URL,
    chosen,
    plain_errors,
    tell_waiting,
)
from feedsvc.editor import NEW_FORMATS, begin_article
from feedsvc.editor.check import PROFILES, check_folder, check_for, in_brief, worth_telling
from feedsvc.editor.diff import compare_published
from feedsvc.editor.stamp import Options, Outcome, stamp_articles
from feedsvc.model.clock import system_clock
from feedsvc.model.problem import Problem
from feedsvc.settings import load_settings

EDITORS = ("vscode", "visual")  # feedsvc.web.preview knows them; it is loaded with preview alone


@click.command()
@ARTICLES
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    show_default="8000, or the next that is free",
    help="Listen there and nowhere else.",
)
@click.option("--open", "opened", is_flag=True, help="Open the desk in the browser.")
@click.option(
    "--editor",
    type=click.Choice(EDITORS),
    default=EDITORS[0],
    show_default=True,
    envvar="FEEDSVC_EDITOR",
    show_envvar=True,
    help="What opens a file: VS Code, or the program that VISUAL names.",
)
@plain_errors
def preview(articles: Path, port: int | None, opened: bool, editor: str) -> None:
    """Show the newsroom on this machine, drafts and embargoed articles included.

    A saved file changes open pages at once, and its desk tells what subscribers would see, and
    what is wrong, by file and line. Its buttons write a line or two into a file's header, and
    can be undone. It keeps no store of its own.

    \b
    Example:
      feedsvc preview articles --open
    """
    from feedsvc.cli.preview import preview as show

    show(articles, os.environ, port, click.launch if opened else None, editor)


@click.command()
@ARTICLES_OR_URL
@click.option("--all", "every", is_flag=True, help="Tell also what most articles have.")
@click.option(
    "--for",
    "partner",
    type=click.Choice(list(PROFILES)),
    help="Tell what this partner would refuse, and nothing else.",
)
@AGAIN
@PAUSE
@click.option("--json", "as_json", is_flag=True, help="Print the problems for programs.")
@plain_errors
def check(
    targets: tuple[str, ...],
    every: bool,
    partner: str | None,
    again: float | None,
    pause: float | None,
    as_json: bool,
) -> None:
    """Tell problems as file:line: severity: code: message; keeps and publishes nothing.

    Links that lead nowhere, pictures without a word and equal headlines are problems, too. What
    is the same in many files is told once. --all tells it of each, and what is only missing:
    dates, standfirsts, levels of subheadings, the length of summaries. Of FILES alone, their
    problems are told, links to other articles included.

    With --for, only what a partner demands is told: docs/partners.md has each rule's source.

    Of a URL, it judges the live feed there, whoever publishes it, as a subscriber meets it: some
    ten requests, one after the other, each finding with its source and what to do.

    \b
    Example:
      feedsvc check articles
      feedsvc check articles --all
      feedsvc check articles/world/ferry.md
      feedsvc check articles --for apple-podcasts
      feedsvc check https://news.example/feed.atom
      feedsvc check https://news.example/feed.atom --again 600 --json
    """
    if any(map(is_url, targets)):
        if partner is not None:
            raise click.UsageError("--for is for a folder of articles; leave it out for a URL")
        judge_url(targets, every, again, pause, as_json)
    if again is not None or pause is not None:
        raise click.UsageError("--again and --pause are for a URL; name one, with https://")
    where = chosen(tuple(map(Path, targets)))
    if partner is None:
        found = check_folder(where.articles, os.environ, console.progress)
    else:
        found = check_for(where.articles, os.environ, partner, console.progress)
        if not PROFILES[partner].rules:
            click.echo(f"Nothing is known of what {partner} demands; docs/partners.md", err=True)
    found = [problem for problem in found if where.holds(problem.path)]
    problems = found if every else worth_telling(found)
    if as_json:
        console.show_json({"problems": console.counts(problems), "found": problems})
    else:
        shown = problems if every else in_brief(problems)
        console.show_problems(shown)
        click.echo(_count(shown) + _unshown(len(found) - len(shown)), err=True)
    sys.exit(1 if any(problem.severity == "error" for problem in problems) else 0)


@click.command()
@ARTICLES_OR_FILES
@click.option("--json", "as_json", is_flag=True, help="Print all changes for programs.")
@plain_errors
def diff(paths: tuple[Path, ...], as_json: bool) -> None:
    """Tell what subscribers would see if the folder were published as it is; publishes nothing.

    With FILES, only what would change by these is told.

    \b
    Example:
      feedsvc diff articles
      feedsvc diff articles/world/ferry.md
    """
    where = chosen(paths)
    compared = compare_published(where.articles, os.environ, console.progress, meant=where.holds)
    if as_json:
        console.show_json(console.compared_summary(compared))
    else:
        console.show_compared(compared)


def _count(problems: list[Problem]) -> str:
    if not problems:
        return "No problems."
    words = {"error": "error", "warning": "warning", "info": "note"}
    counts = console.counts(problems).items()
    return ", ".join(f"{number} {words[kind]}{'s' * (number != 1)}" for kind, number in counts)


@click.command()
@click.argument("title")
@ARTICLES
@click.option("--category", default="", help="Folder to put it in.")
@click.option("--format", "format_", type=click.Choice(NEW_FORMATS), default="md")
@plain_errors
def new(title: str, articles: Path, category: str, format_: str) -> None:
    """Begin an article: a draft with today's date and the title.

    \b
    Example:
      feedsvc new "What a 304 saves" articles --category protocols
    """
    now = system_clock().astimezone(load_settings(articles, os.environ).zone)
    path = begin_article(articles, title, now, category=category, format=format_)
    console.show_line(str(path))


def _unshown(number: int) -> str:
    return f" ({number:,} more with --all)" if number else ""


@click.group(name="id")
def id_group() -> None:
    """Keep the ids of entries in the articles' own files.

    \b
    Example:
      feedsvc id stamp articles
    """


@id_group.command()
@ARTICLES_OR_FILES
@click.option("--slug", is_flag=True, help="Write the names of pages, too: addresses then last.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome for programs.")
@plain_errors
def stamp(paths: tuple[Path, ...], slug: bool, dry_run: bool, as_json: bool) -> None:
    """Write its id, and its date if it has none, into the header of each article file.

    Ids and dates then outlive a store that is lost, whatever the files are called by then. All
    else in the files stays as it is, and readers see no difference. Those with an id are left
    alone. FILES are files or folders to keep to.

    \b
    Example:
      feedsvc id stamp articles --dry-run
      feedsvc id stamp articles articles/world
    """
    where = chosen(paths)
    outcome = stamp_articles(
        where.articles,
        os.environ,
        system_clock(),
        where.only,
        Options(slugs=slug, dry_run=dry_run),
        watched=console.progress,
        waiting=tell_waiting,
    )
    if as_json:
        console.show_json({"dry_run": dry_run} | outcome._asdict())
    else:
        for written in outcome.stamped if dry_run else ():
            console.show_line(written.difference.removesuffix("\n"))
        console.show_problems(outcome.left, to_stderr=True)
        click.echo(_stamped(outcome, dry_run), err=True)
    sys.exit(1 if outcome.left else 0)


def _stamped(outcome: Outcome, dry_run: bool) -> str:
    rows = (
        (len(outcome.stamped), "would be stamped" if dry_run else "stamped"),
        (outcome.had, "had an id already"),
        (len(outcome.left), "left as they are, for the reasons above"),
    )
    width = len(f"{max(number for number, _ in rows):,}")
    return "\n".join(
        f"{number:>{width},} {text}" for number, text in rows if number or text == rows[0][1]
    )
