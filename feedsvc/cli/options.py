"""What all commands share: the folder as an argument, and how errors are told."""

import errno
import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from feedsvc.errors import FeedsvcError, NoSuchFeed
from feedsvc.model.characters import printable
from feedsvc.settings import usual_folder

P = ParamSpec("P")
_NO_THREAD = "can't start new thread"  # Python's words, which no class of error stands for
T = TypeVar("T")
_ROOM = (
    "see that there is space, that enough files may be open (ulimit -n), and that a folder for"
    " temporary files can be written (TMPDIR)"
)
_MORE = (
    "see that this user may start more processes and threads (ulimit -u, TasksMax= of systemd) and"
    " that there is memory (ulimit -v, MemoryMax=)"
)


def usual_articles() -> Path:
    """The newsroom's folder where a command names none."""
    return usual_folder(os.environ)


ARTICLES = click.argument("articles", type=click.Path(path_type=Path), default=usual_articles)


def plain_errors(command: Callable[P, T]) -> Callable[P, T]:
    """Turn errors into one line and an exit code: 1 for NoSuchFeed, 2 for all others."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except FeedsvcError as error:
            click.echo(f"feedsvc: {printable(str(error))}", err=True)
            sys.exit(1 if isinstance(error, NoSuchFeed) else 2)
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever reads what is printed has seen enough
                raise
            refused = error.errno in (errno.EAGAIN, errno.ENOMEM)  # fork(2)
            click.echo(f"feedsvc: {printable(str(error))}; {_MORE if refused else _ROOM}", err=True)
            sys.exit(2)
        except (MemoryError, RuntimeError) as error:
            if isinstance(error, RuntimeError) and str(error) != _NO_THREAD:
                raise
            click.echo(f"feedsvc: {error or 'out of memory'}; {_MORE}", err=True)
            sys.exit(2)

    return run


def tell_waiting() -> None:
    """Say that the command waits for another process."""
    click.echo("Another feedsvc is writing this newsroom's store; waiting for it.", err=True)
