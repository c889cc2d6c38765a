"""Runs `feedsvc index --watch`: an indexer in its own process, with its signals and its log."""

import logging
import signal
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from feedsvc.cli import console
from feedsvc.cli.opened_newsroom import opened_newsroom
from feedsvc.errors import FeedsvcError
from feedsvc.hooks import HookThread
from feedsvc.indexer import (
    LOGGER,
    FolderEyes,
    Indexer,
    IndexerLog,
    SignOfLife,
    Watch,
    to_pipe,
    why_unreported,
)
from feedsvc.web import LogFormat, ServiceFolder, end_with_parent, log_to_stderr


def follow(
    articles: Path,
    environ: Mapping[str, str],
    *,
    as_json: bool = False,
    poll: float | None = None,
    supervisor: tuple[int, int, Path] | None = None,
    log_format: LogFormat = "text",
) -> None:
    """Keep a newsroom's store up to date with its folder until told to stop.

    Args:
        articles: the folder.
        environ: environment variables; some are settings.
        as_json: a line of JSON on standard output for each batch; the log keeps to warnings.
        poll: seconds between looks at the whole folder; None: as where changes are reported.
        supervisor: id of a process with which to end, the file descriptor of a pipe that gets a
            byte each second in which the indexer goes on, and the folder that the processes of the
            service share.
        log_format: of the lines of the log.

    Raises:
        FeedsvcError: it cannot begin, or cannot go on; the text says what to do.
    """
    level = logging.WARNING if as_json else logging.INFO
    log_to_stderr(level, log_format)
    LOGGER.setLevel(level)
    signs = SignOfLife(to_pipe(supervisor[1]) if supervisor else lambda: None)
    signs.begin()  # to open a store may take long: an upgrade may write all of it
    parent = supervisor[0] if supervisor else None
    opened = opened_newsroom(articles, environ, parent, signs, LOGGER, ahead=True)
    with closing(opened) as newsroom:
        indexer = Indexer(
            newsroom,
            Watch(articles),
            FolderEyes(articles, lambda path: newsroom.folder.file(path)),
            IndexerLog(programs=_Programs().tell if as_json else None),
        )
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: indexer.stop())
        if supervisor:
            end_with_parent(supervisor[0], indexer.stop)
            needed = ServiceFolder(supervisor[2]).needed
            # Workers follow settings as they are asked, and perhaps nobody asks.
            newsroom.adopted = lambda: needed.tell(newsroom.settings)
        indexer.alive = signs.beat
        if poll is not None:
            indexer.poll(poll)
        elif why := why_unreported(articles):
            LOGGER.warning(
                "changes here may be seen a minute late: %s; --poll 5 looks every 5 seconds",
                why,
            )
        with HookThread(newsroom.hooks, newsroom.lock("hooks")):
            indexer.run(lambda: console.progress("Reading articles"))
    signs.end()


class _Programs:
    """Writes a line for each batch to programs; where it cannot be written, publishing goes on."""

    def __init__(self) -> None:
        self._lost = ""

    def tell(self, line: str) -> None:
        try:
            console.show_line(line)
        except FeedsvcError as error:
            if self._lost != str(error):
                self._lost = str(error)
                LOGGER.error("%s", error)
