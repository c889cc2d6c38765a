"""What `check` tells without --all: little, and each of it worth an editor's time."""

from typing import Any

import pytest

from feedsvc.editor.check import in_brief, worth_telling
from feedsvc.model.problem import Problem
from tests.cli.commands import run

LINK = "warning", "broken-link", "x leads nowhere; mend the link"


def problems(*files: str, what: tuple[Any, str, str] = LINK) -> list[Problem]:
    return [Problem(path, 4, *what) for path in files]


def test_what_is_the_same_in_many_files_is_told_of_the_first() -> None:
    (told,) = in_brief(problems("a.md", "a.md", "b.md", "c.md", "d.md"))
    assert (told.path, told.line) == ("a.md", 4)
    assert told.message == f"{LINK[2]}; the same in 3 other files, which --all names"


@pytest.mark.parametrize(
    "found",
    [
        problems("a.md", "a.md", "a.md", "a.md", "b.md", "c.md"),
        [one for name in "abcd" for one in problems(name, what=("info", "shortcode", name))],
        problems("a.md", "b.md", "c.md", "d.md", what=("error", "date-impossible", "no day")),
    ],
    ids=["three files", "other words", "errors"],
)
def test_what_is_not_the_same_in_many_files_is_all_told(found: list[Problem]) -> None:
    assert in_brief(found) == found


def test_a_note_that_says_the_same_in_other_words_is_told_once() -> None:
    found = [one for n in "abcd" for one in problems(n, what=("info", "long-title", f"{n} long"))]
    assert [one.path for one in in_brief(found)] == ["a"]


@pytest.mark.parametrize("code", ["no-standfirst", "undated", "skipped-level", "long-summary"])
def test_what_most_articles_have_is_not_worth_telling(code: str) -> None:
    assert worth_telling(problems("a.md", what=("info", code, "x"))) == []


def test_all_tells_all_and_the_end_says_how_much_there_is(desk: Any) -> None:
    desk.settings(base_url="https://n.example", id_base="n.example,2026")
    for name in "abcd":
        desk.write(f"{name}.md", f"# {name}\n\n#### Deep\n\n[x](/articles/none)\n")
    brief, whole = run("check", desk.folder), run("check", desk.folder, "--all")
    assert len(brief.stdout.splitlines()) == 1
    assert brief.stderr == "0 errors, 1 warning, 0 notes (15 more with --all)\n"
    assert len(whole.stdout.splitlines()) == 16
    assert whole.stderr == "0 errors, 4 warnings, 12 notes\n"
    for command, number in (([], 4), (["--all"], 16)):
        assert run("check", desk.folder, "--json", *command).stdout.count('"path"') == number
