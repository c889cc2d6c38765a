"""What a save means to readers, in an editor's words."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from feedsvc.editor.article_status import ArticleStatus
from feedsvc.editor.diff import compare, tell_save, the_changed
from feedsvc.editor.diff.entry_text import Difference, HeaderRow
from feedsvc.editor.diff.one_save import what_differs
from feedsvc.editor.diff.words import Effort, compare_paragraphs, compare_words
from tests.editor.diff.cards import FEEDS, NAMES, card, cards, edited

THREE = compare_paragraphs(["one two three four"], ["1 2 3 four"])
NONE = Difference((), (), markup=False)


def header(*names: str) -> tuple[HeaderRow, ...]:
    return tuple(HeaderRow(name, compare_words("a", "b", Effort())) for name in names)


def said(
    before: list[ArticleStatus], after: list[ArticleStatus], difference: Difference | None = None
) -> list[str]:
    changes = compare(cards(*before), cards(*after))
    return tell_save(changes, NAMES.__getitem__, ZoneInfo("Europe/Berlin"), difference)


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        ([], [card(feeds=FEEDS[:1])], ["“Rain” is new."]),
        ([], [card(feeds=FEEDS[:2])], ["“Rain” is new in World and 1 more feed."]),
        ([], [card()], ["“Rain” is new in World and 2 more feeds."]),
        ([], [card(), card("snow")], ["2 entries are new."]),
        ([card()], [edited()], ["“Rain” is changed. Readers show it as changed."]),
        (
            [card()],
            [edited(slug="wet")],
            ["“Rain” is changed: its address. Readers show it as changed."],
        ),
        ([card()], [card(seen="as it is")], ["“Rain” is changed quietly."]),
        (
            [card(), card("snow")],
            [edited(), edited("snow")],
            ["2 entries are changed. Readers show them as changed."],
        ),
        (
            [card(), card("snow")],
            [card(seen="as it is"), card("snow", seen="as it is")],
            ["2 entries are changed quietly."],
        ),
        ([card()], [], ["“Rain” leaves the feeds: it is deleted."]),
        ([card()], [edited(standing="draft")], ["“Rain” leaves the feeds: it is a draft."]),
        (
            [card()],
            [edited(standing="embargoed", published=datetime(2026, 12, 1, 8, tzinfo=UTC))],
            ["“Rain” leaves the feeds: it is embargoed until 1 December 2026, 09:00 CET."],
        ),
        (
            [card(), card("snow")],
            [edited(standing="draft")],
            ["2 entries leave the feeds: 1 is a draft, 1 is deleted."],
        ),
        ([], [card(standing="draft")], ["Nothing changes for readers: “Rain” is a draft."]),
        ([card()], [card()], ["Nothing changes for readers."]),
        (
            [card()],
            [edited(id="urn:x:1")],
            ["“Rain” gets another id: readers who have it will show it twice."],
        ),
        (
            [card()],
            [edited(feeds=("feed", "category/sport", "tag/websub"))],
            [
                "“Rain” is changed. Readers show it as changed.",
                "It is new in Sport and leaves World.",
            ],
        ),
    ],
)
def test_a_save_is_told_in_few_words(
    before: list[ArticleStatus], after: list[ArticleStatus], sentences: list[str]
) -> None:
    assert said(before, after) == sentences


@pytest.mark.parametrize(
    ("difference", "what"),
    [
        (Difference((), tuple(THREE), markup=False), "3 words in the text"),
        (Difference(header("headline"), (), markup=False), "the headline"),
        (
            Difference(header("headline", "tags"), tuple(THREE), markup=False),
            "the headline, the tags and 3 words in the text",
        ),
        (
            Difference(header("headline", "tags", "date", "address"), (), markup=False),
            "the headline, the tags, the date and more of the header",
        ),
        (Difference((), (), markup=True), "links, pictures or marks in the text"),
        (
            Difference((), tuple(compare_paragraphs(["So."], ["So!"])), markup=False),
            "links, pictures or marks in the text",
        ),
        (NONE, ""),
    ],
)
def test_what_differs_is_told_where_it_is_known(difference: Difference, what: str) -> None:
    assert what_differs(difference) == what
    told = f": {what}" if what else ""
    assert said([card()], [edited()], difference) == [
        f"“Rain” is changed{told}. Readers show it as changed."
    ]
    assert said([card()], [card(seen="x")], difference) == [f"“Rain” is changed quietly{told}."]


def test_only_one_entry_that_stays_is_told_by_its_words() -> None:
    one = compare(cards(card(), card("snow")), cards(edited()))
    assert (found := the_changed(one)) is not None
    assert found.id == card().id
    both = compare(cards(card(), card("snow")), cards(edited(), edited("snow")))
    assert the_changed(both) is None
    assert the_changed(compare({}, cards(card()))) is None
