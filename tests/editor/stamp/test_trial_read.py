"""A file that is slow to read is tried in a process of its own."""

from typing import Any

from feedsvc.editor.stamp import stamp_articles
from tests.editor.stamp.conftest import (
    reasons,
)


def test_a_file_that_takes_too_long(paper: Any) -> None:
    slow = "# Slow\n\n" + "*a _b " * 200_000
    paper.write("world/slow.md", slow)
    paper.open().close()
    environ = {"FEEDSVC_LIMITS_READ_SECONDS": "0.1"}
    outcome = stamp_articles(paper.folder, environ, paper.clock())
    assert reasons(outcome) == {"world/slow.md": "too-slow"}
    assert "0.1 seconds" in outcome.left[0].message
    assert (paper.folder / "world/slow.md").read_text() == slow
    assert "world/rain.md" in {written.path for written in outcome.stamped}
    environ = {"FEEDSVC_LIMITS_READ_SECONDS": "60"}
    outcome = stamp_articles(paper.folder, environ, paper.clock())
    assert [written.path for written in outcome.stamped] == ["world/slow.md"]
