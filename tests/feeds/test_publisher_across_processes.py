"""Processes that read and write one store: each learns of changes, and none holds up the others."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from feedsvc.errors import StoreError
from feedsvc.feeds import document_cache, publisher
from feedsvc.store import Store, locate
from tests.feeds.indexing_ahead import ARTICLE, KEY


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
            writer.index.update(["a.md"])
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
    writer.index.update(["a.md"])
    with monkeypatch.context() as broken:

        def fail(*_: Any) -> None:
            raise StoreError("too many open files")

        broken.setattr(document_cache, "changed_since", fail)
        assert reader.document(*KEY) is before
    assert b"Snow" in reader.document(*KEY).body
