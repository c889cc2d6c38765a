"""Makes many files in processes of their own, on all cores; few of them in this one."""

import os
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from feedsvc.errors import FeedsvcError
from feedsvc.indexer import usable_cores
from feedsvc.newsroom import Newsroom
from feedsvc.static_site.addresses import Wanted
from feedsvc.static_site.asking import Service
from feedsvc.static_site.making import Made, Maker
from feedsvc.static_site.manifest import SiteFile
from feedsvc.web import end_with_parent

FEW = 300  # files; up to so many are made sooner here than processes start
_JOB = 20  # files that a process is given at a time
_GLANCE = 1.0  # seconds; what is published meanwhile is made afterwards
_AHEAD = 3  # jobs for each process that may wait

Job = list[tuple[Wanted, SiteFile | None]]


class Workplace(NamedTuple):
    """All that a process needs to make files.

    Attributes:
        articles: the newsroom's folder.
        environ: the environment variables; some are settings.
        aside: the folder in which files are laid.
        kept_as_files: whether nobody will answer a search.
    """

    articles: Path
    environ: Mapping[str, str]
    aside: Path
    kept_as_files: bool


class Moment:
    """A clock that stands still, so that all that is made together is of one moment.

    Attributes:
        now: the time that it gives.
    """

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The time."""
        return self.now


def make_in_processes(
    place: Workplace,
    jobs: Job,
    now: int,
    show: Callable[[int, int], None],
    processes: int | None = None,
) -> Iterator[Made]:
    """Make files on all cores.

    Args:
        place: where.
        jobs: addresses with the files that they had.
        now: seconds since 1970.
        show: is told how many are done, of how many.
        processes: how many; None: one for each core.

    Raises:
        FeedsvcError: a file cannot be made, or a process died.
    """
    count = processes or usable_cores()
    left, done = iter(_portions(jobs)), 0
    pool = ProcessPoolExecutor(count, get_context("spawn"), _begin, (place, now, os.getpid()))
    try:
        running: set[Future[list[Made]]] = set()
        while True:
            for portion in islice(left, max(0, count * _AHEAD - len(running))):
                running.add(pool.submit(_work, portion))
            if not running:
                return
            ready, running = wait(running, return_when=FIRST_COMPLETED)
            for one in ready:
                made = one.result()
                done += len(made)
                show(done, len(jobs))
                yield from made
    except BrokenProcessPool as error:
        raise FeedsvcError(
            "a process that makes files ended early; see that there is memory, and build again"
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _portions(jobs: Job) -> Iterable[Job]:
    for start in range(0, len(jobs), _JOB):
        yield jobs[start : start + _JOB]


_maker: list[tuple[Maker, int]] = []  # of a process that makes files


def _begin(place: Workplace, now: int, parent: int) -> None:
    """Open the newsroom in a process that makes files."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started this one ends it
    end_with_parent(parent, lambda: os._exit(1))
    clock = Moment(datetime.fromtimestamp(now, UTC))
    newsroom = Newsroom.open(place.articles, place.environ, clock, glance=_GLANCE, as_in_force=True)
    service = Service(newsroom, kept_as_files=place.kept_as_files)
    _maker[:] = [(Maker(service, place.aside), now)]


def _work(portion: Job) -> list[Made]:
    maker, now = _maker[0]
    return [maker.make(wanted, known, now) for wanted, known in portion]
