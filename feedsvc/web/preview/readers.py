"""The desk's page of who reads: a picture of the last weeks, the same as tables, subscribers."""

from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from flask import Blueprint

from feedsvc.audience import HEIGHT, WIDTH, bars, days_until, report, share
from feedsvc.editor.desk import Desk
from feedsvc.errors import StoreError
from feedsvc.model.clock import Clock
from feedsvc.store import Store, has_ledger, sqlite_path
from feedsvc.store.audience import counts_since
from feedsvc.store.hub_overview import subscribers_by_topic

Subscribers = Callable[[], Mapping[tuple[str, str], int]]
DAYS = 28
MOST_FEEDS = 60  # on the page
MOST_CLIENTS = 20


def subscribers_in(url: str, clock: Clock) -> Mapping[tuple[str, str], int]:
    """How many are sent each document of a newsroom that has subscribers: feed, format -> number.

    Args:
        url: of its store; where there is none, or one of another version, nobody is known.
        clock: gives the time.
    """
    path = sqlite_path(url)
    if path is not None and not path.exists():
        return {}
    try:
        with (
            closing(Store.open(url, read_only=True)) as store,
            store.reading() as connection,
        ):
            return subscribers_by_topic(connection, clock()) if has_ledger(connection) else {}
    except StoreError:
        return {}


def add_readers(
    routes: Blueprint,
    desk: Desk,
    page: Callable[..., str],
    audience: Path | None,
    subscribers: Subscribers,
) -> None:
    """Add the page.

    Args:
        routes: gets the address.
        desk: of the newsroom.
        page: renders a template of the desk.
        audience: the file with the counts of polls; None: there is none.
        subscribers: tells how many are sent each document of the service.
    """

    @routes.get("/desk/readers")
    def readers() -> str:
        settings = desk.newsroom.settings
        span = days_until(desk.now().astimezone(settings.zone).date(), DAYS)
        failed = ""
        try:
            counts = counts_since(audience, span[0]) if audience else []
        except StoreError as error:
            counts, failed = [], str(error)
        found = report(counts, span)
        pushed = sorted(subscribers().items(), key=lambda one: (-one[1], one[0]))
        return page(
            "readers.html",
            found=found,
            feeds=found.feeds[:MOST_FEEDS],
            more=max(len(found.feeds) - MOST_FEEDS, 0),
            clients=found.clients[:MOST_CLIENTS],
            bars=bars(found.totals),
            most=max(one.polls for one in found.totals),
            size=(WIDTH, HEIGHT),
            percent=lambda part, whole: f"{share(part, whole):.0%}" if whole else "–",
            counting=settings.readers.count,
            failed=failed,
            pushed=pushed[:MOST_FEEDS],
            more_pushed=max(len(pushed) - MOST_FEEDS, 0),
        )
