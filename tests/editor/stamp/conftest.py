"""A newsroom with files of every form, and what readers know of it."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from feedsvc.cli import main
from feedsvc.editor.stamp import Outcome, stamp_articles
from feedsvc.model.feed import FORMATS
from feedsvc.newsroom import Newsroom

FILES = {
    "world/rain.md": "---\ntitle: Rain\ndate: 2026-05-01\ntags: [wet]\n---\nIt is wet.\n",
    "world/2026-05-02-snow.md": "---\r\ntitle: Snow\r\n---\r\nIt is cold.\r\n",
    "world/undated.txt": "Ferry sails again\n\nThe hull is longer.\n\nWhere\n\nIn the north.",
    "arts/opera.md": '+++\ntitle = "Opera"\n\n[taxonomies]\ntags = ["wet"]\n+++\nA song.\n',
    "arts/2026-05-03-play.txt": "Title: Play\nTags: wet\n\nA play.\n",
    "arts/film.html": "<!doctype html><title>Film</title><h1>Film</h1><p>A film.</p>",
    "arts/later.md": "---\ntitle: Later\nembargo: 2026-06-03 10:00\n---\nNot yet.\n",
    "arts/draft.md": "---\ntitle: Draft\ndraft: true\n---\nNot at all.\n",
    "arts/own.md": "---\nid: urn:x:1\ntitle: Own\ndate: 2026-05-04\n---\nIts own.\n",
}


@pytest.fixture
def paper(desk: Any) -> Any:
    """A newsroom with files of every form; those without a date were seen an hour ago."""
    for path, text in FILES.items():
        desk.write(path, text)
    desk.open().close()
    desk.clock.forward(hours=1)
    return desk


def stamp(desk: Any, *only: str, **options: Any) -> Outcome:
    return stamp_articles(desk.folder, {}, desk.clock(), only, **options)


def reasons(outcome: Outcome) -> dict[str, str]:
    assert all(p.severity == "error" and p.line >= 1 for p in outcome.left)
    return {problem.path: problem.code for problem in outcome.left}


def entries(newsroom: Newsroom) -> dict[str, tuple[str, datetime, str]]:
    """Of all articles, published or not: what readers know them by."""
    return {e.article.headline: (e.id, e.published, e.slug) for e in newsroom.articles.every()}


def documents(newsroom: Newsroom) -> dict[tuple[str, str], tuple[bytes, datetime | None, object]]:
    found = {}
    for one in newsroom.feeds.all():
        for format in FORMATS:
            made = newsroom.document(one.feed.name, format)
            found[one.feed.name, format] = (made.body, made.last_modified, made.tag())
    assert len(found) >= 12
    return found


def rename_all(folder: Path) -> None:
    """Every article under another name, in its category."""
    for number, path in enumerate(sorted(FILES)):
        file = folder / path
        file.rename(file.with_name(f"renamed-{number}{file.suffix}"))


def run(*arguments: str | Path) -> Result:
    unset = {"FEEDSVC_ARTICLES": None, "FEEDSVC_BASE_URL": None}
    return CliRunner(env=unset).invoke(main, ["id", *map(str, arguments)])
