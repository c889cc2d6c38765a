"""Validators tell nothing of what is not published, and move with everything that is."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from feedsvc.model.feed import FORMATS, Format
from feedsvc.newsroom import Newsroom


def article(date: str, **keys: str) -> str:
    header = "".join(f"{key}: {value}\n" for key, value in keys.items())
    return f"---\ntitle: Rain\ndate: {date}\n{header}---\nIt rains.\n"


def mark_for_rebuilding(desk: Any) -> None:
    """Make the store one of a feedsvc whose rebuildable tables were others."""
    with closing(sqlite3.connect(desk.folder / ".feedsvc" / "store.sqlite3")) as database:
        database.execute("UPDATE kept SET value = '0' WHERE name = 'rebuildable'")
        database.commit()


@pytest.mark.parametrize("format", FORMATS)
def test_an_embargoed_article_moves_no_validator_of_an_empty_feed(
    desk: Any, clock: Any, format: Format
) -> None:
    before = desk.open().document("feed", format)
    clock.forward(hours=1)
    desk.write("rain.md", article("2026-06-02"))
    after = desk.open().document("feed", format)
    assert (after.tag(), after.last_modified) == (before.tag(), before.last_modified)


def test_saving_an_embargoed_article_moves_no_last_modified(desk: Any, clock: Any) -> None:
    desk.write("sun.md", article("2026-05-01"))
    newsroom = desk.open()
    atom = newsroom.document("feed", "atom")
    clock.forward(hours=1)
    desk.write("rain.md", article("2026-06-02"))
    newsroom.scan()
    rss = newsroom.document("feed", "rss")  # nobody asked for it before
    assert rss.last_modified == atom.last_modified


@pytest.mark.parametrize("asked_before", [True, False])
def test_a_lift_and_an_expiry_move_it_to_their_own_times(
    desk: Any, clock: Any, asked_before: bool
) -> None:
    desk.write("sun.md", article("2026-05-01", expires="2026-06-01T15:00:00Z"))
    desk.write("rain.md", article("2026-05-01", embargo="2026-06-01T14:00:00Z"))
    newsroom = desk.open()
    if asked_before:
        newsroom.document("feed", "atom")
    clock.forward(hours=2, minutes=30)
    assert newsroom.document("feed", "atom").last_modified == datetime(2026, 6, 1, 14, tzinfo=UTC)
    clock.forward(hours=1)
    assert newsroom.document("feed", "atom").last_modified == datetime(2026, 6, 1, 15, tzinfo=UTC)


def test_a_deletion_moves_it_forward(desk: Any, clock: Any) -> None:
    desk.write("sun.md", article("2026-05-01"))
    file = desk.write("rain.md", article("2026-05-02"))
    newsroom = desk.open()
    before = newsroom.document("feed", "atom")
    clock.forward(hours=1)
    file.unlink()
    newsroom.scan()
    after = newsroom.document("feed", "atom")
    assert after.tag() != before.tag()
    assert before.last_modified < after.last_modified == clock.time


def test_a_rebuilt_store_does_not_move_it_back(desk: Any, clock: Any) -> None:
    desk.write("sun.md", article("2026-05-01"))
    newsroom = desk.open()
    before = newsroom.document("feed", "atom").last_modified
    newsroom.close()
    clock.forward(hours=1)
    mark_for_rebuilding(desk)
    rebuilt = desk.open()
    assert rebuilt.document("feed", "atom").last_modified >= before + timedelta(hours=1)


def test_a_rehearsal_knows_the_ids_of_a_store_that_is_to_be_rebuilt(desk: Any) -> None:
    desk.write("rain.md", article("2026-05-01"))
    desk.open().close()
    (desk.folder / "rain.md").rename(desk.folder / "drizzle.md")
    mark_for_rebuilding(desk)
    with Newsroom.rehearsal(desk.folder, {}, desk.clock) as newsroom:
        newsroom.scan()
        (entry,) = newsroom.feeds.entries("feed", 5)
    assert entry.id == "tag:news.example,2026:rain.md"


def test_other_settings_move_it_to_the_time_of_their_first_document(desk: Any, clock: Any) -> None:
    desk.write("sun.md", article("2026-05-01"))
    desk.open().document("feed", "atom")
    clock.forward(days=1)
    desk.settings(base_url="https://news.example", id_base="news.example,2026", title="Other")
    assert desk.open().document("feed", "atom").last_modified == clock.time


def test_a_declared_category_does_not_tell_how_an_embargoed_article_spells_it(desk: Any) -> None:
    desk.write("site.toml", 'base_url = "https://news.example"\n[categories.world]\n')
    before = desk.open().document("category/world", "atom")
    desk.write("rain.md", article("2026-06-02", category="WORLD"))
    after = desk.open().document("category/world", "atom")
    assert b"WORLD" not in after.body
    assert after.tag() == before.tag()
