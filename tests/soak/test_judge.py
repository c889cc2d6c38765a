"""The judge notices what a subscriber should not see, and nothing else."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.soak.clock import MovedClock
from tests.soak.desk import Desk
from tests.soak.documents import Entry, Read, Torn, read
from tests.soak.judge import Judge
from tests.soak.stories import Copy, Story

LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.fixture
def clock(tmp_path: Path) -> MovedClock:
    return MovedClock(tmp_path / "clock")


@pytest.fixture
def story() -> Story:
    return Story(3, "world/3.md", copies=[Copy(1, "public")], paths={"world/3.md"})


@pytest.fixture
def judge(story: Story, clock: MovedClock) -> Judge:
    return Judge({3: story}, clock)


def entry(copy: int = 1, updated: datetime = LONG_AGO, path: str = "world/3.md") -> Entry:
    return Entry(f"tag:news.example,2026:{path}", 3, copy, updated)


def faults(judge: Judge, *entries: Entry, told: Iterable[str] = (), feed: str = "feed") -> str:
    return "\n".join(judge.document(feed, Read(list(entries), set(told))))


def calm(judge: Judge, *entries: Entry) -> None:
    assert judge.settled("feed", Read(list(entries), set())) == []
    judge.calm(Read(list(entries), set()))


def test_what_is_as_it_was_saved_is_no_fault(judge: Judge) -> None:
    assert faults(judge, entry()) == ""
    assert faults(judge) == ""
    calm(judge, entry())


def test_another_id_is_one(judge: Judge) -> None:
    assert "its id should be" in faults(judge, entry(path="sport/3.md"))
    assert faults(judge, entry()) == ""
    assert "its id should be" in faults(judge, entry(path="sport/3.md"))


def test_a_moved_story_keeps_the_id_of_the_path_at_which_it_was_seen(
    judge: Judge, story: Story
) -> None:
    assert faults(judge, entry()) == ""
    story.paths.add("sport/4.md")
    assert "its id should be" in faults(judge, entry(path="sport/4.md"))


@pytest.mark.parametrize("form", ["draft", "private", "withdrawn", "broken"])
def test_what_nobody_may_read_is_one(judge: Judge, story: Story, form: str) -> None:
    story.copies.append(Copy(2, form))  # type: ignore[arg-type]
    assert "nobody may read it" in faults(judge, entry(2))
    assert faults(judge, entry(1)) == ""


def test_an_embargo_holds_until_its_time(judge: Judge, story: Story, clock: MovedClock) -> None:
    story.copies = [Copy(1, "embargoed", lifts=clock.now() + timedelta(hours=1))]
    assert "nobody may read it" in faults(judge, entry())
    assert judge.settled("feed", Read([], set())) == []
    clock.move(7200)
    assert faults(judge, entry()) == ""
    clock.move(0)
    assert faults(judge, entry()) == ""  # it may have been made a moment ago
    clock.calm()
    assert "nobody may read it" in faults(judge, entry())


def test_what_left_before_the_quiet_does_not_come_back(judge: Judge, story: Story) -> None:
    calm(judge, entry())
    story.copies.append(Copy(2, "withdrawn"))
    assert faults(judge, entry()) == ""
    judge.calm(Read([], {entry().id}))
    assert "before all was quiet" in faults(judge, entry())


def test_what_left_is_told(judge: Judge, story: Story) -> None:
    assert faults(judge, entry()) == ""
    calm(judge, entry())
    story.deleted = True
    assert "is still there" in judge.settled("feed", Read([entry()], set()))[0]
    assert "nobody is told" in judge.settled("feed", Read([], set()))[0]
    assert judge.settled("feed", Read([], {entry().id})) == []
    assert judge.settled("feed", Read([], None)) == []  # RSS cannot tell


def test_a_page_says_what_became_of_its_story(judge: Judge, story: Story) -> None:
    assert judge.page(story) == {200}
    calm(judge, entry())
    story.copies.append(Copy(2, "withdrawn"))
    assert judge.page(story) == {410}
    story.copies, story.standing = [Copy(1, "draft")], None
    assert judge.page(story) == {404}


def test_what_never_was_public_is_not_told(judge: Judge, story: Story) -> None:
    story.copies = [Copy(1, "draft")]
    assert "never was public" in faults(judge, told=[entry().id])


def test_what_stands_is_not_told_as_withdrawn(judge: Judge) -> None:
    assert "told as withdrawn" in faults(judge, entry(), told=[entry().id])


def test_a_saved_copy_must_be_seen(judge: Judge, story: Story) -> None:
    calm(judge, entry())
    story.copies.append(Copy(2, "public"))
    assert "shows copy 1 instead of 2" in judge.settled("feed", Read([entry()], set()))[0]
    assert "is missing" in judge.settled("feed", Read([], set()))[0]
    assert judge.settled("feed", Read([entry(2, LONG_AGO + timedelta(days=1))], set())) == []


def test_what_is_in_the_archive_alone_is_not_missing(judge: Judge) -> None:
    assert judge.settled("feed", Read([], set()), whole=False) == []


def test_updated_stays_while_nothing_changes(judge: Judge) -> None:
    assert faults(judge, entry()) == ""
    later = entry(updated=LONG_AGO + timedelta(seconds=1))
    assert "readers see no change" in faults(judge, later)


def test_updated_moves_with_an_edit_but_not_with_a_quiet_one(judge: Judge, story: Story) -> None:
    calm(judge, entry())
    story.copies += [Copy(2, "public", minor=True), Copy(3, "public")]
    moved = LONG_AGO + timedelta(hours=1)
    assert "at a quiet edit" in faults(judge, entry(2, moved))
    assert judge.settled("feed", Read([entry(3, moved)], set())) == []
    assert "before the edit" in judge.settled("feed", Read([entry(3)], set()))[0]


def test_the_last_good_copy_of_a_broken_file_stays(judge: Judge, story: Story) -> None:
    calm(judge, entry())
    story.copies.append(Copy(2, "broken"))
    assert judge.settled("feed", Read([entry()], set())) == []
    assert "is missing" in judge.settled("feed", Read([], set()))[0]


def test_a_broken_file_may_keep_times_of_a_wrong_clock(
    judge: Judge, story: Story, clock: MovedClock
) -> None:
    calm(judge, entry())
    story.copies.append(Copy(2, "broken"))
    later = entry(updated=LONG_AGO + timedelta(days=1))
    assert "unseen" in judge.settled("feed", Read([later], set()))[0]
    clock.move(60)
    clock.move(0)
    assert judge.settled("feed", Read([later], set())) == []


def test_an_entry_in_a_feed_of_others_is_one(judge: Judge) -> None:
    assert "does not belong" in faults(judge, entry(), feed="category/sport")


def test_a_tag_stands_for_the_same_bytes(judge: Judge) -> None:
    assert list(judge.bytes("/feed.atom", '"a"', b"1")) == []
    assert list(judge.bytes("/feed.atom", '"a"', b"1")) == []
    assert list(judge.bytes("/feed.atom", '"b"', b"2")) == []
    assert "other bytes" in next(iter(judge.bytes("/feed.atom", '"a"', b"2")))
    assert "no ETag" in next(iter(judge.bytes("/feed.atom", "", b"2")))


# Documents.

ITEM = (
    '{"id": "a", "title": "Story 3", "date_modified": "2024-01-01T00:00:00Z", "content_html": %s}'
)
WHOLE = ITEM % '"Copy 3.1 begins here. Copy 3.1 ends here."'


def feed(*items: str) -> bytes:
    return b'{"_feedsvc": {}, "items": [' + ", ".join(items).encode() + b"]}"


def test_a_whole_document_is_read() -> None:
    assert read(feed(WHOLE), "json").entries == [Entry("a", 3, 1, LONG_AGO)]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (feed(WHOLE)[:-5], "not well-formed"),
        (feed(ITEM % '"Copy 3.1 begins here."'), "no whole copy"),
        (feed(ITEM % '"Copy 3.1 begins here. Copy 3.2 ends here."'), "no whole copy"),
        (feed(ITEM % '"Copy 4.1 begins here. Copy 4.1 ends here."'), "is called"),
        (feed(WHOLE, WHOLE), "stands twice"),
    ],
)
def test_a_torn_one_is_told(body: bytes, why: str) -> None:
    with pytest.raises(Torn, match=why):
        read(body, "json")


# The editor.


def test_the_editor_does_the_same_with_the_same_dice(tmp_path: Path) -> None:
    done = []
    for name in ("a", "b"):
        place = tmp_path / name
        place.mkdir()
        desk = Desk(place / "articles", random.Random(5), MovedClock(place / "clock"))
        acts = [act for _, act in desk.acts()]
        done.append([act() for act in acts * 3])
        for story in desk.there():
            file = desk.folder / story.path
            saved = [replace(copy, lifts=None) for copy in story.copies]
            assert f"Copy {story.number}.{len(saved)} ends here." in file.read_text()
    assert done[0] == done[1]
