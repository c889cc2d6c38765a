"""What is told of a file with its header beside it."""

from feedsvc.indexer.files_around import Around
from feedsvc.model.problem import Problem


def test_lines_are_those_of_the_file() -> None:
    around = Around(b"", 3, "f.meta")
    found = (Problem("f.md", 2, "error", "x", "wrong"), Problem("f.md", 5, "info", "y", "odd"))
    assert around.placed(found) == (
        Problem("f.md", 1, "error", "x", "f.meta: wrong"),
        Problem("f.md", 2, "info", "y", "odd"),
    )
