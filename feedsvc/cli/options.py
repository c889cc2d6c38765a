"""What all commands share: the folder as an argument, and how errors are told."""

import errno
import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import NamedTuple, ParamSpec, TypeVar
from unicodedata import normalize

import click

from feedsvc.errors import FeedsvcError, NewsroomThere, NoSuchFeed
from feedsvc.model.characters import printable
from feedsvc.settings import FILE_NAME, usual_folder
from feedsvc.web import LOG_FORMATS

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

LOG_FORMAT = click.option(
    "--log-format",
    type=click.Choice(LOG_FORMATS),
    default="text",
    show_default=True,
    help="Write the log as text, or as an object of JSON in each line.",
)


class Chosen(NamedTuple):
    """What a command is to look at.

    Attributes:
        articles: the newsroom's folder.
        only: files and folders in it to keep to, relative to it; none: all of it.
    """

    articles: Path
    only: tuple[str, ...] = ()

    def holds(self, path: str) -> bool:
        """Whether a file of the newsroom is meant."""
        return not self.only or any(path == one or path.startswith(f"{one}/") for one in self.only)


def chosen(paths: tuple[Path, ...]) -> Chosen:
    """The newsroom and the files that are named: a folder and files of it, or files alone.

    Files that are named without their newsroom are of the nearest folder above with a site.toml,
    else of the usual one, else of their own folder.

    Raises:
        FeedsvcError: a file is not there, or outside of the newsroom.
    """
    if not paths:
        return Chosen(usual_articles())
    first, *others = paths
    folder, files = (_newsroom_of(first), paths) if first.is_file() else (first, others)
    only = []
    for path in files:
        whole = next((one for one in (path, folder / path) if one.exists()), None)
        if whole is None or not whole.resolve().is_relative_to(folder.resolve()):
            raise FeedsvcError(f"{path}: no such file; name files or folders inside {folder}")
        only.append(normalize("NFC", whole.resolve().relative_to(folder.resolve()).as_posix()))
    return Chosen(folder, tuple(one for one in only if one != "."))


ARTICLES_OR_FILES = click.argument(
    "paths",
    nargs=-1,
    type=click.Path(path_type=Path),
    metavar="[ARTICLES] [FILES]...",
)

ARTICLES_OR_URL = click.argument(
    "targets",
    nargs=-1,
    type=click.Path(path_type=str),  # a Path would take one of the slashes after https:
    metavar="[ARTICLES] [FILES]... | URL",
)


def _newsroom_of(file: Path) -> Path:
    for folder in file.resolve().parents:
        if (folder / FILE_NAME).is_file():
            return folder
    usual = usual_articles()
    return usual if file.resolve().is_relative_to(usual.resolve()) else file.parent


def plain_errors(command: Callable[P, T]) -> Callable[P, T]:
    """Turn errors into one line and an exit code: 2, or 1 where nothing was wrong
    with how the command was called.
    """

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except FeedsvcError as error:
            click.echo(f"feedsvc: {printable(str(error))}", err=True)
            sys.exit(1 if isinstance(error, (NewsroomThere, NoSuchFeed)) else 2)
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
