"""Patterns as in .gitignore."""

import pytest

from feedsvc.settings import matching
from feedsvc.settings.file_patterns import pattern_complaints


@pytest.mark.parametrize(
    ("patterns", "path", "named"),
    [
        (["notes/"], "notes/2026/a.md", True),
        (["notes/"], "world/notes/a.md", True),
        (["/notes/"], "world/notes/a.md", False),
        (["*.draft.md"], "world/a.draft.md", True),
        (["*.md", "!a.md"], "world/a.md", False),
        (["# a comment", ""], "a.md", False),
    ],
)
def test_they_name_files_as_git_does(patterns: list[str], path: str, named: bool) -> None:
    assert matching(patterns)(path) is named


def test_what_is_no_pattern_is_told_with_its_key() -> None:
    found = list(pattern_complaints({"exclude": ["!"], "include": []}))
    assert [key for key, _ in found] == ["exclude"]
    assert ".gitignore" in found[0][1]
