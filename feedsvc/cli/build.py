"""Runs `feedsvc build`: keeps a site as files, once or as long as the folder is followed."""

import json
import logging
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import msgspec

from feedsvc.cli import console
from feedsvc.cli.beside import indexer
from feedsvc.cli.options import ARTICLES, LOG_FORMAT, plain_errors
from feedsvc.cli.publishing import NEW_STORE, POLL, is_indexed, put_in_force, take_in
from feedsvc.cli.stores import look_at_store
from feedsvc.cli.supervisor import Supervisor
from feedsvc.errors import FeedsvcError, SettingsError
from feedsvc.newsroom import Newsroom
from feedsvc.settings import Settings, load_settings
from feedsvc.static_site import (
    LOGGER,
    AfterRelease,
    Builder,
    Done,
    Newest,
    Purge,
    Release,
    SiteWatch,
    current_release,
    read_place,
)
from feedsvc.web import LogFormat, Logs, log_to_stderr, shared_folder

OUT = click.argument("out", type=click.Path(path_type=Path, file_okay=False))
TO = click.option(
    "--to",
    metavar="s3://BUCKET/PREFIX",
    help="Bring the files to an object store: pages first, then feeds, deletions last.",
)
PURGE_LIST = click.option(
    "--purge-list",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the URLs that changed or went into this file, one a line.",
)
AFTER = click.option(
    "--after",
    default="",
    metavar="COMMAND",
    help="A command that gets the same list on its standard input, or a URL that gets it as JSON.",
)


@click.command()
@OUT
@ARTICLES
@click.option(
    "--beside",
    default="",
    metavar="URL",
    help="Where `feedsvc serve` answers searches and the hub: pages keep their form for searches.",
)
@TO
@PURGE_LIST
@AFTER
@click.option(
    "--smallest",
    is_flag=True,
    help="Compress again, as far as Brotli can, what has stayed since an earlier release.",
)
@click.option("--watch", is_flag=True, help="Go on: follow the folder until stopped.")
@POLL
@NEW_STORE
@LOG_FORMAT
@click.option("--json", "as_json", is_flag=True, help="Print what was done, for programs.")
@plain_errors
def build(
    out: Path,
    articles: Path,
    beside: str,
    smallest: bool,
    watch: bool,
    new_store: bool,
    as_json: bool,
    **more: Any,
) -> None:
    """Keep the site as files in OUT, for a web server, an object store or a host of pages.

    OUT/current is the release that readers are to reach. It is replaced as a whole, and only where
    something is to be seen in it that was not there before.

    With --watch there is a release after each save, and at the second at which an embargo lifts or
    an article expires; --json then prints a line for each.

    \b
    Example:
      feedsvc build public articles
      feedsvc build public articles --watch
      feedsvc build public articles --to s3://press/news
    """
    after = _after(out, articles, beside, *map(more.pop, ("to", "purge_list", "after")))
    if not load_settings(articles, os.environ).base_url:
        raise SettingsError(
            f"files need the site's address: set base_url in {articles / 'site.toml'} or"
            " FEEDSVC_BASE_URL"
        )
    if not watch and more != {"poll": None, "log_format": "text"}:
        raise click.UsageError("--poll and --log-format are for --watch")
    if watch and smallest:
        raise click.UsageError("--watch does what --smallest says by itself, in quiet moments")
    refuse_inside(out, articles)
    look_at_store(articles, os.environ, new_store=new_store)
    held = 0
    if watch and is_indexed(articles):
        put_in_force(articles)
    else:
        with closing(Newsroom.open(articles, os.environ)) as newsroom:
            scanned, problems = take_in(newsroom)
            held = scanned.held_count
        told = [problem for problem in problems if problem.severity != "info"]
        console.show_problems(told, to_stderr=True)
    _warn(load_settings(articles, os.environ), beside)
    if watch:
        follow_site(out, articles, beside, after, as_json=as_json, **more)
    else:
        _build_once(out, articles, beside, after, held if as_json else None, smallest=smallest)


