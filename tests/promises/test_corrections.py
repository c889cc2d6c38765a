"""Corrections: told in the entry, on the page, and to those who have read the article already."""

import json
from datetime import timedelta
from typing import Any

import feedparser
import pytest

from feedsvc.newsroom import Newsroom
from feedsvc.web import create_app

STORY = "---\ntitle: {title}\ndate: 2026-{date}\n{more}---\nThe text of it.\n"
MANY = 'base_url = "https://news.example"\nid_base = "news.example,2026"\n[feeds]\nentries = 3\n'
NOTE = "correction: It rained in May, not in June.\n"


def story(title: str, date: str, more: str = "") -> str:
    return STORY.format(title=title, date=date, more=more)


@pytest.fixture
def newsroom(desk: Any) -> Newsroom:
    """Five articles, of which feeds show three."""
    desk.write("site.toml", MANY)
    for number in range(1, 6):
        desk.write(f"{number}.md", story(f"Story {number}", f"05-0{number}", "tags: rain\n"))
    return desk.open()


def correct(desk: Any, newsroom: Newsroom, number: int, note: str = NOTE) -> None:
    more = f"tags: rain\n{note}"
    desk.write(f"{number}.md", story(f"Story {number}", f"05-0{number}", more))
    newsroom.index.update([f"{number}.md"])


def titles(newsroom: Newsroom, name: str = "feed") -> list[str]:
    """Of the entries of a feed; all formats and its page have the same, in the same order."""
    found = [one["title"] for one in json.loads(newsroom.document(name, "json").body)["items"]]
    for format in ("atom", "rss"):
        entries = feedparser.parse(newsroom.document(name, format).body).entries
        assert [entry.title for entry in entries] == found
    page = (
        create_app(newsroom)
        .test_client()
        .get(f"/{name}.atom", headers={"Sec-Fetch-Dest": "document"})
    )
    places = [page.text.index(f">{title}<") for title in found]
    assert places == sorted(places)
    return [title.removeprefix("Story ") for title in found]


def test_it_is_told_in_every_format_and_on_the_page(desk: Any, newsroom: Newsroom) -> None:
    two = "correction:\n  - time: 2026-05-20 10:00\n    text: Not <June>.\n  - Nor in July.\n"
    correct(desk, newsroom, 5, two)
    html = (
        "<p><strong>Correction, 20 May 2026:</strong> Not &lt;June&gt;.</p>"
        "<p><strong>Correction:</strong> Nor in July.</p>"
    )
    item = json.loads(newsroom.document("feed", "json").body)["items"][0]
    assert item["content_html"].startswith(f"{html}<p>The text")
    told = "Correction, 20 May 2026: Not <June>.\nCorrection: Nor in July.\n"
    assert item["summary"].startswith(told)
    assert item["_feedsvc"]["corrections"] == [
        {"text": "Not <June>.", "time": "2026-05-20T10:00:00+00:00"},
        {"text": "Nor in July."},
    ]
    for format in ("atom", "rss"):
        entry = feedparser.parse(newsroom.document("feed", format).body).entries[0]
        assert entry.content[0].value.startswith(html)
        assert html in entry.summary
    page = create_app(newsroom).test_client().get("/articles/5").text
    assert "Not &lt;June&gt;." in page
    assert '"@type": "CorrectionComment", "text": "Not \\u003cJune\\u003e."' in page


def test_summaries_tell_it_where_there_is_no_text(desk: Any, newsroom: Newsroom) -> None:
    correct(desk, newsroom, 5)
    desk.write("site.toml", MANY + 'content = "summary"\n')
    bare = desk.open()
    for format in ("atom", "rss", "json"):
        entry = bare.document("feed", format).body.decode()
        assert entry.count("It rained in May, not in June.") >= 1
        assert "content:encoded" not in entry


