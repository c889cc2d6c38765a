"""`feedsvc id stamp` over whole newsrooms: what lasts, and what nobody notices."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from feedsvc.editor.diff.run import compare_published
from feedsvc.editor.stamp import stamp_articles
from feedsvc.editor.stamp.files import Options
from feedsvc.indexer.report import quiet
from feedsvc.newsroom import Newsroom
from tests.editor.stamp.conftest import (
    FILES,
    documents,
    entries,
    rename_all,
    run,
    stamp,
)


@pytest.mark.parametrize("slugs", [False, True])
def test_ids_and_dates_outlive_store_and_names(paper: Any, slugs: bool) -> None:
    newsroom = paper.open(scan=False)
    before = entries(newsroom)
    bodies = documents(newsroom)
    newsroom.close()
    outcome = stamp(paper, options=Options(slugs=slugs))
    assert {w.path for w in outcome.stamped} == FILES.keys() - {"arts/own.md"}
    assert (outcome.had, outcome.left) == (1, [])
    shutil.rmtree(paper.folder / ".feedsvc")
    rename_all(paper.folder)
    paper.clock.forward(days=1)
    newsroom = paper.open()
    after = entries(newsroom)
    assert {k: v[:2] for k, v in after.items()} == {k: v[:2] for k, v in before.items()}
    assert not [p for p in newsroom.problems.all() if p.severity == "error"]
    if slugs:
        names = {k: v[2] for k, v in before.items() if k != "Own"}
        assert {k: v[2] for k, v in after.items() if k != "Own"} == names
        assert all(b"renamed" not in body or b"Own" in body for body, _, _ in bodies.values())


def test_without_stamps_they_are_lost(paper: Any) -> None:
    """What the test above would say of a newsroom that it does not hold for."""
    newsroom = paper.open(scan=False)
    before = entries(newsroom)
    newsroom.close()
    shutil.rmtree(paper.folder / ".feedsvc")
    rename_all(paper.folder)
    paper.clock.forward(days=1)
    after = entries(paper.open())
    lost = {headline for headline in before if before[headline][0] != after[headline][0]}
    assert lost == before.keys() - {"Own"}


def test_readers_notice_nothing(paper: Any) -> None:
    newsroom = paper.open(scan=False)
    kept, before = entries(newsroom), documents(newsroom)
    stamp(paper)
    paper.clock.forward(hours=1)
    compared = compare_published(paper.folder, {}, lambda _: nullcontext(quiet), paper.clock)
    assert compared.said == ["Nothing changes for readers."]
    scanned = newsroom.scan()
    assert (scanned.read, scanned.new, scanned.moved) == (len(FILES) - 1, 0, 0)
    assert entries(newsroom) == kept
    assert documents(newsroom) == before
    assert documents(paper.open(scan=False)) == before
    paper.clock.forward(days=3)  # the embargo lifts
    newsroom.close()
    (entry,) = (e for e in paper.open().articles.every() if e.article.headline == "Later")
    assert entry.updated == entry.published == datetime(2026, 6, 3, 10, tzinfo=UTC)


def test_an_edit_that_was_not_indexed_is_still_seen(paper: Any) -> None:
    paper.write("world/undated.txt", FILES["world/undated.txt"] + " Since May.")
    outcome = stamp(paper)
    assert outcome.left == []
    paper.clock.forward(hours=1)
    newsroom = paper.open()
    updated = {e.article.headline: e.updated for e in newsroom.articles.every()}
    assert updated["Ferry sails again"] == paper.clock.time
    assert updated["Film"] < paper.clock.time


def wait(condition: Callable[[], object], what: str) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.01)


@contextmanager
def following(folder: Path) -> Iterator[Path]:
    """`feedsvc index --watch` as a process; gives its log."""
    log = folder.parent / "log.txt"
    command = [sys.executable, "-W", "error", "-m", "feedsvc", "index", "--watch", str(folder)]
    environ = {k: v for k, v in os.environ.items() if not k.startswith("FEEDSVC_")}
    with log.open("wb") as said:
        process = subprocess.Popen(command, env=environ, stdout=said, stderr=said)
    try:
        wait(lambda: " published" in log.read_text() or process.poll() is not None, "the indexer")
        yield log
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.wait(60)


def test_one_who_follows_the_folder_publishes_nothing(paper: Any) -> None:
    """The articles were seen long before by the real clock: `updated` would move to now."""
    paper.clock.time = datetime(2020, 1, 1, tzinfo=UTC)
    shutil.rmtree(paper.folder / ".feedsvc")
    paper.write("arts/later.md", FILES["arts/later.md"].replace("2026-06-03", "2020-06-03"))
    paper.open().close()
    with following(paper.folder) as log, closing(Newsroom.open(paper.folder, {})) as newsroom:
        kept, before = entries(newsroom), documents(newsroom)
        result = run("stamp", paper.folder)
        assert result.exit_code == 0, result.stderr
        wait(lambda: all(e.article.id for e in newsroom.articles.every()), "all to be read")
        assert entries(newsroom) == kept
        assert documents(newsroom) == before
    assert "withdrawn" not in log.read_text()
    assert "Traceback" not in log.read_text()


def test_a_real_newsroom(digitalgov: Path, tmp_path: Path) -> None:
    """Every fourth file of another publisher: all are stamped but one that is no article."""
    folder = tmp_path / "digitalgov"
    files = sorted(path.relative_to(digitalgov) for path in digitalgov.rglob("*.md"))
    for path in [*files[::4], Path("2018/09/2018-09-24-example.md")]:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes((digitalgov / path).read_bytes())
    settings = 'base_url = "https://digital.example"\nid_base = "digital.example,2026"\n'
    (folder / "site.toml").write_text(settings + "ignore_expiry = true\n")
    with_ids = Newsroom.open(folder, {}, lambda: datetime(2026, 6, 1, tzinfo=UTC))
    with_ids.scan()
    before = {e.article.path: (e.id, e.published, e.updated) for e in with_ids.articles.every()}
    body = with_ids.document("feed", "atom").body
    outcome = stamp_articles(folder, {}, datetime(2026, 6, 2, tzinfo=UTC))
    assert {w.path for w in outcome.stamped} == before.keys()
    assert len(before) > 500
    assert [p.code for p in outcome.left] == ["no-headline"]
    with_ids.scan()
    assert {
        e.article.path: (e.id, e.published, e.updated) for e in with_ids.articles.every()
    } == before
    assert with_ids.document("feed", "atom").body == body
    with_ids.close()
    shutil.rmtree(folder / ".feedsvc")
    for number, name in enumerate(sorted(before)):
        (folder / name).rename(folder / f"{number}.md")
    newsroom = Newsroom.open(folder, {})
    newsroom.scan()
    after = {(e.id, e.published) for e in newsroom.articles.every()}
    assert after == {found[:2] for found in before.values()}
    newsroom.close()
