"""Beginning an article: a file that the readers read back."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feedsvc import sources
from feedsvc.editor.new_article import NEW_FORMATS, begin_article
from feedsvc.errors import FeedsvcError
from feedsvc.model.characters import legal, one_line

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("format", NEW_FORMATS)
@given(title=st.text(max_size=400))
@example(title="He said: \"yes\" and 'no' # not a comment")
@example(title="key: value: - [a, b] {c} & *d !e |f >g %h @i `j`")
@example(title="🙂🙂 naïve 日本語")
@example(title="two\nlines\r\nand\u2028more\x85")
@example(title="---")
@example(title="no")
@example(title="2026-06-01")
@example(title="\\u0041 C:\\new\\table")
@example(title="\x00\x07\x7f\ufeff\ud800\ufffe")
@example(title="long " * 80)
@example(title="長" * 300)
@settings(max_examples=60, deadline=None)
def test_the_readers_read_the_title_back(format: str, title: str) -> None:
    if format != "txt":  # titles of Markdown and HTML files may hold markup, as typed here
        title = title.translate(dict.fromkeys(map(ord, "*_`[\\<&{")))
    wanted = one_line(legal(title))
    with tempfile.TemporaryDirectory() as place:
        if not wanted:
            with pytest.raises(FeedsvcError, match="title is empty"):
                begin_article(Path(place), title, NOW, format=format)
            return
        path = begin_article(Path(place), title, NOW, format=format)
        reading = sources.read(path.name, path.read_bytes(), zone=ZoneInfo("UTC"))
    assert reading.problems == ()
    assert reading.article is not None
    assert reading.article.headline == wanted
    assert reading.article.date == NOW
    assert reading.article.draft
    assert [section.heading for section in reading.article.sections] == ["", "A subheading"]


def test_the_file_is_named_after_date_and_title(tmp_path: Path) -> None:
    path = begin_article(tmp_path, "What a 304 saves!", NOW)
    assert path == tmp_path / "2026-06-01-what-a-304-saves.md"


def test_a_category_is_a_folder_inside(tmp_path: Path) -> None:
    assert (
        begin_article(tmp_path, "Rain", NOW, category="World news").parent
        == tmp_path / "world-news"
    )
    assert begin_article(tmp_path, "Rain", NOW, category="../..").parent.parent == tmp_path


def test_no_file_is_overwritten(tmp_path: Path) -> None:
    path = begin_article(tmp_path, "Rain", NOW)
    path.write_text("mine")
    with pytest.raises(FeedsvcError, match="there already; choose another title"):
        begin_article(tmp_path, "rain", NOW)
    assert path.read_text() == "mine"


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "articles").write_text("")
    with pytest.raises(FeedsvcError, match="cannot be written: "):
        begin_article(tmp_path / "articles", "Rain", NOW)
