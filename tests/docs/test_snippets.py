"""The snippets of docs/embedding.md run."""

from pathlib import Path
from typing import Any

import pytest

from tests.docs.pages import blocks, page


def test_what_it_says_of_embedding_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "2026-05-01-rain.txt").write_text("Rain\n\nIt rains.\n")
    monkeypatch.chdir(tmp_path)
    in_flask, in_program = blocks(page("docs/embedding.md"), "python")
    names: dict[str, Any] = {"__name__": "docs"}
    exec(compile(in_flask, "embedding.md", "exec"), names)
    answer = names["app"].test_client().get("/news/feed.atom")
    assert answer.status_code == 200
    assert "https://example.org/news/articles/rain" in answer.text
    exec(compile(in_program, "embedding.md", "exec"), {"__name__": "docs"})
    assert capsys.readouterr().out.startswith("application/atom+xml 20")
