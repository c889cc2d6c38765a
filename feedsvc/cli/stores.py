"""Commands for the store: store backup, store check. And the look at it before a service starts."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from feedsvc.cli import console
from feedsvc.cli.options import ARTICLES, plain_errors, usual_articles
from feedsvc.errors import FeedsvcError
from feedsvc.store import sqlite_path, sqlite_url
from feedsvc.store.backup import Judgement, back_up, find_damage, judge
from feedsvc.store.new_file import remove_empty
from feedsvc.store.opening import store_url


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

    FILE has everything, the keys of private feeds as digests too. docs/running.md says how to
    put it back.

    \b
    Example:
      feedsvc store backup /var/backups/news-$(date +%F).sqlite3 articles
    """
    if file.exists() and not force:
        raise FeedsvcError(f"{file} is there already; choose another name, or replace it: --force")
    with console.progress("Copying pages") as watch:
        back_up(store_url(articles, os.environ), file, watch)
    click.echo(f"{file}: {_told(judge(sqlite_url(file)))}", err=True)


@store_group.command()
@click.argument("store", type=click.Path(path_type=Path), default=usual_articles)
@click.option("--json", "as_json", is_flag=True, help="Print the judgement for programs.")
@plain_errors
def check(store: Path, as_json: bool) -> None:
    """Judge a store: whether its file is whole, and what is in it.

    STORE is the newsroom's folder, or the file of a backup.

    \b
    Example:
      feedsvc store check articles
      feedsvc store check /var/backups/news.sqlite3
    """
    found = judge(sqlite_url(store) if store.is_file() else store_url(store, os.environ))
    if as_json:
        console.show_json(found._asdict())
    elif found.damage:
        for line in found.damage:
            console.show_line(line)
        click.echo("The store is damaged: put a backup in its place.", err=True)
    else:
        console.show_line(_told(found))
    sys.exit(1 if found.damage else 0)


def _told(found: Judgement) -> str:
    return (
        f"whole, {found.size / 1e6:,.1f} MB, {found.articles:,} articles remembered, of which"
        f" {found.present:,} have a file; {found.keys:,} keys"
    )
