"""Runs `feedsvc push run`: the process that pushes, with its signals and its log."""

import logging
import os
import signal
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import click

from feedsvc.cli.opened_newsroom import opened_newsroom
from feedsvc.cli.options import ARTICLES, LOG_FORMAT, plain_errors
from feedsvc.errors import SettingsError
from feedsvc.indexer import SignOfLife, to_pipe
from feedsvc.store import sqlite_path
from feedsvc.store.opening import store_url
from feedsvc.web import LogFormat, connections, end_with_parent, log_to_stderr

_LOGGER = logging.getLogger("feedsvc.push")
_YIELDS = 10  # nice: where processors are short, readers who poll and editors who save go first


@click.command()
@ARTICLES
@LOG_FORMAT
@click.option(
    "--supervisor",
    type=int,
    nargs=2,
    hidden=True,
    help="The process with which to end, and a file descriptor that gets signs of life.",
)
@plain_errors
def run(articles: Path, log_format: LogFormat, supervisor: tuple[int, int] | None) -> None:
    """Send subscribers what changes, and tell foreign hubs of it, until stopped.

    feedsvc serve runs it by itself. Run it beside another server that answers for the newsroom.

    \b
    Example:
      feedsvc push run articles
    """
    push(articles, os.environ, supervisor=supervisor, log_format=log_format)


def push(
    articles: Path,
    environ: Mapping[str, str],
    *,
    supervisor: tuple[int, int] | None = None,
    log_format: LogFormat = "text",
) -> None:
    """Push the documents of a newsroom until told to stop.

    Args:
        articles: the folder.
        environ: environment variables; some are settings.
        supervisor: id of a process with which to end, and the file descriptor of a pipe that gets a
            byte each second in which the work goes on.
        log_format: of the lines of the log.

    Raises:
        FeedsvcError: it cannot begin; the text says what to do.
    """
    log_to_stderr(logging.INFO, log_format)
    os.nice(_YIELDS)
    signs = SignOfLife(to_pipe(supervisor[1]) if supervisor else lambda: None)
    signs.begin()
    parent = supervisor[0] if supervisor else None
    with closing(opened_newsroom(articles, environ, parent, signs, _LOGGER)) as newsroom:
        if why := newsroom.settings.websub.lacks:
            raise SettingsError(why)
        if not newsroom.settings.websub.named:
            raise SettingsError(
                f"{articles / 'site.toml'}: no hub is set, so there is nobody to push to; write"
                ' hub = "own" under [websub]'
            )
        from feedsvc.push import SOCKETS, PushProcess

        newsroom.following = True
        alone = sqlite_path(store_url(articles, environ)) is not None
        # A name that is not found may hold a file handle for longer than its exchange lasts.
        sockets = connections(2 * SOCKETS, "the process that pushes") // 2
        process = PushProcess(
            newsroom, newsroom.store, alone=alone, sockets=max(1, sockets), beat=signs.beat
        )
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: process.stop())
        if supervisor:
            end_with_parent(supervisor[0], process.stop)
        process.run()
    signs.end()
