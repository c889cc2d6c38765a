"""Runs the process that keeps the counts of polls: python -m feedsvc.web.keep_counts.

It is one of its own because it alone waits where a disk does not answer. It imports little: no
database but SQLite, and nothing that answers requests.
"""

import logging
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from feedsvc.audience import Keeper, Spool
from feedsvc.indexer import to_pipe
from feedsvc.web.alarm import Alarm
from feedsvc.web.log_lines import LogFormat, log_to_stderr
from feedsvc.web.restarts import end_with_parent
from feedsvc.web.service_folder import remove_left

_TURN = 0.5  # seconds between two looks at what workers handed over
_WORKERS_END = 10.0  # seconds in which workers end whose server was killed


def main(arguments: Sequence[str]) -> None:
    """Keep counts until told to stop, or until the server is gone and its workers have ended.

    Args:
        arguments: the file where the numbers are kept; the folder in memory that the processes of
            the service share; the server's process id; the file descriptor of a pipe that gets a
            byte at each turn; the form of the log's lines.
    """
    file, folder, server, sign, form = arguments
    log_to_stderr(logging.INFO, cast(LogFormat, form))
    alarm, told = Alarm(), list[object]()

    def stop(*_: object) -> None:
        told.append(1)
        alarm.set()

    def stop_alone() -> None:
        stop()
        time.sleep(2 * _WORKERS_END)
        os._exit(1)  # it waits for a disk, and nobody else would end it

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    end_with_parent(int(server), stop_alone)
    beat = to_pipe(int(sign))
    keeper = Keeper(Path(file), Spool(Path(folder)))
    while not told:
        keeper.turn()
        beat()
        alarm.wait(_TURN)
    if os.getppid() != int(server):
        _take_last(keeper, Path(folder))
    keeper.close()


def _take_last(keeper: Keeper, folder: Path) -> None:
    """Take what the workers of a server that was killed hand over at their end."""
    end = time.monotonic() + _WORKERS_END
    while not remove_left(folder, keeper.turn) and time.monotonic() < end:
        keeper.turn()
        time.sleep(_TURN)


if __name__ == "__main__":
    main(sys.argv[1:])
