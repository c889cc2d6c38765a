"""What is due, by the days of the site's zone, the earliest first."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from feedsvc.editor.desk import calendar
from tests.editor.desk.editors import cards_of


def test_what_appears_and_expires(desk: Any) -> None:
    desk.write("a.md", "---\ntitle: A\nembargo: 2026-06-02T23:30:00Z\n---\nText.\n")
    desk.write(
        "b.md", "---\ntitle: B\ndate: 2026-05-01\nexpires: 2026-06-02T12:00:00Z\n---\nText.\n"
    )
    desk.write("c.md", "---\ntitle: C\nembargo: 2026-06-03T05:00:00Z\n---\nText.\n")
    desk.write("d.md", "---\ntitle: D\nembargo: 2026-06-02\ndraft: true\n---\nText.\n")
    desk.write("e.md", "---\ntitle: E\ndate: 2026-05-01\nexpires: 2026-05-02\n---\nText.\n")
    cards = cards_of(desk)

    def told(zone: str, most: int = 10) -> list[Any]:
        days = calendar(cards, ZoneInfo(zone), most)
        return [(d.day, [(due.card.headline, due.appears) for due in d.due]) for d in days]

    assert told("UTC") == [
        (date(2026, 6, 2), [("B", False), ("A", True)]),
        (date(2026, 6, 3), [("C", True)]),
    ]
    assert told("Europe/Berlin", 2) == [
        (date(2026, 6, 2), [("B", False)]),
        (date(2026, 6, 3), [("A", True)]),
    ]
