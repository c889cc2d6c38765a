"""What a service runs beside its workers: each process with its name, command, and when it runs.

One that settings ask for has a mark in feedsvc.web.needed, and its name in feedsvc.web.gauges.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from feedsvc.cli.supervisor import SIGN, Child, once
from feedsvc.web import PUSH, READERS, Logs, ServiceFolder

_SERVER_SECONDS = 15.0  # after which the indexer starts, though the server does not answer
_KEEPER_SECONDS = 60.0  # without a sign of life
_PUSHER_SECONDS = 60.0  # without a sign of life
_KEEPER_GRACE = 3.0  # to write what is left; who stops a service waits for no disk


def indexer(
    articles: Path,
    ready: Callable[[], bool],
    shared: ServiceFolder,
    logs: Logs,
    *,
    poll: float | None,
    patience: int,
) -> Child:
    """The indexer. It starts once others are ready, so that readers need not wait for a scan.

    Args:
        articles: the newsroom's folder.
        ready: whether they are.
        shared: hears its signs of life.
        logs: the form of its log.
        poll: seconds between looks at the whole folder; None: as where changes are reported.
        patience: seconds without a sign of life (limits.indexer_seconds).
    """
    command = [sys.executable, "-m", "feedsvc", "index", "--watch"]
    command += [] if poll is None else ["--poll", str(poll)]
    command += [] if logs.form == "text" else ["--log-format", logs.form]
    given = [str(os.getpid()), str(SIGN), str(shared.path)]
    command += ["--supervisor", *given, "--", str(articles)]
    shared.last_look.mark()
    return Child(
        "the indexer",
        command,
        once(ready, _SERVER_SECONDS),
        patience,
        shared.last_look.mark,
        meanwhile="What is published is served on, but nothing new comes to it",
    )


def keeper(file: Path, shared: ServiceFolder, logs: Logs) -> Child:
    """The process that keeps the counts of polls, where polls are counted or were just before.

    Args:
        file: where it keeps them.
        shared: workers hand their counts over there.
        logs: the form of its log.
    """
    given = [str(file), str(shared.path), str(os.getpid()), str(SIGN), logs.form]
    return Child(
        "the process that keeps the counts of polls",
        [sys.executable, "-m", "feedsvc.web.keep_counts", *given],
        lambda: shared.needed.is_needed(READERS) or shared.spool.waits(),
        _KEEPER_SECONDS,
        grace=_KEEPER_GRACE,
        meanwhile="Polls are answered as before, and counted in memory",
    )


def pusher(articles: Path, shared: ServiceFolder, logs: Logs) -> Child:
    """The process that sends subscribers what changes, where settings name a hub.

    Args:
        articles: the newsroom's folder.
        shared: tells whether settings name one.
        logs: the form of its log.
    """
    command = [sys.executable, "-m", "feedsvc", "push", "run", "--log-format", logs.form]
    return Child(
        "the process that pushes",
        [*command, "--supervisor", str(os.getpid()), str(SIGN), "--", str(articles)],
        lambda: shared.needed.is_needed(PUSH),
        _PUSHER_SECONDS,
        meanwhile="Polls are answered, but subscribers are sent nothing",
    )
