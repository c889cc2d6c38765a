"""Whatever a file says, every format is well formed and tells times in UTC."""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feedsvc import sources
from feedsvc.model.article import Article
from feedsvc.model.feed import FORMATS
from tests.render.any_entry import anything, parse, times
from tests.render.entries import entry_of, one_entry

documents_text = st.lists(anything, min_size=1, max_size=8).map("\n\n".join)
front_matter = st.dictionaries(
    st.sampled_from(["title", "summary", "date", "tags", "author", "slug", "updated", "odd"]),
    st.one_of(anything, st.dates().map(str), st.just("2026-05-01"), st.integers().map(str)),
).map(lambda keys: "".join(f"{key}: {json.dumps(value)}\n" for key, value in keys.items()))


@given(front_matter, documents_text, st.sampled_from(["txt", "md", "html"]), st.booleans())
def test_any_file_becomes_well_formed_documents(
    header: str, body: str, suffix: str, with_header: bool
) -> None:
    text = f"---\n{header}---\n{body}" if with_header else body
    reading = sources.read(f"story.{suffix}", text.encode(), zone=ZoneInfo("UTC"))
    if reading.article is None:
        assert reading.problems
        return
    entry = entry_of(reading.article)
    summaries = tuple("A sentence & more." for _ in reading.article.sections)
    for format in FORMATS:
        made = one_entry(entry, summaries, format)
        if format == "json":
            (item,) = json.loads(made)["items"]
            assert item["title"] == reading.article.headline
        else:
            (found,) = parse(made).entries
            assert found.id == entry.id
            names = {"a": "http://www.w3.org/2005/Atom"}
            path = "a:entry/a:title" if format == "atom" else "channel/item/title"
            title = etree.fromstring(made).findtext(path, namespaces=names)
            assert title == reading.article.headline


@given(times, st.integers(-86399, 86399))
def test_times_are_told_in_utc_to_the_second(moment: datetime, offset: int) -> None:
    shifted = moment + timedelta(seconds=offset)
    article = Article(path="a.md", headline="A", slug="a", date=shifted)
    for format in FORMATS:
        assert b"+00:00" in one_entry(entry_of(article), (), format)
