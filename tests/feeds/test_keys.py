"""Keys: what is kept of them, and that each opens just what its rule says."""

import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine

from feedsvc.errors import KeyRefused
from feedsvc.feeds.keys import LONGEST_NAME
from feedsvc.model.article import Article
from feedsvc.model.entry import Entry, Term
from feedsvc.model.key import Key, access_group_of, access_groups_of, opens
from feedsvc.model.token import new_token, token_digest
from feedsvc.store import articles, schema, withheld
from tests.store.keeping import kept

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
TOML = 'base_url = "https://news.example"\n[categories.board]\nprivate = true\n[categories.world]\n'


@pytest.fixture
def newsroom(desk: Any) -> Any:
    desk.write("site.toml", TOML)
    desk.write("a.md", "---\ntitle: A\ncategory: Sport\ndate: 2026-05-01\n---\nX.\n")
    return desk.open()


def test_tokens_are_long_random_and_fit_into_an_address() -> None:
    made = {new_token() for _ in range(100)}
    assert len(made) == 100
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", token) for token in made)


def test_only_the_digest_of_a_token_is_kept(desk: Any, newsroom: Any) -> None:
    made = newsroom.keys.add("Key", drafts=True)
    visit = newsroom.private.visit(made.token)
    for format in ("atom", "rss", "json"):
        newsroom.private.document(visit, format)
    kept = b"".join(file.read_bytes() for file in (desk.folder / ".feedsvc").iterdir())
    assert token_digest(made.token).encode() in kept
    assert made.token[:12].encode() not in kept


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("Key", {}, "--drafts"),
        ("Key", {"categories": ["zoo"]}, "no category 'zoo'; private are: board"),
        (
            "Key",
            {"categories": ["board", "world"]},
            r"'world' is not private.*\[categories.world\]",
        ),
        ("Key", {"categories": ["Sport"]}, "'sport' is not private"),
        ("", {"drafts": True}, "needs a name"),
        ("x" * (LONGEST_NAME + 1), {"drafts": True}, "needs a name"),
        ("a\x07b", {"drafts": True}, "needs a name"),
        ("Taken", {"drafts": True}, "in force already"),
        (" Taken\t", {"drafts": True}, "in force already"),
    ],
)
def test_what_is_refused_says_what_to_do(
    newsroom: Any, name: str, values: dict[str, Any], said: str
) -> None:
    newsroom.keys.add("Taken", drafts=True)
    with pytest.raises(KeyRefused, match=said):
        newsroom.keys.add(name, **values)
    assert [key.name for key in newsroom.keys.all()] == ["Taken"]


def test_a_name_is_free_again_once_its_key_is_revoked(newsroom: Any) -> None:
    first = newsroom.keys.add("Key", drafts=True)
    assert newsroom.keys.revoke("Key") == first.key
    with pytest.raises(KeyRefused, match="key list"):
        newsroom.keys.revoke("Key")
    second = newsroom.keys.add("Key", categories=["Board", "board"])
    assert second.key.categories == ("board",)
    assert newsroom.private.visit(first.token) is None
    assert newsroom.private.visit(second.token) is not None


def test_the_last_use_is_known_to_the_day(desk: Any, newsroom: Any) -> None:
    made = newsroom.keys.add("Key", drafts=True)
    assert newsroom.keys.all()[0].used is None
    for days in (0, 0, 3):
        desk.clock.forward(days=days, hours=1)
        newsroom.private.visit(made.token)
        (key,) = newsroom.keys.all()
        assert key.used == desk.clock().replace(hour=0)
    newsroom.private.visit(new_token())
    assert newsroom.keys.all() == [key]


def test_another_process_counts_them_at_once(desk: Any, newsroom: Any) -> None:
    worker = desk.open(scan=False)
    made = newsroom.keys.add("Key", drafts=True)
    assert worker.private.visit(made.token) is not None
    newsroom.keys.revoke("Key")
    assert worker.private.visit(made.token) is None


def test_a_visit_while_another_writes_waits_for_nobody(desk: Any, newsroom: Any) -> None:
    made = newsroom.keys.add("Key", drafts=True)
    other = sqlite3.connect(desk.folder / ".feedsvc" / "store.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert newsroom.private.visit(made.token) is not None  # its use is noted another time
    other.execute("ROLLBACK")
    other.close()
    newsroom.private.visit(made.token)
    assert newsroom.keys.all()[0].used is not None


def test_keys_outlive_tables_that_are_made_anew(desk: Any, newsroom: Any) -> None:
    made = newsroom.keys.add("Key", drafts=True, categories=["board"])
    newsroom.close()
    file: Path = desk.folder / ".feedsvc" / "store.sqlite3"
    other = sqlite3.connect(file)
    other.execute("UPDATE kept SET value = '8' WHERE name = 'rebuildable'")
    other.commit()
    other.close()
    assert desk.open().keys.all() == [made.key]


CATEGORIES = ("board", "hidden", "world")
TIMES = st.sampled_from([timedelta(0), *(timedelta(hours=h) for h in (-48, -1, 1, 48))])


@st.composite
def entries(draw: st.DrawFn) -> list[tuple[Entry, datetime | None]]:
    found = []
    for number in range(draw(st.integers(0, 12))):
        category = draw(st.none() | st.sampled_from(CATEGORIES))
        private = category in ("board", "hidden")
        status = draw(st.sampled_from(["", "", "", "withdrawn"]))
        expires = draw(st.none() | TIMES)
        media = tuple(draw(st.sets(st.sampled_from(["a.png", "b.png"]))))
        article = Article(
            path=f"{number}.md",
            headline="H",
            slug=f"s{number}",
            draft=draw(st.booleans()),
            status=status,
            media=media,
        )
        entry = Entry(
            id=f"urn:x:{number}",
            slug=f"s{number}",
            published=NOW + draw(TIMES),
            updated=NOW,
            article=article,
            category=Term(category, category) if category else None,
            private=private,
        )
        found.append((entry, None if expires is None else NOW + expires))
    return found


def rows(
    found: list[tuple[Entry, datetime | None]],
) -> list[articles.StoredArticle]:
    made = []
    for entry, expires in found:
        held = entry.private or entry.article.draft or entry.article.status == "withdrawn"
        shelf = access_group_of(entry) if held else ""
        feeds = ("feed",)
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


@given(entries(), st.booleans(), st.sets(st.sampled_from(["board", "hidden"])))
def test_nothing_public_withdrawn_or_of_another_category_is_opened(
    found: list[tuple[Entry, datetime | None]], drafts: bool, categories: set[str]
) -> None:
    key = Key(name="K", digest="d", drafts=drafts, categories=tuple(categories), made=NOW)
    for entry, expires in found:
        if not opens(key, entry, expires, NOW):
            continue
        article = entry.article
        assert article.status != "withdrawn"
        assert expires is None or expires > NOW
        ahead = article.draft or entry.published > NOW
        assert drafts or not ahead
        assert ahead or entry.private
        assert not entry.private or entry.category.slug in categories  # type: ignore[union-attr]
