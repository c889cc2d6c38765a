"""The index of words, also where it is away or was made otherwise."""

from typing import Any

import pytest

from feedsvc.errors import NoSuchFeed
from feedsvc.newsroom import Newsroom
from feedsvc.search.query import parse
from feedsvc.store import search_index
from feedsvc.store.schema import kept
from tests.feeds.kinds.ferries import FERRY, ferries, found


@pytest.fixture
def newsroom(desk: Any) -> Newsroom:
    return ferries(desk)


@pytest.mark.each_database("icu")
def test_what_was_rebuilt_is_found_again(desk: Any, newsroom: Newsroom) -> None:
    with newsroom.store.writing() as connection:
        connection.execute(kept.update().where(kept.c.name == "rebuildable").values(value="8"))
    newsroom.close()
    again = desk.open(scan=False)
    assert found(again, "ferry") == []
    again.scan()
    assert found(again, "ferry hull") == ["ferry"]


def test_where_there_is_no_index_all_else_works(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "_knows_fts5", lambda: False)
    desk.write("site.toml", "[searches.ferries]\nquery = 'ferry'\n")
    desk.write("ferry.md", FERRY)
    newsroom = desk.open()
    desk.write("ferry.md", FERRY.replace("hull", "mast"))
    newsroom.index.update(["ferry.md"])
    assert b"new mast" in newsroom.document("feed", "atom").body
    assert [one.entries for one in newsroom.feeds.all() if one.feed.kind == "search"] == [0]
    assert not newsroom.feeds.searchable
    for ask in (
        lambda: newsroom.feeds.found(parse("ferry")),
        lambda: newsroom.feeds.search(parse("ferry"), "atom"),
        lambda: newsroom.document("search/ferries", "atom"),
    ):
        with pytest.raises(NoSuchFeed, match="FTS5"):
            ask()


def test_an_index_that_once_was_away_tells_nothing_wrong(
    desk: Any, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where another Python writes the store, whose SQLite knows no such index."""
    with monkeypatch.context() as away:
        away.setattr(search_index, "_knows_fts5", lambda: False)
        desk.write("ferry.md", FERRY.replace("hull", "mast"))
        newsroom.index.update(["ferry.md"])
    assert found(newsroom, "hull") == []
    assert found(newsroom, "gale") == ["gale"]
    desk.write("ferry.md", FERRY.replace("hull", "sail"))
    newsroom.index.update(["ferry.md"])
    assert (found(newsroom, "hull"), found(newsroom, "sail")) == ([], ["ferry"])


def test_words_that_are_no_longer_made_alike_break_nothing(
    desk: Any, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with another version of Unicode: what the index holds cannot be told to it again."""
    with monkeypatch.context() as other:
        other.setattr(search_index, "searchable", lambda article: "more words than it was " * 99)
        for number in range(3):
            desk.write("ferry.md", FERRY.replace("hull", f"mast{number}"))
            newsroom.index.update(["ferry.md"])
        (desk.folder / "gale.md").unlink()
        newsroom.index.update(["gale.md"])
    assert [found(newsroom, word) for word in ("hull", "mast1", "mast2")] == [[], [], ["ferry"]]
    assert found(newsroom, "gale OR coast") == []
