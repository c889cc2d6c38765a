"""The commands `feedsvc push …`: for who runs a hub."""

import os
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path

import click

from feedsvc.cli import console
from feedsvc.cli.options import ARTICLES, plain_errors
from feedsvc.cli.push_run import run
from feedsvc.errors import StoreError
from feedsvc.model.clock import system_clock
from feedsvc.model.uri import as_uri, host_of
from feedsvc.store import Store, hub_blocked, sqlite_path
from feedsvc.store.hub_overview import HubOverview, overview, subscribers_by_topic
from feedsvc.store.locks import lock_of
from feedsvc.store.opening import store_url

_NO_ANSWER = 0  # in place of a status
_MOST_TOPICS = 20  # shown; programs are told all


@click.group(name="push")
def push_group() -> None:
    """Send subscribers what changes, and see how that goes (WebSub).

    \b
    Example:
      feedsvc push status articles
    """


push_group.add_command(run)


@push_group.command()
@ARTICLES
@click.option("--json", "as_json", is_flag=True, help="Print it for programs.")
@plain_errors
def status(articles: Path, as_json: bool) -> None:
    """Tell who has subscribed, what waits, and how subscribers last answered.

    It reads the store, whether a server runs or not, and changes nothing.

    \b
    Example:
      feedsvc push status articles
    """
    now = system_clock()
    with (
        closing(_opened(articles, os.environ, read_only=True)) as store,
        store.reading() as connection,
    ):
        found = overview(connection, now)
        topics = subscribers_by_topic(connection, now)
        blocked = hub_blocked.blocked(connection)
        pusher = lock_of(connection, "push").holder()
    if as_json:
        console.show_json(_summary(found, topics, blocked, pusher))
    else:
        console.show_table(("", ""), _rows(found, topics, blocked, pusher, now))


@push_group.command()
@click.argument("host")
@ARTICLES
@plain_errors
def block(host: str, articles: Path) -> None:
    """Send nothing more to HOST: neither documents nor questions whether it subscribes.

    Its subscriptions stay until their leases end. It counts at once, also while a server runs.

    \b
    Example:
      feedsvc push block spam.example articles
    """
    name = _name(host)
    with (
        closing(_opened(articles, os.environ)) as store,
        store.writing() as connection,
    ):
        number = hub_blocked.block(connection, name, system_clock())
    console.show_line(f"{name} is blocked; subscriptions that it has: {number:,}")


@push_group.command()
@click.argument("host")
@ARTICLES
@plain_errors
def unblock(host: str, articles: Path) -> None:
    """Send to HOST again, what it missed first.

    \b
    Example:
      feedsvc push unblock spam.example articles
    """
    name = _name(host)
    with (
        closing(_opened(articles, os.environ)) as store,
        store.writing() as connection,
    ):
        was = hub_blocked.unblock(connection, name, system_clock())
    console.show_line(f"{name} is {'not blocked any more' if was else 'not blocked'}")


def _name(host: str) -> str:
    """A host as the store has it, from its name or an address there."""
    name = host_of(as_uri(host if "://" in host else f"http://{host}/"))
    if not name:
        raise click.BadParameter(f"{host!r} is no host; write a name such as spam.example")
    return name


def _opened(folder: Path, environ: Mapping[str, str], *, read_only: bool = False) -> Store:
    """The store of a newsroom, which must be there."""
    url = store_url(folder, environ)
    path = sqlite_path(url)
    if path is not None and not path.exists():
        raise StoreError(f"nothing is indexed yet; run: feedsvc index {folder}")
    return Store.open(url, read_only=read_only)


def _summary(
    found: HubOverview, topics: Mapping[tuple[str, str], int], blocked: list[str], pusher: str
) -> dict[str, object]:
    """The same for programs; times are UTC."""
    return {
        "pusher": pusher or None,
        "subscribers": found.subscribers,
        "hubs_told": found.pings,
        "waiting": found.backlog,
        "oldest": found.oldest.isoformat().replace("+00:00", "Z") if found.oldest else None,
        "failing": found.failing,
        "answers": {str(status): number for status, number in found.by_status.items()},
        "requests": found.intents,
        "hosts": [{"host": host, "subscribers": number} for host, number in found.by_host],
        "topics": [
            {"feed": feed, "format": format, "subscribers": number}
            for (feed, format), number in topics.items()
        ],
        "blocked": blocked,
    }


def _rows(
    found: HubOverview,
    topics: Mapping[tuple[str, str], int],
    blocked: list[str],
    pusher: str,
    now: datetime,
) -> list[tuple[str, str]]:
    rows = [
        ("push", pusher or "nobody pushes now"),
        ("subscribers", f"{found.subscribers:,} of {found.topics:,} documents"),
    ]
    if found.pings:
        rows.append(("hubs of others", f"{found.pings:,} documents are told of"))
    waited = (
        f", the first for {(now - found.oldest).total_seconds():,.0f} s" if found.oldest else ""
    )
    rows.append(("waiting", f"{found.backlog:,}{waited}"))
    rows.append(("failing", f"{found.failing:,}"))
    for status, number in found.by_status.items():
        told = "no answer" if status == _NO_ANSWER else f"last answer {status}"
        rows.append(("", f"{number:,} {told}"))
    if found.intents:
        rows.append(("requests", f"{found.intents:,} callbacks have not confirmed theirs yet"))
    most = sorted(topics.items(), key=lambda one: (-one[1], one[0]))[:_MOST_TOPICS]
    parts = {
        "documents": [f"{number:,} {feed}.{format}" for (feed, format), number in most],
        "hosts": [f"{number:,} {host}" for host, number in found.by_host],
        "blocked": blocked,
    }
    for name, lines in parts.items():
        rows += [(name if number == 0 else "", line) for number, line in enumerate(lines)]
    return rows
