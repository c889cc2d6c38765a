"""Articles are found by words of their headlines and file names."""

from typing import Any

import pytest

from feedsvc.editor.desk import matching
from tests.editor.desk.editors import cards_of


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"Über den Fluss", "Ferry sails"}),
        ("uber fluss", {"Über den Fluss"}),
        ("FER sail", {"Ferry sails"}),
        ("world", {"Ferry sails"}),
        ("ails", set()),
        ("ferry fluss", set()),
    ],
)
def test_words_and_their_beginnings(desk: Any, asked: str, found: set[str]) -> None:
    desk.write("a.md", "---\ntitle: Über den Fluss\n---\nText.\n")
    desk.write("world/b.md", "---\ntitle: Ferry sails\n---\nText.\n")
    assert {card.headline for card in matching(cards_of(desk), asked)} == found
