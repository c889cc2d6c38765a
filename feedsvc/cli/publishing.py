"""Commands that publish: serve, index, feed."""

import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from feedsvc.cli import console
from feedsvc.cli.beside import indexer, keeper, pusher
from feedsvc.cli.index_watch import follow
from feedsvc.cli.options import ARTICLES, LOG_FORMAT, plain_errors, tell_waiting
from feedsvc.cli.stores import look_at_store
from feedsvc.cli.supervisor import Supervisor
from feedsvc.errors import NoSuchFeed
from feedsvc.indexer import ScanReport
from feedsvc.model.feed import FORMATS, Format
from feedsvc.model.problem import Problem
from feedsvc.newsroom import Newsroom
from feedsvc.settings import KEPT_STORE, SERVED_AT, load_settings
from feedsvc.store.opening import audience_file, store_url
from feedsvc.web import LogFormat, Logs

_FEEDS_NAMED = 20  # where one is asked for that is not there

NEW_STORE = click.option(
    "--new-store", is_flag=True, help="Begin anew where the store's file is empty: ids are new."
)


POLL = click.option(
    "--poll",
    type=click.FloatRange(1, 3600),
    metavar="SECONDS",
    help="Look at the whole folder so often: on a network disk, say, that reports no changes.",
)


@click.command()
@ARTICLES
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 256))
@click.option("--no-index", is_flag=True, help="Only answer; `feedsvc index --watch` runs beside.")
@click.option(
    "--access-log",
    default="",
    metavar="FILE",
    help="Write a line for each request to FILE, in the combined log format; - is standard output.",
)
@LOG_FORMAT
@POLL
@NEW_STORE
@plain_errors
def serve(
    articles: Path,
    host: str,
    port: int,
    workers: int,
    no_index: bool,
    poll: float | None,
    new_store: bool,
    **logs: Any,
) -> None:
    """Publish: answer feed readers, and follow the folder as files are saved.

    Listening on more than this machine needs base_url in site.toml. Of several on one folder one
    follows it; another takes over when that one ends.

    \b
    Example:
      FEEDSVC_BASE_URL=https://news.example.org feedsvc serve articles --host 0.0.0.0 --workers 2
    """
    from feedsvc.web import answers, public_address, require_files, run_workers, shared_folder

    require_files()
    if not load_settings(articles, os.environ).base_url and public_address(host):
        raise click.UsageError(
            f"--host {host} is open to others, who need the site's address: set base_url in"
            f" {articles / 'site.toml'} or FEEDSVC_BASE_URL"
        )
    told = {SERVED_AT: f"http://{_in_url(host)}:{port}", "FEEDSVC_ARTICLES": str(articles)}
    told[KEPT_STORE] = store_url(articles, os.environ | told)
    with _environment(told):
        look_at_store(articles, os.environ, new_store=new_store)
        limits = load_settings(articles, os.environ).limits
        if no_index:
            _refuse_unindexed(articles)
        elif not is_indexed(articles):
            _index(articles)
        else:
            put_in_force(articles)
        told_of = Logs(logs["access_log"], logs["log_format"])
        with shared_folder() as shared:
            counts = keeper(audience_file(articles, os.environ), shared, told_of)
            beside = [counts, pusher(articles, shared, told_of)]
            if not no_index:
                seconds = limits.indexer_seconds
                indexing = (articles, lambda: answers(host, port), shared, told_of)
                beside.append(indexer(*indexing, poll=poll, patience=seconds))
            with Supervisor(beside):
                run_workers(host, port, workers, shared, limits, told_of)


@contextmanager
def _environment(told: dict[str, str]) -> Iterator[None]:
    """Tell variables to the processes that are started while the block runs."""
    before = {name: os.environ.get(name) for name in told}
    os.environ.update(told)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def is_indexed(articles: Path) -> bool:
    """Whether the whole folder was ever indexed."""
    with closing(Newsroom.open(articles, os.environ)) as newsroom:
        return newsroom.indexed


def put_in_force(articles: Path) -> None:
    """Let what answers begin with the site.toml of now, and hide what it makes private."""
    with closing(Newsroom.open(articles, os.environ)) as newsroom:
        if newsroom.site is None or newsroom.in_force.are(newsroom.site):
            return
        with newsroom.lock("writing").held(waiting=tell_waiting):
            newsroom.put_in_force()


def _refuse_unindexed(articles: Path) -> None:
    if not is_indexed(articles):
        advice = f"nothing is indexed yet; run: feedsvc index --watch {articles}"
        click.echo(f"feedsvc: {advice}", err=True)
        sys.exit(1)


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


