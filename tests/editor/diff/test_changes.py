"""What changes for subscribers when articles do."""

from zoneinfo import ZoneInfo

import pytest

from feedsvc.editor.article_status import ArticleStatus
from feedsvc.editor.diff import compare, tell
from tests.editor.diff.cards import NAMES, card, cards, edited


def said(before: list[ArticleStatus], after: list[ArticleStatus]) -> list[str]:
    return tell(
        compare(cards(*before), cards(*after)), NAMES.__getitem__, ZoneInfo("Europe/Berlin")
    )


NO_CHANGE = [
    ([], []),
    ([card()], [card()]),
    ([card()], [card(path="2026/rain.md")]),
    ([card(standing="draft")], []),
    ([card(standing="expired")], [card(standing="expired", path="old/rain.md")]),
]


@pytest.mark.parametrize(("before", "after"), NO_CHANGE)
def test_what_no_reader_notices_is_no_change(
    before: list[ArticleStatus], after: list[ArticleStatus]
) -> None:
    assert compare(cards(*before), cards(*after)) == []
    assert said(before, after) == ["Nothing changes for readers."]


def test_an_entry_that_changes_its_category_is_new_in_one_feed_and_leaves_another() -> None:
    moved = edited(feeds=("feed", "category/sport", "tag/websub"))
    changes = compare(cards(card()), cards(moved))
    assert {c.kind: c.feeds for c in changes} == {
        "updated": ("feed", "tag/websub"),
        "new": ("category/sport",),
        "gone": ("category/world",),
    }
    assert said([card()], [moved]) == [
        "Readers show 1 entry as changed in everything, tag websub: “Rain”.",
        "“Rain” is new in Sport and leaves World.",
    ]
