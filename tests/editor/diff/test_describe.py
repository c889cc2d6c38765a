"""What a change to articles means to subscribers, and how it is told."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from feedsvc.editor.article_status import ArticleStatus
from feedsvc.editor.diff import compare, tell
from feedsvc.editor.diff.describe import feed_label
from feedsvc.feeds import KINDS
from feedsvc.model.feed import FeedName
from feedsvc.settings.site import Settings
from tests.editor.diff.cards import FEEDS, NAMES, card, cards, edited


def said(before: list[ArticleStatus], after: list[ArticleStatus]) -> list[str]:
    return tell(
        compare(cards(*before), cards(*after)), NAMES.__getitem__, ZoneInfo("Europe/Berlin")
    )


ONE_CHANGE = [
    ([], [card()], "1 new entry in everything, World, tag websub: “Rain”."),
    (
        [card()],
        [edited()],
        "Readers show 1 entry as changed in everything, World, tag websub: “Rain”.",
    ),
    (
        [card()],
        [card(seen="as it is", slug="wet")],
        "1 entry changes, though readers do not show it as changed, in everything, World, tag"
        " websub: “Rain” has another address.",
    ),
    (
        [card()],
        [edited(slug="wet")],
        "Readers show 1 entry as changed in everything, World, tag websub: “Rain” has another"
        " address.",
    ),
    ([card()], [], "1 entry leaves everything, World, tag websub: “Rain” is deleted."),
    (
        [card()],
        [edited(standing="draft")],
        "1 entry leaves everything, World, tag websub: “Rain” is a draft.",
    ),
    (
        [card()],
        [edited(standing="withdrawn")],
        "1 entry leaves everything, World, tag websub: “Rain” is withdrawn.",
    ),
    (
        [card()],
        [card(standing="expired", expires=datetime(2026, 6, 30, 22, 30, tzinfo=UTC))],
        "1 entry leaves everything, World, tag websub: “Rain” expired on 1 July 2026, 00:30 CEST.",
    ),
    (
        [card()],
        [edited(standing="embargoed", published=datetime(2026, 12, 1, 8, tzinfo=UTC))],
        "1 entry leaves everything, World, tag websub: “Rain” is embargoed until 1 December 2026,"
        " 09:00 CET.",
    ),
    ([], [card(standing="draft")], "Nothing changes for readers: “Rain” is a draft."),
    (
        [card(standing="embargoed")],
        [edited(standing="embargoed", published=datetime(2026, 6, 1, 7, tzinfo=UTC))],
        "Nothing changes for readers: “Rain” is embargoed until 1 June 2026, 09:00 CEST.",
    ),
    ([card(standing="draft")], [card()], "1 new entry in everything, World, tag websub: “Rain”."),
]


@pytest.mark.parametrize(("before", "after", "sentence"), ONE_CHANGE)
def test_one_change_is_one_sentence(
    before: list[ArticleStatus], after: list[ArticleStatus], sentence: str
) -> None:
    assert said(before, after) == [sentence]


def test_entries_that_change_feeds_are_counted() -> None:
    names = ["rain", "snow", "hail"]
    moved = [edited(n, feeds=("feed", "category/sport", "tag/websub")) for n in names]
    bare = edited("sun", feeds=("feed", "category/world"))
    assert said([card(n) for n in [*names, "sun"]], [*moved, bare]) == [
        "Readers show 4 entries as changed in everything, World (1), tag websub (3).",
        "4 entries change feeds: new in Sport (3); gone from World (3), tag websub (1).",
    ]


def test_an_article_that_changes_its_id_warns_that_readers_show_it_twice() -> None:
    assert said([card()], [edited(id="urn:x-news:1")]) == [
        "“Rain” gets another id and becomes a new entry in everything, World, tag websub: readers"
        " who have it will show it twice."
    ]
    before = [card(), card("snow"), card("sun")]
    after = [edited(id="urn:x-news:1"), edited("snow", id="urn:x-news:2"), card("hail")]
    assert said(before, after) == [
        "2 articles get other ids and become new entries in everything, World, tag websub: readers"
        " who have them will show them twice.",
        "1 entry leaves everything, World, tag websub: “Sun” is deleted.",
        "1 new entry in everything, World, tag websub: “Hail”.",
    ]


def test_an_article_that_takes_over_the_id_of_a_deleted_one_is_not_told_as_deleted() -> None:
    before = [card("rain"), card("snow")]
    assert said(before, [edited("snow", id=card("rain").id)]) == [
        "1 entry leaves everything, World, tag websub: “Snow” gives way to another entry in its"
        " file.",
        "Readers show 1 entry as changed in everything, World, tag websub: “Snow” has another"
        " address.",
    ]
    # Nothing else tells of the entry where it reads as it did.
    taken = card("rain", path="snow.md")
    (change,) = compare(cards(*before), cards(taken))
    assert (change.kind, change.id, change.why) == ("gone", card("snow").id, "id")


def test_a_draft_that_leaves_its_file_to_a_new_article_is_told_as_a_draft() -> None:
    after = [edited(standing="draft", path="later.md"), card("snow", path="rain.md")]
    assert said([card()], after) == [
        "1 entry leaves everything, World, tag websub: “Rain” is a draft.",
        "1 new entry in everything, World, tag websub: “Snow”.",
    ]


def test_entries_with_other_addresses_are_counted() -> None:
    before = [card(n) for n in "abcde"]
    after = [edited("a", slug="x"), edited("b"), edited("c")]
    after += [card("d", slug="y", seen="other"), card("e", slug="z", seen="other")]
    where = "in everything, World, tag websub"
    assert said(before, after) == [
        f"Readers show 3 entries as changed {where}; 1 has another address.",
        f"2 entries change, though readers do not show them as changed, {where}; all have other"
        " addresses.",
    ]


def test_nothing_changes_is_not_said_where_something_else_does() -> None:
    changes = compare({}, cards(card(standing="draft")))
    assert tell(changes, NAMES.__getitem__, besides=["Every feed is made anew."]) == [
        "Every feed is made anew.",
        "Readers do not see “Rain”: it is a draft.",
    ]
    assert tell([], NAMES.__getitem__, besides=["So it is."]) == ["So it is."]


def test_many_changes_are_counted_the_most_important_first() -> None:
    before = [card(f"old-{n}", feeds=FEEDS[: 1 + n % 3]) for n in range(6)]
    before += [card(f"kept-{n}") for n in range(4)]
    after = [card(f"new-{n:04}", feeds=FEEDS[: 1 + n % 2]) for n in range(1500)]
    after += [edited(f"kept-{n}") for n in range(3)] + [card("kept-3", seen="other")]
    after += [card("later", standing="embargoed"), edited("old-0", standing="draft")]
    after += [card("never", standing="draft"), card("nor", standing="draft")]
    assert said(before, after) == [
        "6 entries leave everything, World (4), tag websub (2): 5 are deleted, 1 is a draft.",
        "1,500 new entries in everything, World (750).",
        "Readers show 3 entries as changed in everything, World, tag websub.",
        "1 entry changes, though readers do not show it as changed, in everything, World, tag"
        " websub: “Kept-3”.",
        "Readers do not see 3 of the articles: 2 are drafts, 1 is embargoed.",
    ]


def test_where_nothing_changes_the_reasons_are_told() -> None:
    drafts = [card(f"draft-{n}", standing="draft") for n in range(2)]
    assert said([], [*drafts, card("later", standing="embargoed")]) == [
        "Nothing changes for readers: 2 articles are drafts, 1 is embargoed."
    ]
    assert said([], [card(), drafts[0]])[1:] == ["Readers do not see “Draft-0”: it is a draft."]


def test_a_sentence_names_few_feeds_and_short_headlines() -> None:
    feeds = ("feed", "author/desk", *(f"tag/{n}" for n in range(20)), "category/world")
    change = compare({}, cards(card(feeds=feeds, headline="Long\x1b[31m " * 50)))
    (sentence,) = tell(change, lambda name: name)
    assert sentence.startswith(
        "1 new entry in feed, category/world, tag/0, tag/1, tag/2, tag/3 and 17 more feeds: “Long"
    )
    assert len(sentence) < 200
    assert sentence.isprintable()


@pytest.mark.parametrize(
    ("name", "label", "called"),
    [
        ("feed", "", "everything"),
        ("category/world", "World", "World"),
        ("tag/websub", "WebSub", "tag WebSub"),
        ("author/weather-desk", "Weather desk", "author Weather desk"),
    ],
)
def test_feeds_are_called_as_people_call_them(name: str, label: str, called: str) -> None:
    kind, slug, *_ = FeedName.parse(name)
    assert feed_label(KINDS[kind].describe(slug, label, Settings())) == called
