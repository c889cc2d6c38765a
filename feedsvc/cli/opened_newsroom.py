"""Opens the newsroom for a process of a service, which waits for a database that is away."""

import logging
import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from feedsvc.indexer import SignOfLife
from feedsvc.newsroom import Newsroom
from feedsvc.store.opening import once_there


def opened_newsroom(
    articles: Path,
    environ: Mapping[str, str],
    parent: int | None,
    signs: SignOfLife,
    log: logging.Logger,
    *,
    ahead: bool = False,
) -> Newsroom:
    """A newsroom with the settings that are in force for all processes on its store.

    Args:
        articles, environ, ahead: as for Newsroom.open.
        parent: id of the process that started this one as a part of a service: it waits for a
            database that is away as long as that one lives. None: somebody started it by hand, who
            is to be told of a database that is not there.
        signs: give a sign of life while it waits.
        log: is told that it waits.

    Raises:
        FeedsvcError: it cannot be opened; the text says what to do.
    """
    opening = partial(Newsroom.open, articles, environ, ahead=ahead, as_in_force=True)
    if parent is None:
        return opening()

    def goes_on() -> bool:
        signs.beat()
        return os.getppid() == parent

    return once_there(opening, log.warning, goes_on)
