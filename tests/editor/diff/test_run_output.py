"""How `feedsvc diff` says it: a table for people, JSON for programs, one line for an error."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from feedsvc.editor.diff.run import compare_published
from feedsvc.indexer.report import quiet
from tests.editor.diff.conftest import NOTHING, RAIN, SITE, SUN, rewrite, run, said

"""A table for people, JSON for programs, one line for an error."""


def test_a_row_tells_what_where_and_which_file(news: Any) -> None:
    rewrite(news, "rain.md", "World", "Sport")
    news.write("la\u202eter.md", SUN.replace("2026-05-02", "2099-01-01"))
    table = run(news.folder).stdout.partition("\n\n")[2]
    rows = [re.sub(" {2,}", " | ", row.rstrip()) for row in table.splitlines()]
    assert rows == [
        "change | headline | feeds | file",
        "updated | Rain | everything, tag weather | rain.md",
        "new | Rain | Sport | rain.md",
        "gone | Rain | World | rain.md",
        "not seen (embargoed) | Sun | la\\u202eter.md",
    ]


def test_a_long_table_is_cut_and_says_so(desk: Any) -> None:
    for number in range(103):
        desk.write(f"{number}.md", SUN)
    lines = run(desk.folder).stdout.splitlines()
    assert lines[-1] == "and 3 more; all of them: feedsvc diff --json"
    assert len(json.loads(run(desk.folder, "--json").stdout)["changes"]) == 103


def test_json_holds_every_change(news: Any) -> None:
    rewrite(news, "sun.md", "Dry", "Very dry")
    result = run(news.folder, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == {
        "published": True,
        "held_count": 0,
        "said": ["Readers show 1 entry as changed in everything, World: “Sun”."],
        "changes": [
            {
                "kind": "updated",
                "id": "tag:news.example,2026:sun.md",
                "path": "sun.md",
                "headline": "Sun",
                "feeds": ["feed", "category/world"],
                "why": "",
                "when": None,
                "corrected": False,
                "published_before": "2026-05-02T00:00:00Z",
                "published_after": "2026-05-02T00:00:00Z",
            }
        ],
    }


def test_nothing_is_written(news: Any) -> None:
    rewrite(news, "rain.md", "Wet", "Very wet")

    def state() -> dict[Path, bytes]:
        return {p: p.read_bytes() for p in sorted(news.folder.rglob("*")) if p.is_file()}

    before = state()
    run(news.folder)
    assert state() == before


def test_it_can_be_run_while_another_follows_the_folder(news: Any) -> None:
    newsroom = news.open()
    with newsroom.lock("writing").held():
        rewrite(news, "rain.md", "Wet", "Very wet")
        assert said(news.folder)[0].startswith("Readers show 1 entry as changed")
        newsroom.scan()
        assert said(news.folder) == [NOTHING]
    newsroom.close()


def test_what_cannot_be_compared_is_said_in_one_line(desk: Any, tmp_path: Path) -> None:
    desk.write("site.toml", "titel = 'x'")
    for folder, named in ((tmp_path / "nothing", "nothing"), (desk.folder, "title")):
        result = run(folder)
        assert (result.exit_code, result.stdout) == (2, "")
        (line,) = result.stderr.splitlines()
        assert line.startswith("feedsvc: ")
        assert named in line
    desk.write("site.toml", SITE)
    desk.write(".feedsvc/store.sqlite3", b"no database at all " * 100)
    result = run(desk.folder)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "not a database" in result.stderr


def test_a_store_of_another_version_is_not_guessed_at(
    news: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedsvc.store.schema.REBUILDABLE_VERSION", 999)
    result = run(news.folder)
    assert result.exit_code == 2
    assert "another version" in result.stderr
    assert "feedsvc index" in result.stderr


def test_what_is_published_meanwhile_is_told(news: Any) -> None:
    @contextmanager
    def watched(what: str) -> Iterator[Any]:
        if what == "Comparing articles":
            news.write("hail.md", RAIN)
            news.open().close()
        yield quiet

    compared = compare_published(news.folder, news.environ, watched, news.clock)
    assert compared.said[-1] == "Something was published meanwhile: look again to be sure."
