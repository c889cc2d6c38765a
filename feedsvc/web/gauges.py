"""Numbers of the newsroom and of its processes as they are now, in Prometheus' text format.

https://prometheus.io/docs/instrumenting/exposition_formats
"""

import os
import platform
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from feedsvc.newsroom import Newsroom
from feedsvc.store.hub_overview import overview

_PROC = Path("/proc")
# What runs beside workers: a part of its command -> what it is called.
_BESIDE = {
    b"index\0--watch": "indexer",
    b"push\0run": "push",
    b"feedsvc.web.keep_counts": "readers",
}
_HELPER = b"multiprocessing"  # a process that Python starts beside workers


class Gauge(NamedTuple):
    """A number with its labels: name -> value."""

    name: str
    help: str
    samples: Iterable[tuple[dict[str, str], float]]


class Memory(NamedTuple):
    """The memory that a process has in use."""

    process: str
    size: int


def gauges(newsroom: Newsroom, *, together: bool) -> str:
    """What the newsroom holds, read from the store, and what its processes take.

    Args:
        newsroom: whose numbers they are.
        together: whether processes beside this one belong to the same server.
    """
    return "".join(map(_text, _all(newsroom, together=together)))


def _all(newsroom: Newsroom, *, together: bool) -> Iterator[Gauge]:
    build = {"version": version("feedsvc"), "python": platform.python_version()}
    yield Gauge("feedsvc_build_info", "What runs; always 1.", [(build, 1)])
    public = newsroom.articles.count_pages()
    yield Gauge("feedsvc_published_articles", "Articles that readers see.", [({}, public)])
    problems = [({"severity": name}, n) for name, n in newsroom.problems.count().items()]
    yield Gauge("feedsvc_problems", "Problems of article files.", problems)
    refused = bool(newsroom.in_force.refused())
    told = "1 where site.toml is in error and older settings stay in force."
    yield Gauge("feedsvc_settings_refused", told, [({}, refused)])
    if (silent := newsroom.last_look()) is not None:
        told = "Seconds since the indexer last gave a sign of life."
        yield Gauge("feedsvc_indexer_last_look_seconds", told, [({}, round(silent, 3))])
    if (due := newsroom.due()) is not None:
        told = "When time alone next changes what readers see, in seconds since 1970."
        yield Gauge("feedsvc_next_due_timestamp_seconds", told, [({}, due.timestamp())])
    if (hook := newsroom.hooks.state()) is not None:
        told = "Changes that the hook is yet to be told."
        yield Gauge("feedsvc_hook_events_waiting", told, [({}, hook.waiting)])
        told = "Changes that were given up, as the hook did not take them."
        yield Gauge("feedsvc_hook_events_given_up", told, [({}, hook.given_up)])
    yield from _hub(newsroom)
    if found := [({"process": one.process}, one.size) for one in memory(together=together)]:
        told = "Memory in use by each process of the server (RSS)."
        yield Gauge("feedsvc_process_memory_bytes", told, found)


def _hub(newsroom: Newsroom) -> Iterator[Gauge]:
    """What the hub has, and what waits, where there is a hub."""
    if not newsroom.settings.websub.named:
        return
    with newsroom.store.reading() as connection:
        found = overview(connection, newsroom.now())
    told = "Subscriptions to documents, whose leases run."
    yield Gauge("feedsvc_push_subscribers", told, [({}, found.subscribers)])
    told = "Subscribers, and hubs of others, that are to be sent to now."
    yield Gauge("feedsvc_push_waiting", told, [({}, found.backlog)])
    oldest = (newsroom.now() - found.oldest).total_seconds() if found.oldest else 0.0
    told = "Seconds for which the first of them waits."
    yield Gauge("feedsvc_push_oldest_seconds", told, [({}, max(0.0, oldest))])
    told = "Those whose last try failed."
    yield Gauge("feedsvc_push_failing", told, [({}, found.failing)])
    told = "How many gave this status as their last answer; 0: none came."
    answers = [({"status": str(status)}, number) for status, number in found.by_status.items()]
    yield Gauge("feedsvc_push_last_answers", told, answers)
    told = "Requests to subscribe whose callbacks have not confirmed them yet."
    yield Gauge("feedsvc_push_requests", told, [({}, found.intents)])


def _text(gauge: Gauge) -> str:
    lines = [f"# HELP {gauge.name} {gauge.help}", f"# TYPE {gauge.name} gauge"]
    for labels, value in gauge.samples:
        given = ",".join(f'{name}="{text}"' for name, text in labels.items())
        number = f"{value:.3f}" if isinstance(value, float) else f"{int(value)}"
        lines.append(f"{gauge.name}{{{given}}} {number}" if given else f"{gauge.name} {number}")
    return "\n".join(lines) + "\n"


def memory(*, together: bool, proc: Path = _PROC) -> list[Memory]:
    """The memory of each process of a server; nothing where the system tells none.

    Workers have numbers in the order in which they were started.

    Args:
        together: as for `gauges`; else this process alone is meant.
        proc: where the system tells of processes (proc(5)).
    """
    own = os.getpid()
    pids = [own]
    if together and (server := _parent(proc, own)) is not None:
        others = sorted(int(one.name) for one in proc.iterdir() if one.name.isdigit())
        pids = [server, *(pid for pid in others if _parent(proc, pid) == server)]
    found, workers = [], 0
    for number, pid in enumerate(pids):
        try:
            size = int((proc / str(pid) / "statm").read_text().split()[1]) * _PAGE
            command = (proc / str(pid) / "cmdline").read_bytes()
        except (OSError, IndexError, ValueError):  # it has ended, or this is not Linux
            continue
        if together and number == 0:
            name = "server"
        elif beside := next((name for part, name in _BESIDE.items() if part in command), ""):
            name = beside
        elif _HELPER in command:
            continue
        else:
            workers += 1
            name = f"worker-{workers}"
        found.append(Memory(name, size))
    return found


def _parent(proc: Path, pid: int) -> int | None:
    try:
        told = (proc / str(pid) / "stat").read_text(errors="replace")
        return int(told.rpartition(")")[2].split()[1])
    except (OSError, IndexError, ValueError):
        return None


_PAGE = os.sysconf("SC_PAGE_SIZE") if sys.platform != "win32" else 4096
