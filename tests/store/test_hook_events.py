"""What a hook is told: each change that readers see, once, and nothing that they do not."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from feedsvc.model.entry import Tombstone
from feedsvc.model.feed import EVERYTHING
from feedsvc.store import Connection, articles, hook_events, tombstones
from feedsvc.store.articles import StoredArticle
from tests.store.keeping import row

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def public(name: str, published: datetime = NOW - DAY, **more: object) -> StoredArticle:
    made = row(name, published, **more)  # type: ignore[arg-type]
    return made._replace(feeds={EVERYTHING: "", "tag/x": "X"})


def noted(connection: Connection, now: datetime = NOW) -> list[tuple[str, str]]:
    """Kinds and ids of what is newly noted; it then counts as told."""
    if hook_events.has_changed(connection, now):
        hook_events.note_changes(connection, now)
    found = hook_events.waiting(connection, 1000)
    hook_events.mark_told(connection, [one.number for one in found])
    return [(one.kind, one.entry_id) for one in found]


@pytest.fixture
def begun(connection: Connection) -> Connection:
    articles.put_articles(connection, [public("rain"), public("later", NOW + DAY)])
    assert hook_events.begin(connection, NOW)
    assert not hook_events.begin(connection, NOW)
    return connection


def test_what_is_there_at_the_start_is_not_told(begun: Connection) -> None:
    assert noted(begun) == []


def test_each_change_is_told_once(begun: Connection) -> None:
    articles.put_articles(begun, [public("snow")], new=["snow"])
    assert noted(begun) == [("new", "snow")]
    assert noted(begun) == []
    changed = public("snow")
    entry = changed.entry
    for values, kind in (
        ({"updated": NOW}, "changed"),
        ({"updated": NOW + DAY, "corrected": NOW}, "corrected"),
        ({"updated": NOW + DAY, "corrected": NOW, "slug": "sleet"}, "changed"),
    ):
        articles.put_articles(begun, [changed._replace(entry=replaced(entry, **values))])
        assert noted(begun) == [(kind, "snow")], values
        assert noted(begun) == []


def replaced(entry: object, **values: object) -> object:
    return msgspec.structs.replace(entry, **values)  # type: ignore[type-var]


def test_time_alone_is_told_and_no_moment_early(begun: Connection) -> None:
    assert noted(begun, NOW + DAY - timedelta(seconds=1)) == []
    assert noted(begun, NOW + DAY) == [("new", "later")]
    articles.put_articles(begun, [public("rain", expires=NOW + 2 * DAY)])
    assert noted(begun, NOW + DAY) == []
    assert noted(begun, NOW + 2 * DAY) == [("gone", "rain")]


def test_who_is_told_of_a_retraction_hears_that_it_is_one(begun: Connection) -> None:
    articles.put_articles(begun, [public("snow")], new=["snow"])
    assert noted(begun) == [("new", "snow")]
    tombstones.put_tombstones(begun, [Tombstone("snow", NOW, "", None)], {})
    articles.delete_articles(begun, ["snow", "rain"])
    assert noted(begun) == [("gone", "rain"), ("withdrawn", "snow")]


def test_drafts_and_private_articles_are_never_told(begun: Connection) -> None:
    articles.put_articles(begun, [row("draft", NOW - DAY, live=False)], new=["draft"])
    articles.put_articles(begun, [row("draft", NOW, live=False)])
    articles.delete_articles(begun, ["draft"])
    assert noted(begun) == []


def test_an_event_has_the_feeds_also_of_what_left(begun: Connection) -> None:
    articles.delete_articles(begun, ["rain"])
    hook_events.note_changes(begun, NOW)
    (event,) = hook_events.waiting(begun, 10)
    assert event[1:] == (
        *(NOW, "gone", "rain", "rain", NOW - DAY, NOW - DAY),
        ("feed", "tag/x"),
    )


def test_what_is_late_or_too_much_is_given_up(begun: Connection, monkeypatch) -> None:
    articles.put_articles(begun, [public(f"{n}") for n in range(5)], new=[str(n) for n in range(5)])
    hook_events.note_changes(begun, NOW)
    hook_events.note_trouble(begun, "no")
    assert hook_events.hook_state(begun) == (True, 5, "no", 0)
    assert hook_events.give_up(begun, NOW) == 0
    monkeypatch.setattr(hook_events, "MOST_WAITING", 3)
    assert hook_events.give_up(begun, NOW) == 2
    assert [one.entry_id for one in hook_events.waiting(begun, 9)] == ["2", "3", "4"]
    assert hook_events.give_up(begun, NOW + DAY) == 3
    assert hook_events.hook_state(begun) == (True, 0, "no", 5)
    hook_events.forget(begun)
    assert hook_events.hook_state(begun) == (False, 0, "", 0)
    assert not hook_events.is_begun(begun)


def test_numbers_are_never_given_twice(begun: Connection) -> None:
    articles.put_articles(begun, [public("snow")], new=["snow"])
    hook_events.note_changes(begun, NOW)
    (first,) = hook_events.waiting(begun, 9)
    hook_events.mark_told(begun, [first.number])
    articles.delete_articles(begun, ["snow"])
    hook_events.note_changes(begun, NOW)
    assert hook_events.waiting(begun, 9)[0].number > first.number
