"""Processes that read and write one store: each learns of changes, and none holds up the others."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from feedsvc.errors import StoreError
from feedsvc.feeds import document_cache, publisher
from feedsvc.newsroom import Newsroom
from feedsvc.store import Store, claims, locate

ARTICLE = "---\ntitle: {}\ndate: 2026-05-01\ntags: [x]\n---\nRain all day.\n"
KEY = ("feed", "atom")


def ahead(desk: Any) -> Newsroom:
    """The newsroom as the indexer has it."""
    return Newsroom.open(desk.folder, desk.environ, desk.clock, ahead=True)


def test_an_indexer_that_died_holds_up_nobody_for_long(desk: Any, clock: Any) -> None:
    desk.write("a.md", ARTICLE.format("Rain"))
    indexer = ahead(desk)
    indexer.scan()
    reader = desk.open(scan=False)
    reader.document(*KEY)
    desk.write("a.md", ARTICLE.format("Snow"))
    indexer.update(["a.md"])
    indexer.close()  # without rendering ahead
    assert b"Snow" not in reader.document(*KEY).body
    clock.forward(seconds=claims.CLAIM.total_seconds())
    assert b"Snow" in reader.document(*KEY).body


def test_who_has_nothing_waits_for_whoever_makes_it(desk: Any) -> None:
    """A worker that just started, while another process makes the document, or has died."""
    desk.write("a.md", ARTICLE.format("Rain"))
    desk.open()
    store = Store.open(locate(desk.folder, "", {}))
    with store.writing() as connection:
        claims.claim(connection, "feed", "atom", "somebody", desk.clock())
    paused: list[float] = []

    def made_meanwhile(seconds: float) -> None:
        paused.append(seconds)
        if len(paused) == 3:
            with store.writing() as connection:
                claims.drop_claim(connection, "feed", "atom")

    newsroom = desk.open(scan=False)
    found = publisher.Publisher(newsroom.settings, store, newsroom.now, made_meanwhile)
    assert b"Rain" in found.document("feed", "atom", newsroom.now()).body
    assert len(paused) == 3
    with store.writing() as connection:
        claims.claim(connection, "feed", "rss", "somebody who died", desk.clock())
    paused.clear()
    never = publisher.Publisher(newsroom.settings, store, newsroom.now, paused.append)
    assert b"Rain" in never.document("feed", "rss", newsroom.now()).body
    assert sum(paused) == pytest.approx(claims.CLAIM.total_seconds(), abs=publisher.WAIT * 2)
    store.close()


def test_a_store_that_is_being_written_holds_up_no_reader(desk: Any) -> None:
    desk.write("a.md", ARTICLE.format("Rain"))
    reader = desk.open()
    writer = Store.open(locate(desk.folder, "", {}))
    with writer.writing():  # an indexer amid a large batch
        first = reader.document(*KEY)
        assert b"Rain" in first.body
        assert reader.document(*KEY) is first
    writer.close()
    assert desk.open(scan=False).document(*KEY).tags() == first.tags()


OTHER = """
import json, sys
from pathlib import Path
from feedsvc.newsroom import Newsroom

newsroom = Newsroom.open(Path(sys.argv[1]), {}, glance=float(sys.argv[2]))
for line in sys.stdin:
    name, format = json.loads(line)
    document = newsroom.document(name, format)
    print(json.dumps([document.tag(), document.body.decode()]), flush=True)
"""


@pytest.mark.parametrize("glance", ["0", "0.005"])
def test_another_process_learns_of_each_change(desk: Any, glance: str) -> None:
    desk.write("a.md", ARTICLE.format("Rain 0"))
    writer = desk.open()
    worker = subprocess.Popen(
        [sys.executable, "-c", OTHER, str(desk.folder), glance],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(publisher.__file__).parents[2],
    )
    assert worker.stdin
    assert worker.stdout

    def ask(name: str) -> tuple[str, str]:
        worker.stdin.write(json.dumps([name, "atom"]) + "\n")
        worker.stdin.flush()
        tag, body = json.loads(worker.stdout.readline())
        return tag, body

    try:
        untouched = ask("tag/x")
        for number in range(1, 8):
            desk.write("a.md", ARTICLE.format(f"Rain {number}").replace("[x]", "[y]"))
            writer.update(["a.md"])
            asked = 0
            while f"Rain {number}" not in ask("feed")[1]:
                asked += 1
                assert glance != "0"  # without a glance between, it is seen at once
                assert asked < 100_000
            assert ask("feed")[0] == writer.document(*KEY).tag()
        assert ask("tag/x") != untouched
    finally:
        worker.stdin.close()
        worker.wait(30)
        worker.stdout.close()


def test_a_look_that_failed_is_made_up_for(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write("a.md", ARTICLE.format("Rain"))
    writer = desk.open()
    reader = desk.open(scan=False)
    before = reader.document(*KEY)
    desk.write("a.md", ARTICLE.format("Snow"))
    writer.update(["a.md"])
    with monkeypatch.context() as broken:

        def fail(*_: Any) -> None:
            raise StoreError("too many open files")

        broken.setattr(document_cache, "changed_since", fail)
        assert reader.document(*KEY) is before
    assert b"Snow" in reader.document(*KEY).body
