"""Ids and dates in the articles' own files: nothing else in them changes."""

import codecs
import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from feedsvc import sources
from feedsvc.editor.stamp import Remembered, Stamped, difference, own_id, stamp
from feedsvc.model.article import Article
from feedsvc.model.problem import Problem

BERLIN = ZoneInfo("Europe/Berlin")
SEEN = datetime(2026, 6, 1, 12, 30, 5, tzinfo=UTC)
ID = "tag:news.example,2026:world/rain.md"
KNOWN = Remembered(ID, SEEN)
MOMENT = "2026-06-01T14:30:05+02:00"


def article_of(path: str, data: bytes) -> Article:
    reading = sources.read(path, data, zone=BERLIN)
    assert reading.article is not None, reading.problems
    return reading.article


def stamped(path: str, data: bytes, known: Remembered = KNOWN) -> bytes:
    """The stamped file, for whatever holds of every one."""
    before = article_of(path, data)
    found = stamp(before, data, known, BERLIN)
    assert isinstance(found, Stamped), found
    after = article_of(path, found.data)
    assert after.id == own_id(path, found.data) == known.id
    assert after.date == before.date or (before.date, after.date) == (None, known.first_seen)
    assert without(after) == without(before)
    renamed = article_of(f"elsewhere/other{Path(path).suffix}", found.data)
    assert (renamed.id, renamed.date) == (after.id, after.date)
    return found.data


def without(article: Article) -> Article:
    return msgspec.structs.replace(article, id="", date=None, slug="")


def inserted(before: bytes, after: bytes) -> bytes | None:
    """What was put into a file, where that is all in one place."""
    count = len(after) - len(before)
    for at in range(len(before) + 1):
        if before[:at] != after[:at]:
            return None
        if before[at:] == after[at + count :]:
            return after[at : at + count]
    return None


