"""Promise 3: `updated` moves with what readers see, and is neither ahead of now nor ever older."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from feedsvc.indexer.identity import Names, settle
from feedsvc.indexer.updated import corrections_of, published_at, visible_at, visible_digest
from feedsvc.model.article import Article, Correction
from feedsvc.newsroom import Newsroom

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
A = "Title: Alpha\nDate: 2026-05-01\nTags: x\n\nThe first text of all.\n"


def codes(newsroom: Newsroom) -> list[tuple[str, str]]:
    return [(p.path, p.code) for p in newsroom.problems.all()]


def test_an_unseen_article_is_settled_without_a_ledger() -> None:
    article = Article(path="a.txt", headline="A", slug="a", date=datetime(2026, 1, 1, tzinfo=UTC))
    made = settle(article, None, source="s", now=NOW, names=Names("x,2026", (), {}))
    assert (made.entry_id, made.slug, made.first_seen) == ("tag:x,2026:a.txt", "a", NOW)
    assert made.updated == published_at(article, NOW) == article.date
    assert made.visible == visible_at(visible_digest(article), article.date)


def test_a_correction_that_is_read_otherwise_in_the_same_bytes_is_not_new() -> None:
    """An upgrade reads the corrections of all files again."""
    article = Article(path="a.txt", headline="A", slug="a", corrections=(Correction("As was."),))
    known = settle(article, None, source="s", now=NOW, names=Names("x,2026", (), {}))
    later = NOW + timedelta(hours=1)
    better = replace(article, corrections=(Correction("As it was."),))
    assert corrections_of(better, known, later, same_bytes=True)[0] == known.corrected is None
    time, digests = corrections_of(better, known, later, same_bytes=False)
    assert time == later
    assert digests != known.corrections


def updated(newsroom: Newsroom, title: str) -> str:
    items = json.loads(newsroom.document("feed", "json").body)["items"]
    return next(item["date_modified"] for item in items if item["title"] == title)


@pytest.mark.each_database
def test_a_date_far_ahead_binds_nothing_once_it_is_mended(desk, clock) -> None:
    desk.write("world/a.txt", A.replace("2026-05-01", "2090-01-01"))
    newsroom = desk.open()
    clock.forward(hours=1)
    desk.write("world/a.txt", A)
    newsroom.scan()
    assert updated(newsroom, "Alpha") == "2026-05-01T00:00:00+00:00"
    clock.forward(hours=1)
    desk.write("world/a.txt", A.replace("first", "very first"))
    newsroom.scan()
    assert updated(newsroom, "Alpha") == "2026-06-01T14:00:00+00:00"


@pytest.mark.each_database
def test_a_change_that_is_said_to_lie_ahead_does_not_count_and_is_told(desk) -> None:
    desk.write("world/a.txt", A.replace("Tags", "Updated: 2206-05-03\nTags"))
    newsroom = desk.open()
    assert updated(newsroom, "Alpha") == "2026-05-01T00:00:00+00:00"
    assert codes(newsroom) == [("world/a.txt", "updated-ahead")]


@pytest.mark.each_database
def test_an_embargo_lifted_early_leaves_no_stamp_behind(desk, clock) -> None:
    desk.write("world/a.txt", A.replace("Tags", "Embargo: 2026-06-20\nTags"))
    newsroom = desk.open()
    clock.forward(days=1)
    desk.write("world/a.txt", A)
    newsroom.scan()
    assert updated(newsroom, "Alpha") == "2026-05-01T00:00:00+00:00"


def test_what_readers_were_shown_is_never_older_again(desk, clock) -> None:
    """Public, edited, expired; then embargoed, and all of that taken out again."""
    desk.write("world/a.txt", "Expires: 2026-06-03\n" + A)
    newsroom = desk.open()
    clock.forward(hours=1)
    desk.write("world/a.txt", "Expires: 2026-06-03\n" + A + "More of it.\n")
    newsroom.scan()
    shown = updated(newsroom, "Alpha")
    assert shown == "2026-06-01T13:00:00+00:00"
    clock.forward(days=3)
    desk.write("world/a.txt", "Embargo: 2026-07-01\n" + A + "More of it.\n")
    newsroom.scan()
    desk.write("world/a.txt", A + "More of it.\n")
    newsroom.scan()
    assert updated(newsroom, "Alpha") == shown


HISTORY = [  # the text, whether it is minor, and whether `updated` moves
    ("first", False, False),
    ("furst", True, False),
    ("furst", False, False),  # the line is taken away
    ("fierst", True, False),
    ("feirst", True, False),
    ("first", False, True),
]


@pytest.mark.parametrize("given", ["minor: true", "Minor: Yes"])
def test_a_minor_edit_changes_bytes_and_nothing_else(desk, clock, given: str) -> None:
    newsroom, before = None, ("", b"")
    for text, minor, moves in HISTORY:
        clock.forward(hours=1)
        header = f"{given}\nTags" if minor else "Tags"
        desk.write("a.txt", A.replace("first", text).replace("Tags", header))
        newsroom = newsroom or desk.open()
        newsroom.scan()
        after = (updated(newsroom, "Alpha"), newsroom.document("feed", "atom").body)
        if before[0]:
            assert (after[0] != before[0]) == moves
            assert (after[1] == before[1]) == (text == "furst" and not minor)
        before = after


@pytest.mark.each_database
def test_minor_hides_no_retraction_and_no_return(desk, clock) -> None:
    desk.write("a.txt", A)
    newsroom = desk.open()
    first = updated(newsroom, "Alpha")
    for header in ("Minor: true\nDraft: true", "Minor: true"):
        clock.forward(hours=1)
        desk.write("a.txt", A.replace("Tags", f"{header}\nTags"))
        newsroom.scan()
        told = json.loads(newsroom.document("feed", "json").body)["_feedsvc"].get("deleted", [])
        assert bool(told) == ("Draft" in header)
    assert updated(newsroom, "Alpha") > first


@pytest.mark.each_database
def test_a_minor_that_is_neither_true_nor_false_is_told_and_does_not_count(desk, clock) -> None:
    desk.write("a.txt", A)
    newsroom = desk.open()
    first = updated(newsroom, "Alpha")
    clock.forward(hours=1)
    desk.write("a.txt", A.replace("first", "furst").replace("Tags", "Minor: typo\nTags"))
    newsroom.scan()
    assert codes(newsroom) == [("a.txt", "minor")]
    assert updated(newsroom, "Alpha") > first


EDITS = {
    "wrapped.md": ("One here. Two here.\n", "One here.\nTwo  here.\n"),
    "comment.md": ("One.\n\n## Sub\n\nTwo.\n", "One.\n\n<!-- todo -->\n\n## Sub\n\nTwo.\n"),
    "remark.md": ("One here. Two here.\n", "One here. {# check #} Two here.\n"),
    "attributes.md": ('<a href="/x" title="t">x</a>\n', '<a title="t" href="/x">x</a>\n'),
    "blanks.html": ("<p>One.</p>\n<p>Two.</p>", "<p>One.</p>\n<!-- todo -->\n\n  <p>Two.</p>"),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_that_nobody_sees_moves_nothing(desk, clock, name: str) -> None:
    header = "---\ntitle: Alpha\ndate: 2026-05-01\ntags: [x, y]\n---\n"
    before, after = EDITS[name]
    desk.write(name, header + before)
    newsroom = desk.open()
    clock.forward(hours=1)
    desk.write(name, header.replace("x, y", "Y, x") + after)
    newsroom.scan()
    assert updated(newsroom, "Alpha") == "2026-05-01T00:00:00+00:00"
    clock.forward(hours=1)
    desk.write(name, header + after.replace("Two", "Three").replace(">x<", ">z<"))
    newsroom.scan()
    assert updated(newsroom, "Alpha") == "2026-06-01T14:00:00+00:00"


def test_a_folder_that_moves_with_its_pictures_moves_nothing(desk, clock) -> None:
    desk.write("world/one/index.md", "---\ntitle: Alpha\ndate: 2026-05-01\n---\n![A](b.png)\n")
    desk.write("world/one/b.png", b"x")
    newsroom = desk.open()
    for place in ("world/two", "world/x y"):
        clock.forward(hours=1)
        folder = next((desk.folder).glob("*/*/index.md")).parent
        (desk.folder / place).parent.mkdir(exist_ok=True)
        folder.rename(desk.folder / place)
        newsroom.scan(accept_deletions=True)
        assert updated(newsroom, "Alpha") == "2026-05-01T00:00:00+00:00"
