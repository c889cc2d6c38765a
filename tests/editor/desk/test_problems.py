"""Everything that an editor should know, by file."""

from typing import Any

import pytest

from feedsvc.editor.check import Checker, FolderLookups
from feedsvc.editor.desk import Desk
from feedsvc.errors import SettingsError
from feedsvc.newsroom import Newsroom
from feedsvc.settings.site_file import load_settings
from tests.conftest import Clock
from tests.editor.desk.editors import RAIN, Editor


def test_a_broken_file_keeps_its_last_version_and_is_named(editor: Editor) -> None:
    said = editor.save("world/rain.md", RAIN.replace("2026-05-01", "2026"))
    assert said.startswith("world/rain.md cannot be published as it stands.")
    assert editor.standings()["Rain"] == "published"
    (problem,) = [p for p in editor.desk.problems() if p.severity == "error"]
    assert (problem.path, problem.line) == ("world/rain.md", 4)
    assert editor.desk.findings.lines(problem.path)[problem.line - 1] == "date: 2026"
    editor.save("world/rain.md", RAIN)
    assert not [p for p in editor.desk.problems() if p.severity == "error"]


@pytest.mark.parametrize("path", ["no.md", "../x", ".feedsvc", "world"])
def test_a_file_that_is_not_there_has_no_lines(editor: Editor, path: str) -> None:
    assert editor.desk.findings.lines(path) == []


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_problems_count_them(editor: Editor, coding: str, end: str) -> None:
    text = "---\ntitle: A\n---\nform\x0cfeed \u2028 and \x85 more\n\n[x](nowhere.md)\n"
    editor.files.write("odd.md", text.replace("\n", end).encode(coding))
    editor.look("odd.md")
    (found,) = [p for p in editor.desk.problems() if p.code == "broken-link"]
    assert editor.desk.findings.lines("odd.md")[found.line - 1] == "[x](nowhere.md)"


def test_settings_in_error_are_a_problem(editor: Editor) -> None:
    editor.files.write("site.toml", 'id_base = "n.example,2026"\nx = = 1\n')
    with pytest.raises(SettingsError, match=r"site\.toml") as caught:
        load_settings(editor.files.folder, {})
    editor.desk.refuse_settings(caught.value)
    first = editor.desk.problems()[0]
    assert (first.path, first.line, first.severity) == ("site.toml", 2, "error")


def test_settings_problems_go_before_those_of_articles(desk: Any, clock: Clock) -> None:
    desk.write("a.md", "---\ntitle: A\ndate: 2026\n---\nText.\n")
    desk.settings(base_url="https://news.example")
    with Newsroom.rehearsal(desk.folder, {}, clock, preview=True) as newsroom:
        newsroom.scan(accept_deletions=True)
        proofreader = Checker(newsroom.settings, FolderLookups(newsroom.folder), newsroom.now)
        found = Desk(newsroom, proofreader)
        found.begin()
        assert [p.path for p in found.problems()][:2] == ["site.toml", "a.md"]
