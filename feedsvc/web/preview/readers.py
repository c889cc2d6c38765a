"""The desk's page of who reads: a picture of the last weeks, and the same as tables."""

from collections.abc import Callable
from pathlib import Path

from flask import Blueprint

from feedsvc.audience import HEIGHT, WIDTH, bars, days_until, report, share
from feedsvc.editor.desk import Desk
from feedsvc.errors import StoreError
from feedsvc.store.audience import counts_since

DAYS = 28
MOST_FEEDS = 60  # on the page
MOST_CLIENTS = 20


def add_readers(
    routes: Blueprint, desk: Desk, page: Callable[..., str], audience: Path | None
) -> None:
    """Add the page.

    Args:
        routes: gets the address.
        desk: of the newsroom.
        page: renders a template of the desk.
        audience: the file with the counts of polls; None: there is none.
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
        )
