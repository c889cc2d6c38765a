"""After a move to another database, subscribers get the same bytes, and 304 with their old tags."""

import random
import re
import shutil
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Column, select

from feedsvc.newsroom import Newsroom
from feedsvc.store import Store, hook_events, sqlite_url
from feedsvc.store.columns import Moment
from feedsvc.store.ledger_copy import LEDGER, copy_store
from feedsvc.web import create_app
from tests.conftest import ROOT, Clock
from tests.store.cluster import Cluster

BASE = "https://news.example"
SITE = f"""
base_url = "{BASE}"
id_base = "news.example,2026"
ignore_expiry = true
[feeds]
entries = 10
archive_entries = 5
[categories.board]
title = "Board"
private = true
"""
BEGIN = ("/", "/feed.atom", "/digest/daily.atom", "/digest/weekly.json", "/feeds.opml", "/archive")
MORE = ("/archive/1.atom", "/archive/2.json", "/archive/3.rss", "/search?q=feed")
LINK = re.compile(rf"""(?:href|src|xmlUrl|url)="?:? ?"((?:{BASE})?/[^"#]*)""")
FILES = ("/static/", "/media/")
EVERY = 18  # of the articles of the corpus, one in so many
MOST = 200  # addresses


DOCUMENTS = (".atom", ".rss", ".json")


class Answer(NamedTuple):
    """What a subscriber got."""

    status: int
    tag: str | None
    body: bytes


Known = Mapping[str, Answer]
NONE: Known = {}


def crawl(client: Any, begin: Collection[str]) -> dict[str, Answer]:
    """The answers at addresses to which links lead, the same ones of equal sites: path -> answer.

    The first are visited in turn; of the others, chance takes MOST.
    """
    chance = random.Random(7)
    known, waiting, found = set(begin), list(begin), dict[str, Answer]()
    while waiting and len(found) < MOST:
        at = chance.randrange(len(waiting)) if len(found) >= len(begin) else 0
        path = waiting.pop(at)
        got = client.get(path)
        found[path] = Answer(got.status_code, got.headers.get("ETag"), got.data)
        for link in LINK.findall(got.get_data(as_text=True)):
            one = urlsplit(unescape(link))
            if not (one.query or one.path in known or one.path.startswith(FILES)):
                known.add(one.path)
                waiting.append(one.path)
    return found


def poll(newsroom: Newsroom) -> None:
    client = create_app(newsroom).test_client()
    assert [client.get(path).status_code for path in BEGIN] == [200] * len(BEGIN)


def change(file: Path, header: str) -> None:
    """Add lines to the header of an article."""
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("---\n", f"---\n{header}\n", 1), encoding="utf-8")


def lead(folder: Path, store: str, clock: Clock) -> str:
    """Lead a newsroom for nine days; returns the token of a key."""
    newsroom = Newsroom.open(folder, {"FEEDSVC_STORE": store}, clock)
    (folder / "undated.txt").write_text("Undated\n\nNobody wrote when.\n")
    (folder / "board").mkdir()
    (folder / "board/secret.md").write_text("---\ntitle: Secret\ndate: 2026-12-01\n---\nHush.\n")
    newsroom.scan()
    with newsroom.store.writing() as connection:
        hook_events.begin(connection, newsroom.now())
    poll(newsroom)
    files = [file for file in sorted(folder.rglob("[a-z0-9]*.md")) if file.parent.name != "board"]
    with_header = [file for file in files if file.read_text("utf-8").startswith("---\n")]
    corrected, withdrawn, gone, moved, held, retitled = with_header[-6:]
    steps = [
        lambda: change(corrected, "correction: It was Tuesday."),
        lambda: change(withdrawn, "status: withdrawn\nreason: It was not so."),
        gone.unlink,
        lambda: moved.rename(moved.with_name(f"moved-{moved.name}")),
        lambda: change(held, "draft: mabye"),
        lambda: change(retitled, "slug: another-name"),
        lambda: (folder / "late.md").write_text("---\ntitle: Late\n---\nNo date.\n"),
    ]
    for step in steps:
        clock.forward(hours=30)
        step()
        newsroom.scan(accept_deletions=True)
        poll(newsroom)
    with newsroom.store.writing() as connection:
        hook_events.note_changes(connection, newsroom.now())
    made = newsroom.keys.add("Board", drafts=True, categories=["board"])
    newsroom.close()
    clock.forward(hours=1)
    return made.token