class TestWhereItStands:
    """In each form of header, where an editor would look for it."""

    @pytest.mark.parametrize(
        ("path", "before", "after"),
        [
            (
                "a.md",
                "---\ntitle: Rain\ndate: 2026-05-01\n---\nWet.\n",
                f"---\ntitle: Rain\ndate: 2026-05-01\nid: {ID}\n---\nWet.\n",
            ),
            (
                "a.md",
                "---\ntitle: Rain\n---\nWet.\n",
                f"---\ntitle: Rain\nid: {ID}\ndate: {MOMENT}\n---\nWet.\n",
            ),
            (
                "2026-05-01-a.md",
                "---\ntitle: Rain\n...\nWet.\n",
                f"---\ntitle: Rain\nid: {ID}\ndate: 2026-05-01T00:00:00+02:00\n...\nWet.\n",
            ),
            (
                "a.md",
                "---\n  title: Rain\n  tags:\n    - a\n---\nWet.\n",
                f"---\n  title: Rain\n  tags:\n    - a\n  id: {ID}\n  date: {MOMENT}\n---\nWet.\n",
            ),
            (
                "a.md",
                "---\ntitle: Rain\nsummary: |+\n  Wet.\n\n---\nWet.\n",
                f"---\ntitle: Rain\nsummary: |+\n  Wet.\n\nid: {ID}\ndate: {MOMENT}\n---\nWet.\n",
            ),
            (
                "a.md",
                "---\n{title: Rain, tags: [wet]}\n---\nWet.\n",
                f'---\n{{"id": "{ID}", "date": "{MOMENT}", title: Rain, tags: [wet]}}\n---\nWet.\n',
            ),
            (
                "a.md",
                "---\n# Nothing yet.\n---\n# Rain\n",
                f"---\n# Nothing yet.\nid: {ID}\ndate: {MOMENT}\n---\n# Rain\n",
            ),
            ("a.md", "---\n---\n# Rain\n", f"---\nid: {ID}\ndate: {MOMENT}\n---\n# Rain\n"),
            (
                "a.md",
                '+++\ntitle = "Rain"\n\n# Of the theme\n[extra]\nid = "no"\n+++\nWet.\n',
                f'+++\ntitle = "Rain"\nid = "{ID}"\ndate = {MOMENT}\n\n# Of the theme\n'
                '[extra]\nid = "no"\n+++\nWet.\n',
            ),
            (
                "a.md",
                '+++\ntags = [\n["wet"],\n]\ntitle = "Rain"\n+++\nWet.\n',
                f'+++\nid = "{ID}"\ndate = {MOMENT}\ntags = [\n["wet"],\n]\ntitle = "Rain"\n+++\n'
                "Wet.\n",
            ),
            (
                "a.txt",
                "Title: Rain\nTags: wet,\n  cold\n\nWet.\n",
                f"Title: Rain\nTags: wet,\n  cold\nId: {ID}\nDate: {MOMENT}\n\nWet.\n",
            ),
            ("a.md", "title: Rain", f"title: Rain\nid: {ID}\ndate: {MOMENT}"),
            (
                "a.txt",
                "Rain\n\nIt is wet.\n\nWhere\n\nIn the north.",
                f"Id: {ID}\nDate: {MOMENT}\n\nRain\n\nIt is wet.\n\nWhere\n\nIn the north.",
            ),
            (
                "a.md",
                "\n\n# Rain\n\n    code\n",
                f"---\nid: {ID}\ndate: {MOMENT}\n---\n\n\n# Rain\n\n    code\n",
            ),
            (
                "a.html",
                "<!doctype html><title>Rain</title><meta name=date content=2026-05-01><p>Wet.",
                f"---\nid: {ID}\n---\n"
                "<!doctype html><title>Rain</title><meta name=date content=2026-05-01><p>Wet.",
            ),
            (
                "a.md",
                "\n \n---\t\r\ntitle: Rain\r\n--- \r\nWet.\n",
                f"\n \n---\t\r\ntitle: Rain\r\nid: {ID}\r\ndate: {MOMENT}\r\n--- \r\nWet.\n",
            ),
            ("a.txt", "Rain\r\rWet.", f"Id: {ID}\rDate: {MOMENT}\r\rRain\r\rWet."),
            (
                "a.md",
                "-\x00--\ntitle: Rain\x07\n---\nWet.\n",
                f"-\x00--\ntitle: Rain\x07\nid: {ID}\ndate: {MOMENT}\n---\nWet.\n",
            ),
        ],
    )
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"])
    def test_forms_line_ends_and_encodings(
        self, path: str, before: str, after: str, encoding: str
    ) -> None:
        def data(text: str) -> bytes:
            mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
            return mark.get(encoding, b"") + text.encode(encoding)

        assert stamped(path, data(before)) == data(after)

    @pytest.mark.parametrize(
        ("path", "before", "after"),
        [
            (
                "a.md",
                "---\nid:  # for ever\ntitle: Rain\ndate: ''\n---\n",
                f"---\nid: {ID}  # for ever\ntitle: Rain\ndate: '{MOMENT}'\n---\n",
            ),
            ("a.md", '---\nID: ""  # x\ntitle: T\ndate: 2026-05-01\n---\n', f'ID: "{ID}"  # x'),
            (
                "a.md",
                "---\n'id' : ~\ntitle: T\npubDate:\n---\n",
                f"'id' : {ID}\ntitle: T\npubDate: ",
            ),
            ("a.md", "---\ntitle: T\nid: null\ndate: 2026-05-01\n---\n", f"\nid: {ID}\ndate"),
            ("a.md", "+++\nid = ''\ntitle = 'T'\n+++\n", f"id = '{ID}'\ntitle = 'T'\ndate = 2026"),
            ("a.md", '+++\n"id"= "" # x\ntitle = "T"\n+++\n', f'"id"= "{ID}" # x'),
            (
                "a.txt",
                "Id:\nTitle: T\nDate: \n\nWet.\n",
                f"Id: {ID}\nTitle: T\nDate: {MOMENT} \n\n",
            ),
        ],
    )
    def test_an_empty_value_is_filled_in(self, path: str, before: str, after: str) -> None:
        assert after in stamped(path, before.encode()).decode()

    @pytest.mark.parametrize(
        "line", ["date: 1 May 2026", "publishDate: 2026-05-01", "published: 2026-05-01 10:00"]
    )
    @pytest.mark.parametrize("path", ["a.md", "2026-05-01-a.md", "2026-05-01/index.md"])
    def test_a_date_of_its_own_stays_as_it_is(self, path: str, line: str) -> None:
        found = stamped(path, f"---\ntitle: T\n{line}\n---\nWet.\n".encode())
        assert found == f"---\ntitle: T\n{line}\nid: {ID}\n---\nWet.\n".encode()

    def test_the_slug_is_written_where_it_is_asked_for(self) -> None:
        known = msgspec.structs.replace(KNOWN, slug="rain-2")
        found = stamped("rain.md", b"---\ntitle: Rain\n---\nWet.\n", known)
        assert b"\nslug: rain-2\n" in found
        assert article_of("other.md", found).slug == "rain-2"
        own = stamped("rain.md", b"---\nslug: drizzle\ntitle: Rain\n---\nWet.\n", known)
        assert own.count(b"slug") == 1
        assert b'"2026"' in stamped("a.md", b"# T\n", msgspec.structs.replace(KNOWN, slug="2026"))

    @pytest.mark.parametrize(
        "header",
        [
            "title: T\nid: [a, b]",
            "title: T\nid: {a: b}",
            "title: T\nid: &anchor",
            "title: T\nid: >\n\n",
            "title: T\ndate: {a: b}",
            "{id: '', title: T}",
        ],
    )
    def test_what_has_no_room_is_left_with_the_lines_to_write(self, header: str) -> None:
        data = f"---\n{header}\n---\nWet.\n".encode()
        found = stamp(article_of("a.md", data), data, KNOWN, BERLIN)
        assert isinstance(found, Problem)
        assert (found.path, found.severity) == ("a.md", "error")
        assert f"write `id: {ID}` and `date: {MOMENT}` into it yourself" in found.message

    @pytest.mark.parametrize(
        "header", ["&root\ntitle: T", "!!map\ntitle: T", "? title\n: T", "a: &a T\ntitle: *a"]
    )
    def test_odd_yaml_has_room(self, header: str) -> None:
        found = stamped("a.md", f"---\n{header}\n---\nWet.\n".encode()).decode()
        assert found == f"---\n{header}\nid: {ID}\ndate: {MOMENT}\n---\nWet.\n"

    def test_a_date_before_time_zones_is_in_utc(self) -> None:
        found = stamped("1850-05-01-a.txt", b"Rain\n\nWet.\n")
        assert b"Date: 1850-04-30T23:06:32+00:00\n" in found

    def test_the_difference_is_a_unified_diff(self) -> None:
        before = b"---\r\ntitle: Rain\r\ndate: 2026-05-01\r\n---\r\n" + b"Wet.\r\n" * 1000
        shown = difference("a.md", before, stamped("a.md", before))
        assert shown == (
            "--- a.md\n+++ a.md\n@@ -1,6 +1,7 @@\n ---\n title: Rain\n date: 2026-05-01\n"
            f"+id: {ID}\n ---\n Wet.\n Wet.\n"
        )

    def test_the_difference_does_nothing_to_a_terminal(self) -> None:
        before = b"---\ntitle: Rain\x1b]0;owned\x07\n---\nWet.\n"
        shown = difference("a\x1b[2J.md", before, stamped("a.md", before))
        assert shown.replace("\n", "").isprintable()
        assert shown.startswith("--- a\\x1b[2J.md\n+++ a\\x1b[2J.md\n")


