"""What commands of the command line share: the folder, and how errors are told."""

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from feedsvc.errors import FeedsvcError, NoSuchFeed

P = ParamSpec("P")
T = TypeVar("T")

ARTICLES = click.argument(
    "articles",
    type=click.Path(path_type=Path),
    default=lambda: Path(os.environ.get("FEEDSVC_ARTICLES", "articles")),
)


def plain_errors(command: Callable[P, T]) -> Callable[P, T]:
    """Errors of ours become one line and exit code 1; wrong settings or paths exit 2."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except FeedsvcError as error:
            click.echo(f"feedsvc: {error}", err=True)
            sys.exit(1 if isinstance(error, NoSuchFeed) else 2)

    return run


def tell_waiting() -> None:
    """Say why nothing happens yet."""
    click.echo("Another feedsvc is writing this newsroom's store; waiting for it.", err=True)
