"""Articles that are withheld: the store finds those that the rule of a key says."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine

from feedsvc.model.entry import Entry
from feedsvc.model.key import Key, access_group_of, access_groups_of, opens
from feedsvc.store import articles, schema, withheld
from tests.model.withheld_entries import NOW, entries
from tests.store.keeping import kept


def rows(
    found: list[tuple[Entry, datetime | None]],
) -> list[articles.StoredArticle]:
    made = []
    for entry, expires in found:
        held = entry.private or entry.article.draft or entry.article.status == "withdrawn"
        shelf = access_group_of(entry) if held else ""
        feeds = {"feed": ""}
        made.append(
            articles.StoredArticle(entry, "d", 1, kept(entry), not held, expires, feeds, shelf)
        )
    return made


@given(entries(), st.booleans(), st.sets(st.sampled_from(["board", "hidden"])), st.integers(1, 15))
def test_what_the_store_finds_is_what_the_rule_says(
    found: list[tuple[Entry, datetime | None]], drafts: bool, categories: set[str], limit: int
) -> None:
    key = Key(name="K", digest="d", drafts=drafts, categories=tuple(categories), made=NOW)
    engine = create_engine("sqlite://")
    schema.rebuildable_tables.create_all(engine)
    wanted = [one for one, expires in found if opens(key, one, expires, NOW)]
    order = sorted(wanted, key=lambda one: (one.published, one.id), reverse=True)
    with engine.begin() as connection:
        articles.put_articles(connection, rows(found), new={one.id for one, _ in found})
        shelves = list(access_groups_of(key))
        chosen = withheld.newest(connection, shelves, NOW, limit, embargoed=drafts)
        assert [one.entry_id for one in chosen] == [one.id for one in order[:limit]]
        for path in ("a.png", "b.png"):
            named = withheld.names_media(connection, path, shelves, NOW, embargoed=drafts)
            assert named == any(path in one.article.media for one in wanted)
        articles.delete_articles(connection, [one.id for one, _ in found])
        assert withheld.newest(connection, shelves, NOW, limit, embargoed=drafts) == []
        assert not withheld.names_media(connection, "a.png", shelves, NOW, embargoed=drafts)
    engine.dispose()