TEXT = st.text(
    st.one_of(
        st.sampled_from(" \t-+.:#{}[]\"'\\=,|>&*!%@`~<\x0c\x85\u2028\ufeff\x00é日🙂"),
        st.characters(codec="utf-8"),
    ),
    max_size=30,
)
WORD = st.text("abcXYZ019é ", min_size=1, max_size=12).map(str.strip).filter(bool)
KEYS = ["tags", "category", "embargo", "slug", "custom", "summary", "published", "lastmod"]
VALUE = st.one_of(WORD, st.sampled_from(["2026-05-01", "[a, b]", '"x # y"', "", "null", "'é'"]))


@st.composite
def files(draw: st.DrawFn) -> tuple[str, bytes]:
    """An article file: any form of header, line ends, encoding, name."""
    title = draw(WORD)
    pairs = draw(st.dictionaries(st.sampled_from(KEYS), VALUE, max_size=4))
    if draw(st.booleans()):
        pairs["date"] = draw(st.sampled_from(["2026-05-01", "2026-05-01 10:00 +0300", ""]))
    if draw(st.booleans()):
        pairs["id"] = ""
    form = draw(st.sampled_from(["yaml", "toml", "lines", "none"]))
    suffix = draw(st.sampled_from([".md", ".txt", ".html"] if form != "lines" else [".md", ".txt"]))
    body = draw(st.lists(st.one_of(WORD, TEXT), max_size=6))
    if form == "yaml":
        head = ["---", f"title: {title!r}", *(f"{k}: {v}" for k, v in pairs.items())]
        head += draw(
            st.sampled_from([[], ["# end"], ["more:", "  deep: 1"], ["text: |", "  a", ""]])
        )
        head += [draw(st.sampled_from(["---", "...", "---  "]))]
    elif form == "toml":
        head = ["+++", f'title = "{title}"']
        head += [f'{k} = "{v.strip(chr(34))}"' for k, v in pairs.items()]
        head += draw(st.sampled_from([[], ["", "[extra]", 'id = "x"'], ["a = [", "[1],", "]"]]))
        head += ["+++"]
    elif form == "lines":
        head = [f"Title: {title}", *(f"{k.capitalize()}: {v}" for k, v in pairs.items())]
        head += [*draw(st.sampled_from([[], ["Deck: a", "  b"]])), ""]
    else:
        head = [{".md": "# ", ".txt": "", ".html": "<h1>"}[suffix] + title, ""]
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    text = end.join(draw(st.sampled_from([[], [""], [" ", ""]])) + head + body)
    text += draw(st.sampled_from(["", end]))
    name = draw(st.sampled_from(["a", "2026-05-01-a", "2026-05-01", "x/2026-05-01-b/index"]))
    data = draw(
        st.sampled_from(
            [
                text.encode(),
                codecs.BOM_UTF8 + text.encode(),
                codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
                codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
            ]
        )
    )
    return name + suffix, data


@given(file=files())
def test_bytes_are_only_added_and_a_second_stamp_changes_nothing(file: tuple[str, bytes]) -> None:
    path, data = file
    reading = sources.read(path, data, zone=BERLIN)
    assume(reading.article is not None)
    found = stamped(path, data)
    empty = re.compile(rb"(?im)^\W*(id|date)\W*$")
    if not empty.search(data.replace(b"\0", b"").replace(b"\r", b"\n")):
        assert inserted(data, found), (data, found)
    assert len(found) >= len(data) + len(ID)
    assert own_id(path, found) == ID
