"""The snippets of docs/embedding.md run, and their types are right for who uses feedsvc."""

import pydoc
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import feedsvc
from tests.docs.pages import ROOT, blocks, page

SNIPPETS = blocks(page("docs/embedding.md"), "python")
MYPY = ("--strict", "--config-file=", "--cache-dir=.mypy_cache", "--follow-imports=silent")
RAIN = "Rain\n\nIt rains.\n\nWhy\n\nThe clouds came from the sea.\n"


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A newsroom in the folder in which the snippets look for it."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "2026-05-01-rain.txt").write_text(RAIN)
    (folder / "bad.md").write_text("---\ntitle: Bad\ndate: 2026-13-01\n---\nText.\n")
    monkeypatch.chdir(tmp_path)
    return folder


def run(snippet: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "docs"}
    exec(compile(snippet, "embedding.md", "exec"), names)
    return names


def test_a_document(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(SNIPPETS[0])
    assert capsys.readouterr().out.startswith("application/atom+xml 20")


def test_what_stands_in_a_feed(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(SNIPPETS[1])
    said = capsys.readouterr().out
    assert "2026-05-01 00:00:00+00:00 Rain http://127.0.0.1:8000/articles/rain\n" in said
    assert "   Why - The clouds came from the sea.\n" in said
    assert "bad.md 3 " in said


def test_feeds_inside_a_flask_application(news: Path) -> None:
    names = run(SNIPPETS[2])
    with names["newsroom"]:
        answer = names["app"].test_client().get("/news/feed.atom")
        assert answer.status_code == 200
        assert "https://example.org/news/articles/rain" in answer.text


def test_no_snippet_is_left_out() -> None:
    assert len(SNIPPETS) == 3


def test_their_types_are_right(tmp_path: Path) -> None:
    for number, snippet in enumerate(SNIPPETS):
        (tmp_path / f"snippet_{number}.py").write_text(snippet)
    wrong = 'import feedsvc\nfeedsvc.open("news").document("feed", "pdf")\nfeedsvc.open(1)\n'
    (tmp_path / "wrong.py").write_text(wrong)
    told = subprocess.run(
        [sys.executable, "-m", "mypy", *MYPY, *map(str, sorted(tmp_path.glob("*.py")))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.splitlines()
    assert len(told) == 3, told
    assert 'wrong.py:2: error: Argument 2 to "document"' in told[0]
    assert 'wrong.py:3: error: Argument 1 to "open"' in told[1]


def test_help_shows_the_public_names() -> None:
    said = pydoc.plain(pydoc.render_doc(feedsvc))
    for name in feedsvc.__all__:
        assert name in dir(feedsvc)
        assert getattr(feedsvc, name).__doc__
        assert name in said.split("PACKAGE CONTENTS")[1]
    assert "Open a newsroom, and bring it up to date with its folder." in said
    with pytest.raises(AttributeError, match="no attribute 'opne'"):
        feedsvc.opne  # type: ignore[attr-defined]  # noqa: B018