def _after(
    out: Path, articles: Path, beside: str, to: str | None, purge_list: Path | None, after: str
) -> AfterRelease:
    place = read_place(to) if to else None
    purge = Purge(purge_list, after)
    return AfterRelease(out, articles, os.environ, beside=beside, place=place, purge=purge)


def _build_once(
    out: Path,
    articles: Path,
    beside: str,
    after: AfterRelease,
    held: int | None,
    *,
    smallest: bool,
) -> None:
    """Make a release and do what follows; `held` is printed with it for programs, if it is one."""
    with closing(Builder(articles, dict(os.environ), out, beside=beside)) as builder:
        with console.progress("Making files") as show:
            made = builder.build(show)
        if held is None:
            click.echo(sentence(made, out), err=True)
        with console.progress("Bringing files") as show:
            done = after.do(progress=show)
        smaller = 0
        if smallest:
            with console.progress("Compressing files") as show:
                smaller = builder.make_smallest(show)
    if held is not None:
        console.show_json(
            summary(made) | msgspec.structs.asdict(done) | {"held": held, "smaller": smaller}
        )
    else:
        for line in follow_up(done, out):
            click.echo(line, err=True)
        if smaller:
            click.echo(f"{smaller:,} files that stayed are compressed again.", err=True)
    if done.untold:
        raise click.exceptions.Exit(1)


def follow_site(
    out: Path,
    articles: Path,
    beside: str,
    after: AfterRelease,
    *,
    poll: float | None = None,
    log_format: LogFormat = "text",
    as_json: bool = False,
) -> None:
    """Follow the folder with an indexer beside, and make releases until told to stop.

    Args:
        out, articles, beside: as for the command.
        after: does what follows each release, and keeps none waiting.
        poll: seconds between looks at the whole folder; None: as where changes are reported.
        log_format: of the lines of the log.
        as_json: a line of JSON on standard output for each release.

    Raises:
        FeedsvcError: it cannot begin; the text says what to do.
    """
    log_to_stderr(logging.WARNING if as_json else logging.INFO, log_format)
    with (
        shared_folder() as shared,
        closing(Builder(articles, dict(os.environ), out, beside=beside)) as builder,
        Newest(after.follow) as newest,
    ):
        if current_release(out):
            newest.came()  # what followed it may not be done yet
        tell = _teller(out, newest, as_json=as_json)
        site = SiteWatch(builder, tell)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: site.stop())
        seconds = builder.newsroom.settings.limits.indexer_seconds
        logs = Logs(form=log_format)
        child = indexer(articles, lambda: True, shared, logs, poll=poll, patience=seconds)
        with Supervisor([child]):
            site.run()


def _teller(out: Path, newest: Newest, *, as_json: bool) -> Callable[[Release], None]:
    def tell(made: Release) -> None:
        newest.came()
        LOGGER.info("%s", sentence(made, out))
        if as_json:
            console.show_line(json.dumps(summary(made), ensure_ascii=False))

    return tell


def refuse_inside(out: Path, articles: Path) -> None:
    """Refuse a folder of releases among the articles, whose files would be read as such.

    Raises:
        FeedsvcError: it is there.
    """
    if out.resolve().is_relative_to(articles.resolve()):
        raise FeedsvcError(
            f"{out}: this is among the articles, which would be read from it; name a folder beside"
            f" {articles}"
        )


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
        "asked": made.asked,
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


def follow_up(done: Done, out: Path) -> Iterator[str]:
    """What followed a release, for people."""
    for name in done.servers:
        yield f"{out / name} changed: where your web server has it, let it read it again."
    yield from done.told
    if done.place:
        yield f"{done.place} has it: {done.sent:,} files sent, {done.deleted:,} removed."
    if done.untold:
        yield f"{done.untold}; the next build tries it again"