def answers(folder: Path, store: str, clock: Clock, token: str, known: Known = NONE) -> Known:
    """What subscribers get of a newsroom whose service just started.

    Whoever has one of the known answers gets 304 instead.
    """
    newsroom = Newsroom.open(folder, {"FEEDSVC_STORE": store}, clock)
    newsroom.scan()
    client = create_app(newsroom).test_client()
    private = [f"/private/{token}/{name}" for name in ("feed.atom", "category/board.json", "")]
    found = crawl(client, (*BEGIN, *MORE, *private))
    assert [found[path].status for path in (*BEGIN, *MORE, *private)] == [200] * 13
    for path in known:
        if path.endswith(DOCUMENTS):
            headers = {"If-None-Match": known[path].tag or ""}
            assert client.get(path, headers=headers).status_code == 304, path
    newsroom.close()
    return found


def value_of(column: Column[Any]) -> Any:
    if isinstance(column.type, Moment):
        return datetime(2026, 12, 1, 12, 0, 0, 7, tzinfo=UTC)
    values = {bool: True, int: 7, bytes: b"\x00\xff"}
    return values.get(column.type.python_type, "\u00e9\U0001f327 'x'")


def fill_empty(url: str) -> None:
    """Give each table that nothing happened to a row, of whatever it may hold."""
    store = Store.open(url)
    with store.writing() as connection:
        for table in LEDGER:
            if connection.execute(select(table).limit(1)).first() is None:
                values = {column.name: value_of(column) for column in table.columns}
                connection.execute(table.insert(), [values])
    store.close()


def rows_of(url: str) -> dict[str, list[Any]]:
    """All rows of the ledger by table."""
    store = Store.open(url)
    with store.reading() as connection:
        found = {
            table.name: sorted(map(repr, connection.execute(select(table)))) for table in LEDGER
        }
    store.close()
    return found


@pytest.fixture
def folder(digitalgov: Path, tmp_path: Path) -> Path:
    """The newsroom that comes with feedsvc, with more than a hundred articles of the corpus."""
    folder = tmp_path / "articles"
    shutil.copytree(ROOT / "articles", folder, ignore=shutil.ignore_patterns(".feedsvc"))
    for file in sorted(digitalgov.rglob("*.md"))[::EVERY]:
        place = folder / file.relative_to(digitalgov)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)
    (folder / "site.toml").write_text(SITE)
    return folder


def quiet(done: int, total: int) -> None:
    assert done <= total


def test_a_move_there_and_back_changes_no_byte(
    folder: Path, cluster: Cluster, tmp_path: Path
) -> None:
    clock = Clock("2026-12-01T12:00:00+00:00")
    first, back = (sqlite_url(tmp_path / name / "store.sqlite3") for name in ("first", "back"))
    there = cluster.url(cluster.make())
    token = lead(folder, str(tmp_path / "first"), clock)
    before = answers(folder, str(tmp_path / "first"), clock, token)
    fill_empty(first)
    kept = rows_of(first)

    copy_store(first, there, quiet)
    copy_store(there, back, quiet)
    clock.forward(minutes=1)
    assert rows_of(there) == rows_of(back) == kept
    for store in (there, str(tmp_path / "back")):
        after = answers(folder, store, clock, token, known=before)
        assert after.keys() == before.keys()
        assert [path for path in before if after[path] != before[path]] == []
