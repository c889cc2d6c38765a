"""What time alone changes comes at its moment."""

from datetime import timedelta

from feedsvc.indexer.report import UpdateReport
from tests.indexer.indexing import START, Room


def test_due_changes_come_at_their_moment(room: Room) -> None:
    room.newsroom.due_at = START + timedelta(seconds=90)
    room.newsroom.answer = UpdateReport(1, ("a.md",), (), ())
    room.hear(room.save("a.md"))
    assert "due" in room.go(1)
    before = [call for call in room.go(88) if call in ("due", "render")]
    assert before in ([], ["due"])  # the minute's
    room.newsroom.due_at = None
    assert room.go(1.5)[:2] == ["due", "render"]


def test_a_moment_in_the_past_does_not_keep_it_busy(room: Room) -> None:
    room.newsroom.due_at = START - timedelta(days=1)
    room.go(61)
    assert room.go(10).count("due") <= 20