@click.command()
@ARTICLES
@click.option(
    "--accept-deletions",
    is_flag=True,
    help="Take articles out even where a quarter of them is gone at once.",
)
@click.option(
    "--accept-new",
    is_flag=True,
    help="Publish the files that an earlier feedsvc refused, however many they are.",
)
@click.option("--watch", is_flag=True, help="Go on: follow the folder until stopped.")
@POLL
@NEW_STORE
@LOG_FORMAT
@click.option("--json", "as_json", is_flag=True, help="Print the outcome for programs.")
@click.option(
    "--supervisor",
    type=(int, int, click.Path(path_type=Path)),
    hidden=True,
    help="The process with which to end, a file descriptor that gets signs of life, and the folder"
    " of the service.",
)
@plain_errors
def index(
    articles: Path,
    watch: bool,
    poll: float | None,
    new_store: bool,
    as_json: bool,
    supervisor: tuple[int, int, Path] | None,
    log_format: LogFormat,
    **accepted: bool,
) -> None:
    """Bring the store up to the folder; names every file that cannot be published.

    With --watch a saved, renamed or deleted file is taken in at once; --json then prints a line
    for each batch of them.

    \b
    Example:
      feedsvc index articles
      feedsvc index --watch articles
    """
    look_at_store(articles, os.environ, new_store=new_store)
    if watch:
        for name in (name for name, given in accepted.items() if given):
            option = f"--{name.replace('_', '-')}"
            raise click.UsageError(f"{option} is for once; run it without --watch")
        follow(
            articles,
            os.environ,
            as_json=as_json,
            poll=poll,
            supervisor=supervisor,
            log_format=log_format,
        )
        return
    if poll is not None:
        raise click.UsageError("--poll is for --watch: without it, the folder is looked at once")
    if log_format != "text":
        raise click.UsageError("--log-format is for --watch; --json prints the outcome as JSON")
    errors = _index(articles, as_json=as_json, **accepted)
    sys.exit(1 if errors else 0)


def _index(
    articles: Path,
    *,
    accept_deletions: bool = False,
    accept_new: bool = False,
    as_json: bool = False,
) -> bool:
    """Index a folder and print the result; whether an error or a held deletion is left."""
    with closing(Newsroom.open(articles, os.environ)) as newsroom:
        scanned, problems = take_in(
            newsroom, accept_deletions=accept_deletions, accept_new=accept_new
        )
    told = [problem for problem in problems if problem.severity != "info"]
    if as_json:
        console.show_json(console.scanned_summary(scanned, problems) | {"found": told})
    else:
        console.show_problems(told, to_stderr=True)
        console.show_scanned(scanned, problems)
    return any(problem.severity == "error" for problem in problems) or bool(scanned.held)


def take_in(
    newsroom: Newsroom, *, accept_deletions: bool = False, accept_new: bool = False
) -> tuple[ScanReport, list[Problem]]:
    """Take in the whole folder, alone; returns what came of it, and all problems."""
    with (
        newsroom.lock("writing").held(waiting=tell_waiting),
        console.progress("Reading articles") as watch,
    ):
        scanned = newsroom.scan(watch, accept_deletions=accept_deletions, accept_new=accept_new)
    return scanned, newsroom.problems.all()


@click.command()
@click.argument("name")
@ARTICLES
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="atom",
    show_default=True,
)
@plain_errors
def feed(name: str, articles: Path, format_: Format) -> None:
    """Print one document: NAME is feed, category/NAME, tag/NAME, author/NAME or search/NAME.

    Or one of a digest: digest/daily, digest/weekly, category/NAME/digest/daily or weekly.

    Takes the folder in first where that was never done.

    \b
    Example:
      feedsvc feed category/world articles --format rss
      feedsvc feed digest/daily articles
    """
    with closing(Newsroom.open(articles, os.environ)) as newsroom:
        if not newsroom.indexed:
            _, problems = take_in(newsroom)
            told = [problem for problem in problems if problem.severity != "info"]
            console.show_problems(told, to_stderr=True)
        try:
            document = newsroom.document(name, format_)
        except NoSuchFeed as error:
            names = [one.feed.name for one in newsroom.feeds.all()]
            raise NoSuchFeed(f"{error}{_named(name, names)}") from error
    console.show_bytes(document.body)


def _named(wanted: str, names: list[str]) -> str:
    """The end of a message that lists feeds, those first whose names are like the wanted one."""
    near = get_close_matches(wanted, names, _FEEDS_NAMED)
    listed = [*near, *(name for name in names if name not in near)]
    more = len(listed) - _FEEDS_NAMED
    end = f" and {more:,} more" if more > 0 else ""
    return f"; there are {', '.join(listed[:_FEEDS_NAMED])}{end}"
