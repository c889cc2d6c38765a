"""Runs `feedsvc preview`: shows a newsroom on this machine until it is interrupted."""

import logging
import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

import click

from feedsvc.cli import console
from feedsvc.editor.desk import Desk
from feedsvc.errors import FeedsvcError
from feedsvc.settings import load_settings
from feedsvc.web import PreviewServer
from feedsvc.web.preview import LOG, Stage, program_of

HOST = "127.0.0.1"
PORTS = range(8000, 8020)
_ERRORS = 20  # shown in the terminal


def preview(
    articles: Path,
    environ: Mapping[str, str],
    port: int | None,
    browse: Callable[[str], object] | None = None,
    editor: str = "vscode",
) -> None:
    """Show a newsroom on this machine until interrupted.

    Args:
        articles: the folder.
        environ: environment variables; some are settings.
        port: 0 for any that is free; None: the first of PORTS that is.
        browse: opens an address in the browser, once there is something to see.
        editor: what opens a file (feedsvc.web.preview.program).

    Raises:
        FeedsvcError: the settings, the folder, the editor or the port are not as they should be.
    """
    LOG.addHandler(logging.NullHandler())  # the pages show what is wrong
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as Ctrl-C does
    program = program_of(editor, environ)
    progress = partial(console.progress, "Reading articles")
    stalled = load_settings(articles, environ).limits.stalled_seconds
    with (
        closing(_server(PORTS if port is None else (port,), stalled)) as server,
        closing(Stage(articles, environ, server, progress, program)) as stage,
    ):
        _tell(stage.open())
        other = "" if port is not None or server.port == PORTS[0] else f"; {PORTS[0]} is taken"
        told = f"feedsvc preview of {articles}: {server.url}/desk  (stop with Ctrl-C{other})"
        click.echo(told)
        if browse:
            browse(f"{server.url}/desk")  # it waits for the answer until the server runs
        server.run()


def _server(ports: Sequence[int], stalled_seconds: float) -> PreviewServer:
    """A server on the first port that is free."""
    *others, last = ports
    for port in others:
        with suppress(FeedsvcError):  # it is taken
            return PreviewServer(HOST, port, stalled_seconds)
    return PreviewServer(HOST, last, stalled_seconds)


def _tell(desk: Desk) -> None:
    errors = [problem for problem in desk.problems() if problem.severity == "error"]
    console.show_problems(errors[:_ERRORS], to_stderr=True)
    if len(errors) > _ERRORS:
        click.echo(f"and {len(errors) - _ERRORS:,} more errors, on the page", err=True)
