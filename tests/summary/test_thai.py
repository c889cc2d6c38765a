"""Sentences of Thai as a reader would part them, though no mark stands between them."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from feedsvc.summary import SectionText, summarize, thai
from feedsvc.summary.sentences import iter_sentences
from feedsvc.summary.thai import ThaiSentences, is_thai, library

RAIN = [
    "กรมอุตุนิยมวิทยาเตือนว่าจะมีฝนตกหนักในภาคใต้ตลอดสัปดาห์นี้",
    "เรือเล็กทุกลำควรงดออกจากฝั่งในช่วงนี้",
    "เจ้าหน้าที่ได้เตรียมศูนย์พักพิงไว้แล้ว 20 แห่ง",
    "ศูนย์เหล่านี้มีอาหาร น้ำดื่ม และยาเพียงพอสำหรับหนึ่งสัปดาห์",
]
LIBRARY = [
    "โรงเรียนประจำจังหวัดจะเปิดห้องสมุดใหม่ในวันจันทร์หน้า",
    "อาคารสองชั้นนี้มีหนังสือมากกว่า 8,000 เล่ม",
    "นักเรียนสามารถยืมหนังสือได้ครั้งละ 5 เล่ม เป็นเวลา 14 วัน",
    "ผู้ปกครองก็ใช้ห้องอ่านหนังสือได้เช่นกัน",
    "ค่าก่อสร้างทั้งหมดมาจากเงินบริจาคของคนในชุมชน",
]
PARK = [
    "กรุงเทพมหานครประกาศขยายเวลาเปิดสวนสาธารณะจนถึงเวลาสี่ทุ่ม เพื่อให้ประชาชนมีที่ออกกำลังกายหลังเลิกงาน",
    "โครงการนี้จะเริ่มในเดือนหน้าที่สวนสามแห่ง",
    "ชาวบ้านในพื้นที่หลายคนบอกว่ายินดีกับข่าวนี้ แต่บางคนกังวลเรื่องเสียงดังในเวลากลางคืน",
    "สำนักสิ่งแวดล้อมจะเปิดรับฟังความคิดเห็นจนถึงสิ้นเดือน",
]
MUSEUM = [
    "พิพิธภัณฑ์จัดแสดงเรือไม้อายุ 200 ปี ซึ่งพบในแม่น้ำเมื่อปีก่อน",
    "ผู้เข้าชมดูได้ทุกวันเวลา 9.00 - 17.00 น. โดยไม่เสียค่าใช้จ่าย",
    "นิทรรศการจะมีไปจนถึงวันที่ 30 เม.ย. ปีหน้า",
]
TEACHER = [
    "“เราจะไม่ปิดโรงเรียน เพราะเด็กต้องได้เรียน ครูทุกคนพร้อมแล้ว” ผู้อำนวยการกล่าว",
    "จากนั้นทุกคนเดินชมห้องเรียนที่ซ่อมเสร็จแล้ว",
]
PROVINCES = [
    "มาตรการมีทั้งขอความร่วมมือและบังคับ",
    "ส่วน จ.ชลบุรี และ จ.ตราด จะประกาศเพิ่มเติมภายหลัง",
]


def split(text: str, language: str = "th") -> list[str]:
    sentences = iter_sentences(text, language, ThaiSentences(1))
    return [sentence.text for sentence in sentences]


@pytest.mark.parametrize(
    "sentences", [RAIN, LIBRARY, PARK, MUSEUM, TEACHER, PROVINCES], ids=lambda own: own[0][:12]
)
def test_sentences_end_where_a_reader_would_end_them(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences
    assert split(" ".join(sentences), "en") == sentences  # whatever the article says it is


def test_they_are_whole_sentences_though_short() -> None:
    own = ["โค้ชบอกว่าทีมเล่นดีขึ้นมากในครึ่งหลัง", "แฟนบอลกว่าสี่หมื่นคนเข้าชมเกมนี้"]
    found = list(iter_sentences(" ".join(own), "th", ThaiSentences(1)))
    assert [(one.text, one.complete) for one in found] == [(text, True) for text in own]


@pytest.mark.parametrize("mark", ["“", "(", '"'])
def test_a_mark_that_is_never_closed_holds_nothing_together(mark: str) -> None:
    assert split(f"{LIBRARY[0]} {mark}{' '.join(LIBRARY[1:])}")[-3:] == LIBRARY[2:]


def test_marks_end_a_sentence_as_well() -> None:
    own = ["วันนี้ห้องสมุดใหม่เปิดแล้ว!", "ใครเข้าใช้ได้บ้างในช่วงแรกนี้?", "ประชาชนทุกคนเข้าใช้ได้."]
    assert split(" ".join(own)) == own


def test_a_caption_is_none() -> None:
    (found,) = iter_sentences("ภาพ: เอพี", "th", ThaiSentences(1))
    assert not found.complete


def test_text_in_another_language_is_split_as_ever() -> None:
    english = "The word สวัสดี means hello. It is polite. Dr. Smith uses it."
    assert split(english, "en") == [one.text for one in iter_sentences(english, "en")]
    assert is_thai("คำว่า hello ใช้ทักทายกันทั่วไป")
    assert not is_thai(english)


@pytest.mark.parametrize("wanted", [1, 2])
def test_a_summary_is_whole_sentences_in_their_order(wanted: int) -> None:
    text = " ".join(LIBRARY)
    (summary,) = summarize([SectionText("ห้องสมุด", text)], language="th", sentences=wanted)
    assert summary in [
        " ".join(LIBRARY[a] for a in some)
        for some in ([(a,) for a in range(5)] if wanted == 1 else pairs(5))
    ]


def pairs(most: int) -> list[tuple[int, int]]:
    return [(a, b) for b in range(most) for a in range(b)]


def test_without_the_library_a_paragraph_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thai, "_installed", str)
    text = " ".join(LIBRARY)
    assert library() == ""
    assert summarize([SectionText("", text)], language="th") == (text,)


@pytest.mark.parametrize("fails", [True, False])
def test_a_library_that_fails_leaves_paragraphs(
    fails: bool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(text: str) -> list[str]:
        if fails:
            raise RuntimeError("no model")
        return [text[:-1]]  # it loses a letter

    monkeypatch.setattr(thai, "_tokenize", broken)
    text = " ".join(RAIN)
    assert summarize([SectionText("", text)], language="th") == (text,)
    assert ("no model" in caplog.text) is fails


def test_a_library_that_cannot_be_loaded_is_told_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise ImportError("half of it is missing")

    monkeypatch.setattr(thai, "_tokenize", None)
    monkeypatch.setattr(thai, "_failed", False)
    monkeypatch.setattr(thai, "_load", broken)
    assert library()
    for _ in range(2):
        assert summarize([SectionText("", " ".join(RAIN))], language="th") == (" ".join(RAIN),)
    assert caplog.text.count("half of it is missing") == 1
    assert library() == ""  # so what is kept is made again by a process that has it


def test_of_a_long_line_the_beginning_is_looked_at() -> None:
    long = " ".join(RAIN * 40)
    assert len(long) > thai.LINE_CHARS
    found = split(long)
    assert found == (RAIN * 40)[: len(found)]
    assert 40 < len(found) < 4 * 40


def test_parts_share_what_is_looked_at() -> None:
    parts = 2 * thai.ARTICLE_CHARS // len(" ".join(RAIN))
    sections = [SectionText("", " ".join(RAIN))] * parts
    found = summarize(sections, language="th", method="lead")
    assert found[0] == " ".join(RAIN)  # its part has no room for its line, so that is whole
    found = summarize(sections[: parts // 4], language="th", method="lead")
    assert set(found) <= set(RAIN)


def test_many_threads_find_the_same() -> None:
    texts = [" ".join(own) for own in (RAIN, LIBRARY, PARK, MUSEUM)] * 10
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(split, texts)) == [RAIN, LIBRARY, PARK, MUSEUM] * 10


ASKED = """
import os, sys
from feedsvc.summary import SectionText, summarize

