"""Commands for the store: backup, copy, check. And the look at it before a service starts."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from feedsvc.cli import console
from feedsvc.cli.options import ARTICLES, plain_errors, usual_articles
from feedsvc.errors import FeedsvcError
from feedsvc.store import sqlite_path, sqlite_url
from feedsvc.store.backup import Judgement, find_damage, judge, own_check
from feedsvc.store.engine import shown_url
from feedsvc.store.ledger_copy import back_up_store, copy_store
from feedsvc.store.new_file import remove_empty
from feedsvc.store.opening import named_store, store_url


def look_at_store(articles: Path, environ: Mapping[str, str], *, new_store: bool = False) -> None:
    """Refuse to start with a store that is empty, or that a quick look finds damaged.

    Args:
        articles: the newsroom's folder.
        environ: environment variables; some are settings.
        new_store: begin anew where the store's file is empty.

    Raises:
        FeedsvcError: the text says what to do.
    """
    url = store_url(articles, environ)
    path = sqlite_path(url)
    if new_store and path is not None:
        remove_empty(path)
    find_damage(url)


@click.group(name="store")
def store_group() -> None:
    """The store: what feedsvc remembers of a newsroom, such as ids, dates and keys.

    \b
    Example:
      feedsvc store backup /var/backups/news.sqlite3 articles
    """


@store_group.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@ARTICLES
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@plain_errors
def backup(file: Path, articles: Path, force: bool) -> None:
    """Copy the store into FILE, as it is at one moment; a service that uses it goes on.

    FILE has everything, the keys of private feeds as digests too. Of a store in PostgreSQL it
    has what cannot be made from the articles again. docs/running.md says how to put it back.

    \b
    Example:
      feedsvc store backup /var/backups/news-$(date +%F).sqlite3 articles
    """
    if file.exists() and not force:
        raise FeedsvcError(f"{file} is there already; choose another name, or replace it: --force")
    with console.progress("Copying") as watch:
        back_up_store(store_url(articles, os.environ), file, watch)
    click.echo(f"{file}: {_told(judge(sqlite_url(file)))}", err=True)


@store_group.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@plain_errors
def copy(source: str, target: str) -> None:
    """Copy what a store remembers into a new one: from SQLite to PostgreSQL, or back.

    FROM and TO are a newsroom's folder, a file of SQLite, or a URL: postgresql://... TO must be
    new or empty. Nobody may follow the folder from FROM meanwhile. Articles are not copied: run
    feedsvc index afterwards, with TO as the store. docs/running.md has the steps.

    \b
    Example:
      feedsvc store copy articles postgresql://feedsvc@db.example/news
      feedsvc store copy postgresql://feedsvc@db.example/news articles/.feedsvc/store.sqlite3
    """
    source, target = (named_store(one, os.environ) for one in (source, target))
    with console.progress("Copying rows") as watch:
        copy_store(source, target, watch)
    click.echo(f"{shown_url(target)}: {_told(judge(target))}", err=True)


@store_group.command()
@click.argument("store", default=usual_articles)
@click.option("--json", "as_json", is_flag=True, help="Print the judgement for programs.")
@plain_errors
def check(store: str | Path, as_json: bool) -> None:
    """Judge a store: whether its file is whole, and what is in it.

    STORE is the newsroom's folder, the file of a backup, or a URL: postgresql://... There, each
    row that must last is read, and a command of PostgreSQL's is named that looks at each page.

    \b
    Example:
      feedsvc store check articles
      feedsvc store check /var/backups/news.sqlite3
    """
    url = named_store(store, os.environ)
    found = judge(url)
    if as_json:
        console.show_json(found._asdict())
    elif found.damage:
        for line in found.damage:
            console.show_line(line)
        click.echo("The store is damaged: put a backup in its place.", err=True)
    else:
        console.show_line(_told(found))
        if command := own_check(url):
            click.echo(f"PostgreSQL looks at each page: {command}", err=True)
    sys.exit(1 if found.damage else 0)


def _told(found: Judgement) -> str:
    return (
        f"whole, {found.size / 1e6:,.1f} MB, {found.articles:,} articles remembered, of which"
        f" {found.present:,} have a file; {found.keys:,} keys"
    )
