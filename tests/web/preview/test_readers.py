"""The desk's page of who reads."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedsvc.editor.desk import Desk
from feedsvc.model.audience import FeedDay
from feedsvc.store import Store, hub_subscriptions, locate
from feedsvc.store.audience import add_counts
from feedsvc.web.preview import create_preview
from feedsvc.web.preview.readers import subscribers_in
from tests.web.preview.asking import page, text

PLACE = "/desk/readers"
HOSTILE = "<script>alert(1)</script>"
COUNTS = [
    FeedDay("2026-05-31", "feed", 30, 24, 4, True, {"Feedly": 30}, {"Feedly": {"atom": 1600}}),
    FeedDay("2026-06-01", "feed", 10, 1, 3, False, {"other": 10}),
    FeedDay("2026-06-01", "searches", 5, 0, 1, False, {HOSTILE: 5}, {HOSTILE: {"1": 2}}),
    FeedDay("2026-04-01", "tag/old", 99),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "readers.db"


@pytest.fixture
def client(file: Path, preview: Callable[[], Desk]) -> FlaskClient:
    return create_preview(preview(), audience=file).test_client()


def test_the_picture_says_what_the_table_says(file: Path, client: FlaskClient) -> None:
    add_counts(file, COUNTS)
    tree = page(client, PLACE)
    picture = tree.css_first("svg[role=img]")
    title = tree.css_first(f"#{picture.attributes['aria-labelledby']}")
    assert title.text().startswith("Polls of each day from 2026-05-05 to 2026-06-01, at most 30;")
    heights = [float(bar.attributes["height"] or 0) for bar in tree.css("svg rect")]
    assert len(heights) == 56  # a bar for each day, and its part of 304
    assert heights[-4:] == [160, 128, 80, 5.33]
    rows = [text(row) for row in tree.css("details tbody tr")]
    assert len(rows) == 28
    assert rows[:3] == ["2026-06-01 15 7%", "2026-05-31 30 80%", "2026-05-30 0 –"]
    assert not tree.css("svg script, svg style, [style]")


def test_feeds_and_programs(file: Path, client: FlaskClient) -> None:
    add_counts(file, COUNTS)
    tree = page(client, PLACE)
    feeds = tree.css_first("[aria-labelledby=_by_feed]")
    clients = tree.css_first("[aria-labelledby=_clients]")
    assert [text(row) for row in feeds.css("tbody tr")] == [
        "feed 40 62% 4+ 1,600 ( Feedly 1,600)",
        f"searches 5 0% 1 2 ( {HOSTILE} 2)",
    ]
    assert [text(row) for row in clients.css("tbody tr")] == [
        "Feedly 30 67%",
        "other 10 22%",
        f"{HOSTILE} 5 11%",
    ]
    assert "<script>alert" not in client.get(PLACE).text


def test_who_is_sent_what_changes(desk: Any, preview: Callable[[], Desk], tmp_path: Path) -> None:
    """As the store of the service has it, where there is one; the preview has one of its own."""
    url = locate(tmp_path, "", {})
    subscribers = partial(subscribers_in, url, desk.clock)
    client = create_preview(preview(), subscribers=subscribers).test_client()
    assert page(client, PLACE).css_first("[aria-labelledby=_pushed]") is None
    assert not (tmp_path / ".feedsvc").exists()
    store = Store.open(url)
    lease = desk.clock() + timedelta(days=1)
    with store.writing() as connection:
        for feed, callback in (("tag/x", "a"), ("feed", "a"), ("feed", "b")):
            hub_subscriptions.put(connection, feed, "atom", callback, "", lease, desk.clock())
    rows = page(client, PLACE).css("[aria-labelledby=_pushed] tbody tr")
    assert [text(row) for row in rows] == ["feed.atom 2", "tag/x.atom 1"]
    desk.clock.forward(days=1)
    assert page(client, PLACE).css_first("[aria-labelledby=_pushed]") is None
    store.close()


def test_nothing_was_counted(client: FlaskClient, file: Path) -> None:
    assert "Nobody polled a feed in the last 28 days" in page(client, PLACE).body.text()
    assert not file.exists()


def test_counting_is_off(desk: Any, preview: Callable[[], Desk]) -> None:
    desk.write("site.toml", "[readers]\ncount = false\n")
    client = create_preview(preview()).test_client()
    told = text(page(client, PLACE).css_first("main"))
    assert "Polls are not counted: readers.count is false" in told


def test_a_damaged_file_is_told(client: FlaskClient, file: Path) -> None:
    file.write_bytes(b"no database" * 1000)
    assert "delete it to begin anew" in page(client, PLACE).body.text()


def test_the_preview_itself_counts_nothing(client: FlaskClient, desk: Any, file: Path) -> None:
    client.get("/feed.atom").close()
    assert not file.exists()
    assert not list(desk.folder.rglob("readers.db"))


def test_its_bar_leads_there(client: FlaskClient) -> None:
    link = next(one for one in page(client, PLACE).css(".bar a") if one.text() == "Readers")
    assert link.attributes["aria-current"] == "page"
