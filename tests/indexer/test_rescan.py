"""Looks at the whole folder find what no event told."""

from typing import Any

from feedsvc.indexer.folder_diff import Difference
from tests.indexer.indexing import Room


def test_a_lost_event_is_found_by_the_next_survey(room: Room) -> None:
    room.save("b.md")
    room.newsroom.differences = [[], [Difference("b.md", False)], [Difference("a.md", True)]]
    assert room.updates(58) == []
    assert room.updates(3) == [(["b.md"], ["a.md"])]  # a rename, though b.md is found first
    assert room.updates(3) == [(["a.md"], [])]


def test_a_survey_takes_a_tenth_of_the_time_at_most(room: Room) -> None:
    class Slow(list[Any]):
        def __iter__(self) -> Any:
            room.now += 30
            return super().__iter__()

    room.newsroom.differences = Slow([[]])
    assert room.go(1000).count("survey") == 3
