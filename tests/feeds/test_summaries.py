"""Section summaries are kept until what they are made of changes, and only then made again."""

import json
from typing import Any

import feedparser
import pytest

from feedsvc.feeds import summaries
from feedsvc.model.feed import FORMATS, Format
from feedsvc.newsroom import Newsroom
from feedsvc.summary import thai

SENTENCES = [
    "โรงเรียนประจำจังหวัดจะเปิดห้องสมุดใหม่ในวันจันทร์หน้า",
    "อาคารสองชั้นนี้มีหนังสือมากกว่า 8,000 เล่ม",
    "นักเรียนสามารถยืมหนังสือได้ครั้งละ 5 เล่ม เป็นเวลา 14 วัน",
    "ผู้ปกครองก็ใช้ห้องอ่านหนังสือได้เช่นกัน",
    "ค่าก่อสร้างทั้งหมดมาจากเงินบริจาคของคนในชุมชน",
]
TEXT = " ".join(SENTENCES)
THAI = f"---\ntitle: ห้องสมุด\ndate: 2026-05-02\nlanguage: th\n---\n\n{TEXT}\n"
ENGLISH = "---\ntitle: Rain\ndate: 2026-05-01\n---\n\nIt rains in the harbour. It rained before.\n"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The headlines of the articles that were summarized."""
    found: list[str] = []
    real = summaries._summarize

    def noting(entry: Any, settings: Any) -> Any:
        found.append(entry.article.headline)
        return real(entry, settings)

    monkeypatch.setattr(summaries, "_summarize", noting)
    return found


def summaries_in(newsroom: Newsroom, format: Format) -> str:
    """What a reader shows as the summary of the Thai entry."""
    body = newsroom.document("feed", format).body
    if format == "json":
        (entry,) = (one for one in json.loads(body)["items"] if one["title"] == "ห้องสมุด")
        return str(entry["summary"])
    (entry,) = (one for one in feedparser.parse(body).entries if one.title == "ห้องสมุด")
    return str(entry.summary)


def updated_of(newsroom: Newsroom) -> list[tuple[str, str]]:
    entries = feedparser.parse(newsroom.document("feed", "atom").body).entries
    return [(entry.id, entry.updated) for entry in entries]


@pytest.mark.parametrize("format", FORMATS)
def test_a_summary_in_thai_is_a_sentence_of_its_section(desk: Any, format: Format) -> None:
    desk.write("library.md", THAI)
    newsroom = desk.open()
    shown = summaries_in(newsroom, format)
    assert len([sentence for sentence in SENTENCES if sentence in shown]) == 1
    assert TEXT in newsroom.document("feed", format).body.decode()


def test_a_library_that_comes_makes_the_summaries_of_thai_again(
    desk: Any, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write("library.md", THAI)
    desk.write("rain.md", ENGLISH)
    with monkeypatch.context() as without:
        without.setattr(thai, "_installed", str)
        newsroom = desk.open()
        assert all(TEXT in summaries_in(newsroom, format) for format in FORMATS)
        updated = updated_of(newsroom)
        assert sorted(made) == ["Rain", "ห้องสมุด"]
    made.clear()
    desk.clock.forward(hours=1)
    newsroom = desk.open()
    assert all(TEXT not in summaries_in(newsroom, format) for format in FORMATS)
    assert made == ["ห้องสมุด"]
    assert updated_of(newsroom) == updated  # no reader marks an entry as changed
    made.clear()
    monkeypatch.setattr(thai, "_installed", lambda: "pythainlp 5.9")
    newsroom = desk.open()
    assert TEXT not in summaries_in(newsroom, "atom")
    assert made == ["ห้องสมุด"]


@pytest.mark.each_database
def test_without_thai_the_library_changes_no_bytes(
    desk: Any, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write("rain.md", ENGLISH)
    with monkeypatch.context() as without:
        without.setattr(thai, "_installed", str)
        before = [desk.open().document("feed", format) for format in FORMATS]
    made.clear()
    desk.clock.forward(hours=1)
    after = [desk.open(scan=False).document("feed", format) for format in FORMATS]
    assert [one.tags() for one in after] == [one.tags() for one in before]
    assert [one.last_modified for one in after] == [one.last_modified for one in before]
    assert made == []
