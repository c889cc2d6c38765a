"""Runs `feedsvc build`: keeps a site as files, once or as long as the folder is followed."""

import os
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import click

from feedsvc.cli import console
from feedsvc.cli.options import ARTICLES, plain_errors
from feedsvc.cli.publishing import NEW_STORE, take_in
from feedsvc.cli.stores import look_at_store
from feedsvc.errors import SettingsError
from feedsvc.newsroom import Newsroom
from feedsvc.settings import Settings, load_settings
from feedsvc.static_site import Builder, Release

OUT = click.argument("out", type=click.Path(path_type=Path, file_okay=False))


@click.command()
@OUT
@ARTICLES
@click.option(
    "--beside",
    default="",
    metavar="URL",
    help="Where `feedsvc serve` answers searches and the hub: pages keep their form for searches.",
)
@NEW_STORE
@click.option("--json", "as_json", is_flag=True, help="Print what was done, for programs.")
@plain_errors
def build(out: Path, articles: Path, beside: str, new_store: bool, as_json: bool) -> None:
    """Keep the site as files in OUT, for a web server, an object store or a host of pages.

    OUT/current is the release that readers are to reach. It is replaced as a whole, and only where
    something is to be seen in it that was not there before.

    \b
    Example:
      feedsvc build public articles
    """
    if not load_settings(articles, os.environ).base_url:
        raise SettingsError(
            f"files need the site's address: set base_url in {articles / 'site.toml'} or"
            " FEEDSVC_BASE_URL"
        )
    look_at_store(articles, os.environ, new_store=new_store)
    with closing(Newsroom.open(articles, os.environ)) as newsroom:
        scanned, problems = take_in(newsroom)
        told = [problem for problem in problems if problem.severity != "info"]
        console.show_problems(told, to_stderr=True)
        _warn(newsroom.settings, beside)
    made = _build_once(out, articles, os.environ, beside)
    if as_json:
        console.show_json(summary(made) | {"held": scanned.held_count})
    else:
        click.echo(sentence(made, out), err=True)


def _build_once(out: Path, articles: Path, environ: Mapping[str, str], beside: str) -> Release:
    with (
        closing(Builder(articles, dict(environ), out, beside=beside)) as builder,
        console.progress("Making files") as show,
    ):
        return builder.build(show)


def _warn(settings: Settings, beside: str) -> None:
    """Tell what cannot be a file, where somebody might wait for it."""
    if settings.websub.own and not beside:
        click.echo(
            'websub.hub = "own" is set, but files answer nobody at /hub: subscribers are sent'
            " nothing; run feedsvc serve too, and name it with --beside",
            err=True,
        )


def summary(made: Release) -> dict[str, object]:
    """What a build did, for programs."""
    return {
        "release": made.number,
        "made": made.made,
        "files": made.files,
        "written": list(made.written),
        "removed": list(made.removed),
        "seconds": round(made.seconds, 3),
    }


def sentence(made: Release, out: Path) -> str:
    """What a build did, for people."""
    if not made.made:
        return f"Nothing changed; {out / 'current'} is release {made.number} still."
    removed = f", {len(made.removed):,} removed" if made.removed else ""
    return (
        f"{out / 'current'} is release {made.number}: {made.files:,} files,"
        f" {len(made.written):,} written{removed} in {made.seconds:.1f} s."
    )
