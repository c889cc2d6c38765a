"""What the indexer says of its work."""

from typing import Any

from feedsvc.indexer.folder_diff import Difference
from feedsvc.indexer.report import UpdateReport
from feedsvc.model.problem import Problem
from tests.indexer.indexing import Room


def test_articles_gone_at_once_are_told_of_once(room: Room, caplog: Any) -> None:
    room.newsroom.answer = UpdateReport(0, (), (), (), held=("a.md", "b.md"))
    room.newsroom.differences = [[Difference("a.md", True), Difference("b.md", True)]]
    room.go(200)
    told = [m for m in caplog.messages if "feedsvc index --accept-deletions" in m]
    assert [m[:35] for m in told] == ["2 articles are gone at once, so the"]
    room.newsroom.differences = [[]]
    room.go(100)
    assert "the articles that were gone are back" in caplog.messages


def test_each_change_and_each_problem_is_a_line(room: Room, caplog: Any) -> None:
    problem = Problem("bad.md", 4, "error", "date", "no such day")
    room.newsroom.answer = UpdateReport(
        1, ("a.md",), ("b.md",), ("c.md",), ("d.md",), (), (problem,)
    )
    caplog.clear()
    room.hear(room.save("a.md"))
    room.go(1)
    assert caplog.messages == [
        "published a.md",
        "updated b.md",
        "moved c.md",
        "withdrawn d.md",
        "bad.md:4: error: date: no such day",
    ]
    assert caplog.records[-1].levelname == "ERROR"
