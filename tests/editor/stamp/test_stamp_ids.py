"""Whatever an id looks like, it is read back from the file, or refused."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedsvc import sources
from feedsvc.editor.stamp.stamp import Remembered, stamp
from feedsvc.model.article import Article
from feedsvc.model.characters import one_line
from feedsvc.model.problem import Problem

BERLIN = ZoneInfo("Europe/Berlin")
SEEN = datetime(2026, 6, 1, 12, 30, 5, tzinfo=UTC)


def article_of(path: str, data: bytes) -> Article:
    reading = sources.read(path, data, zone=BERLIN)
    assert reading.article is not None, reading.problems
    return reading.article


ID_TEXT = st.text(min_size=1, max_size=40).map(lambda t: one_line(legal_only(t))).filter(bool)


def legal_only(text: str) -> str:
    return "".join(c for c in text if c >= " " and not 0xD800 <= ord(c) < 0xE000 and c < "\ufffe")


FORMS = {
    "yaml": ("a.md", b"---\ntitle: T\n---\nWet.\n"),
    "empty yaml": ("a.md", b'---\nid: ""\ntitle: T\n---\nWet.\n'),
    "empty single": ("a.md", b"---\nid: ''\ntitle: T\n---\nWet.\n"),
    "flow": ("a.md", b"---\n{title: T}\n---\nWet.\n"),
    "toml": ("a.md", b'+++\ntitle = "T"\n+++\nWet.\n'),
    "lines": ("a.txt", b"Title: T\n\nWet.\n"),
    "none": ("a.txt", b"T\n\nWet.\n"),
    "html": ("a.html", b"<h1>T</h1><p>Wet."),
}


@pytest.mark.parametrize("form", FORMS)
@given(entry_id=ID_TEXT)
@example(entry_id="no")
@example(entry_id="2026-06-01")
@example(entry_id='it\'s # a "text": \\n [x] {y}, & *z')
@example(entry_id="- a: b")
@example(entry_id="tag:a,2026:")
@example(entry_id="日本 \x7f\x84 🙂 \ufeff")
@example(entry_id="'")
def test_any_id_is_read_back_or_refused(form: str, entry_id: str) -> None:
    path, data = FORMS[form]
    article = article_of(path, data)
    found = stamp(article, data, Remembered(entry_id, SEEN), BERLIN)
    if isinstance(found, Problem):  # one that these cannot say
        assert form in ("empty single", "lines", "none"), found
    else:
        assert article_of(path, found.data).id == entry_id
