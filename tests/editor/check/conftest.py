"""What the tests of proofreading share: a newsroom that is proofread as `feedsvc check` does."""

from contextlib import closing
from typing import Any

import pytest

from feedsvc.editor.check import Checker, FolderLookups
from feedsvc.model.problem import Problem
from feedsvc.newsroom import Newsroom

HEADER = "---\ntitle: {}\nstandfirst: What it is about\ndate: 2026-05-01\n{}---\n"  # 5 lines


class Office:
    """A newsroom's folder, and what a checker says of it."""

    def __init__(self, desk: Any) -> None:
        self.desk = desk

    def article(self, path: str, body: str = "Text.\n", header: str = "", title: str = "") -> None:
        """Save an article with a headline of its own; its body begins at line 6, or below."""
        self.desk.write(path, HEADER.format(title or f"Of {path}", header) + body)

    def checker(self, newsroom: Newsroom) -> Checker:
        desk = FolderLookups(newsroom.folder, newsroom.articles.article)
        made = Checker(newsroom.settings, desk, newsroom.now)
        made.take(newsroom.articles.every())
        return made

    def problems(self, *codes: str) -> list[Problem]:
        """All findings, or those of some codes."""
        with closing(self.desk.open(accept_deletions=True)) as newsroom:
            found = self.checker(newsroom).problems()
        return [problem for problem in found if not codes or problem.code in codes]

    def found(self, *codes: str) -> list[tuple[str, int, str, str]]:
        """Path, line, severity and code of them."""
        return [(p.path, p.line, p.severity, p.code) for p in self.problems(*codes)]


@pytest.fixture
def office(desk: Any) -> Office:
    return Office(desk)