done = []
sys.addaudithook(lambda event, args: done.append((event, args)))
summarize([SectionText("", "It rains. It is wet. " * 9)] * 3)
assert "pythainlp" not in sys.modules and "pycrfsuite" not in sys.modules
before = dict(os.environ)
print(*summarize([SectionText("", sys.argv[1])], language="th", method="lead"))
assert "pythainlp" in sys.modules
assert dict(os.environ) == before
changes = {"os.mkdir", "os.rename", "os.remove", "socket.connect", "socket.getaddrinfo"}
assert not [one for one in done if one[0] in changes], done
opened = [args for event, args in done if event == "open"]
assert not [path for path, mode, _ in opened if set(mode or "") & set("wax+")], opened
"""


@pytest.mark.parametrize("variable", ["PYTHAINLP_DATA", "PYTHAINLP_READ_MODE"])
def test_it_is_loaded_for_thai_alone_and_writes_and_asks_nothing(
    tmp_path: Path, variable: str
) -> None:
    home = tmp_path / "home"
    home.write_text("a file, so that no folder can be made here")
    environ = os.environ | {"HOME": str(home / "x"), "PYTHONDONTWRITEBYTECODE": "1"}
    environ |= {variable: str(home / "y"), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-W", "error", "-c", ASKED, " ".join(LIBRARY)]
    done = subprocess.run(command, capture_output=True, check=False, env=environ)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().strip() == LIBRARY[0]
    assert list(tmp_path.iterdir()) == [home]
