"""Runs `feedsvc preview`: shows a newsroom on this machine until it is interrupted."""

import logging
import signal
from collections.abc import Mapping
from contextlib import closing
from functools import partial
from pathlib import Path

import click

from feedsvc.cli import console
from feedsvc.editor.desk import Desk
from feedsvc.settings import load_settings
from feedsvc.web import PreviewServer
from feedsvc.web.preview import LOG, Stage

_ERRORS = 20  # shown in the terminal


def preview(articles: Path, environ: Mapping[str, str], port: int) -> None:
    """Show a newsroom on this machine until interrupted.

    Args:
        articles: the folder.
        environ: environment variables; some are settings.
        port: 0 for any that is free.

    Raises:
        FeedsvcError: the settings, the folder or the port are not as they should be.
    """
    LOG.addHandler(logging.NullHandler())  # the pages show what is wrong
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as Ctrl-C does
    progress = partial(console.progress, "Reading articles")
    stalled = load_settings(articles, environ).limits.stalled_seconds
    with (
        closing(PreviewServer("127.0.0.1", port, stalled)) as server,
        closing(Stage(articles, environ, server, progress)) as stage,
    ):
        _tell(stage.open())
        click.echo(f"feedsvc preview of {articles}: {server.url}/desk  (stop with Ctrl-C)")
        server.run()


def _tell(desk: Desk) -> None:
    errors = [problem for problem in desk.problems() if problem.severity == "error"]
    console.show_problems(errors[:_ERRORS], to_stderr=True)
    if len(errors) > _ERRORS:
        click.echo(f"and {len(errors) - _ERRORS:,} more errors, on the page", err=True)
