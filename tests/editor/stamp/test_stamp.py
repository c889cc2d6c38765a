"""Ids and dates in the articles' own files: nothing else in them changes."""

import codecs
import re

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from feedsvc import sources
from feedsvc.editor.stamp.stamp import difference, own_id, stamp
from feedsvc.model.problem import Problem
from tests.editor.stamp.stamping import BERLIN, ID, KNOWN, MOMENT, article_of, stamped


def inserted(before: bytes, after: bytes) -> bytes | None:
    """What was put into a file, where that is all in one place."""
    count = len(after) - len(before)
    for at in range(len(before) + 1):
        if before[:at] != after[:at]:
            return None
        if before[at:] == after[at + count :]:
            return after[at : at + count]
    return None


class TestWhatIsWritten:
    """Beside what the header says itself, and what is left to the editor."""

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
