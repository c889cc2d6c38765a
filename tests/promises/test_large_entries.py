"""Promise 4 of the design: a large entry hides no other; it stands with its summary and link."""

import json
from typing import Any

import feedparser
import pytest

from feedsvc.model.feed import FORMATS
from feedsvc.web import create_app

LONG = "\n\n".join(
    f"Sentence {n} of the report is here. It has words that nobody sums up." * 3
    for n in range(3_300)
)


def story(title: str, date: str, text: str = "A short text.", more: str = "") -> str:
    return f"---\ntitle: {title}\ndate: {date}\n{more}---\n{text}\n"


@pytest.fixture
def paper(desk: Any) -> Any:
    for day in range(21, 29):
        desk.write(f"{day}.md", story(f"Short {day}", f"2025-11-{day}T09:00:00Z"))
    desk.write("long.md", story("Long", "2025-11-28T10:00:00Z", f"First.\n\n## Part\n\n{LONG}"))
    return desk


def entries(body: bytes, format: str) -> dict[str, tuple[str, str, str]]:
    """By title: link, summary, and the full text where there is one."""
    if format == "json":
        return {
            one["title"]: (one["url"], one.get("summary", ""), one["content_html"])
            for one in json.loads(body)["items"]
        }
    found = feedparser.parse(body)
    assert not found.bozo
    return {
        one.title: (
            one.link,
            one.get("summary", ""),
            one.content[0].value if "content" in one else "",
        )
        for one in found.entries
    }


@pytest.mark.parametrize("path", ["/feed", "/language/en", "/search"])
@pytest.mark.parametrize("format", FORMATS)
def test_it_stands_beside_the_others_with_its_summary_and_link(
    paper: Any, path: str, format: str
) -> None:
    assert len(LONG) > 600_000
    client = create_app(paper.open()).test_client()
    query = "?q=short+OR+sentence+OR+text" if path == "/search" else ""
    found = entries(client.get(f"{path}.{format}{query}").data, format)
    assert len(found) == 9
    link, summary, text = found["Long"]
    assert link == "https://news.example/articles/long"
    assert "Sentence 0 of the report is here." in summary
    assert format == "json" or not text
    assert "Sentence 7 of" not in text + summary
    assert "A short text." in found["Short 21"][2]
    assert "Sentence 3299 of" in client.get("/articles/long").text


def test_private_feeds_do_the_same(paper: Any) -> None:
    for path in paper.folder.glob("*.md"):
        path.write_text(path.read_text().replace("---\n", "---\ndraft: true\n", 1))
    newsroom = paper.open()
    made = newsroom.keys.add("Desk", drafts=True, categories=[])
    client = create_app(newsroom).test_client()
    found = entries(client.get(f"/private/{made.token}/feed.atom").data, "atom")
    assert len(found) == 9
    assert found["[Draft] Long"][2] == ""
    assert "Sentence 3299 of" in client.get(f"/private/{made.token}/articles/long").text


@pytest.mark.parametrize("size", [60, 40_000, 120_000, 200_000])
def test_a_feed_shows_ten_entries_where_it_has_them(desk: Any, size: int) -> None:
    """The rest is in the archive, as ever."""
    for day in range(1, 13):
        text = f"Words of day {day}. " + "It is said again. " * (size // 18)
        desk.write(f"{day:02}.md", story(f"Day {day}", f"2026-05-{day:02}", text))
    newsroom = desk.open()
    for format in FORMATS:
        found = entries(newsroom.document("feed", format).body, format)
        assert list(found)[:10] == [f"Day {day}" for day in range(12, 2, -1)]
        older = newsroom.document("archive/1", format) if len(found) < 12 else None
        rest = entries(older.body, format) if older else {}
        assert found.keys() | rest.keys() == {f"Day {day}" for day in range(1, 13)}
    desk.environ["FEEDSVC_FEEDS_ENTRIES"] = "3"
    assert len(entries(desk.open().document("feed", "atom").body, "atom")) == 3


def test_how_long_a_text_may_be_follows_the_size_of_documents(desk: Any) -> None:
    desk.environ["FEEDSVC_FEEDS_DOCUMENT_KILOBYTES"] = "64"
    for name, size in (("under", 16_000), ("over", 17_000)):
        desk.write(f"{name}.md", story(name, "2026-05-01", "Word. " * (size // 6)))
    found = entries(desk.open().document("feed", "atom").body, "atom")
    assert bool(found["under"][2])
    assert not found["over"][2]


def test_the_summary_of_a_large_article_takes_no_more_than_its_text_might(desk: Any) -> None:
    sections = (f"## Part {n}\n\n{f'Words of part {n} ' * 100}end.\n" for n in range(4_000))
    desk.write("book.md", story("Book", "2026-05-02", "\n".join(sections)))
    desk.write("note.md", story("Note", "2026-05-01"))
    newsroom = desk.open()
    for format in FORMATS:
        body = newsroom.document("feed", format).body
        found = entries(body, format)
        assert len(found) == 2
        assert "Words of part 7 " in found["Book"][1]
        assert len(body) < 512 * 1024


def test_what_hung_on_a_digest_of_one_full_day_is_there_again(desk: Any) -> None:
    desk.environ["FEEDSVC_FEEDS_DOCUMENT_KILOBYTES"] = "16"
    text = "".join(f"## Part {n}\n\n{'Many words stand here. ' * 5}\n\n" for n in range(5))
    for number in range(60):
        time = f"2026-05-{10 + number % 12}T{number // 12:02}:00Z"
        desk.write(f"{number}.md", story(f"Story {number}", time, text))
    body = desk.open().document("digest/daily", "json").body
    assert len(json.loads(body)["items"]) == 10


def test_a_text_without_a_blank_line_is_no_headline_of_so_many_bytes(desk: Any) -> None:
    desk.write("2026-05-02-text.txt", "It rains and it rains. " * 30_000)
    desk.write("note.md", story("Note", "2026-05-01"))
    newsroom = desk.open()
    for format in FORMATS:
        body = newsroom.document("feed", format).body
        rain, note = entries(body, format)
        assert rain.startswith("It rains and it rains. It")
        assert (len(rain) < 1_001, note, len(body) < 20_000) == (True, "Note", True)