def test_an_older_entry_stands_in_its_feeds_again_for_thirty_days(
    desk: Any, newsroom: Newsroom, clock: Any
) -> None:
    assert titles(newsroom) == ["5", "4", "3"]
    correct(desk, newsroom, 1)
    when = clock.time
    for name in ("feed", "tag/rain"):
        assert titles(newsroom, name) == ["5", "4", "3", "1"]
    item = json.loads(newsroom.document("feed", "json").body)["items"][-1]
    assert item["date_modified"] == when.isoformat()
    assert item["date_published"] == "2026-05-01T00:00:00+00:00"
    assert newsroom.due() == when + timedelta(days=30)
    clock.forward(days=29, hours=23, minutes=59, seconds=59)
    assert titles(newsroom) == ["5", "4", "3", "1"]
    before = newsroom.document("feed", "atom").last_modified
    clock.forward(seconds=1)
    for name in ("feed", "tag/rain"):
        assert titles(newsroom, name) == ["5", "4", "3"]
    assert newsroom.document("feed", "atom").last_modified > before


def test_a_second_correction_counts_anew(desk: Any, newsroom: Newsroom, clock: Any) -> None:
    correct(desk, newsroom, 1)
    clock.forward(days=20)
    correct(desk, newsroom, 1, "correction: [It rained in May., It was 1 June.]\n")
    clock.forward(days=29)
    assert titles(newsroom) == ["5", "4", "3", "1"]
    clock.forward(days=1)
    assert titles(newsroom) == ["5", "4", "3"]


@pytest.mark.parametrize(
    ("note", "stands"),
    [
        ("correction: {time: 2026-05-25, text: In May.}\n", True),
        ("correction: {time: 2026-04-25, text: In May.}\n", False),
        ("correction: {time: 2027-04-25, text: In May.}\n", True),  # not made in the future
        ("correction: ''\n", False),
    ],
)
def test_its_own_time_counts(desk: Any, newsroom: Newsroom, note: str, stands: bool) -> None:
    correct(desk, newsroom, 1, note)
    assert ("1" in titles(newsroom)) == stands


def test_other_edits_lift_nothing(desk: Any, newsroom: Newsroom, clock: Any) -> None:
    correct(desk, newsroom, 1)
    clock.forward(days=31)
    newsroom.scan()
    correct(desk, newsroom, 1, f"{NOTE}standfirst: In short\n")
    assert titles(newsroom) == ["5", "4", "3"]
    correct(desk, newsroom, 2, "standfirst: In short\n")
    assert titles(newsroom) == ["5", "4", "3"]


def test_an_edit_of_one_with_several_corrections_lifts_nothing(
    desk: Any, newsroom: Newsroom, clock: Any
) -> None:
    two = "correction:\n  - It rained in May.\n  - It was 1 June.\n"
    correct(desk, newsroom, 1, two)
    clock.forward(days=31)
    assert titles(newsroom) == ["5", "4", "3"]
    correct(desk, newsroom, 1, f"{two}standfirst: In short\n")
    assert titles(newsroom) == ["5", "4", "3"]


def test_an_archive_that_moves_in_brings_no_old_corrections(desk: Any, newsroom: Newsroom) -> None:
    desk.write("old.md", story("Story 0", "01-01", NOTE))
    stated = "correction: {time: 2026-05-25, text: In May.}\n"
    desk.write("lately.md", story("Story 00", "01-01", stated))
    newsroom.scan()
    assert titles(newsroom) == ["5", "4", "3", "00"]


def test_one_that_is_taken_back_stands_nowhere(desk: Any, newsroom: Newsroom) -> None:
    correct(desk, newsroom, 1)
    correct(desk, newsroom, 1, f"{NOTE}status: withdrawn\n")
    assert titles(newsroom) == ["5", "4", "3"]


def test_how_long_is_a_setting(desk: Any, newsroom: Newsroom, clock: Any) -> None:
    correct(desk, newsroom, 1)
    assert titles(newsroom) == ["5", "4", "3", "1"]
    desk.write("site.toml", MANY + "correction_days = 0\n")
    assert titles(desk.open()) == ["5", "4", "3"]
    assert titles(newsroom) == ["5", "4", "3"]  # the settings in force are those of all


def test_as_many_corrected_ones_as_others_stand_there_at_most(
    desk: Any, newsroom: Newsroom, clock: Any
) -> None:
    for number in range(6, 10):
        desk.write(f"{number}.md", story(f"Story {number}", f"05-0{number}"))
    newsroom.scan()
    for number in (1, 2, 3, 4, 5, 9):
        clock.forward(minutes=1)
        correct(desk, newsroom, number)
    assert titles(newsroom) == ["9", "8", "7", "5", "4", "3"]
