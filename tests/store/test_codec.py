"""Entries are kept whole, in little room."""

from datetime import UTC, datetime

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.article import Article, Section
from feedsvc.model.entry import Entry
from feedsvc.store.codec import unpack_entry, unpack_head
from tests.store.keeping import kept

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@given(st.text(), st.lists(st.text(max_size=50), max_size=3))
def test_an_entry_comes_back_as_it_was(content: str, texts: list[str]) -> None:
    content = content.encode("utf-8", "ignore").decode()
    sections = tuple(Section(f"s{n}", "H", 2, f"t{n}") for n, _ in enumerate(texts))
    article = Article(path="a.txt", headline="A", slug="a", content=content, sections=sections)
    entry = Entry(id="x", slug="a", published=NOW, updated=NOW, article=article)
    assert unpack_entry(kept(entry)) == entry
    without = msgspec.structs.replace(article, content="", sections=())
    assert unpack_head(kept(entry)) == msgspec.structs.replace(entry, article=without)
