"""Names of files: which can stand in a URL and in a message."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.sources.filenames import as_text, is_plain, is_text

UNFIT = ["a\nb", "a\tb", "a\x7fb", "a\x85b", "a\u2028b", "a\ufffe", os.fsdecode(b"\xff.md")]


@pytest.mark.parametrize("path", ["a.md", "world/été.md", "東京.md", "a b.md", "a\u00a0b.md"])
def test_names_that_are_text(path: str) -> None:
    assert is_text(path)
    assert as_text(path) == path


@pytest.mark.parametrize("path", UNFIT)
def test_names_that_are_no_text(path: str) -> None:
    assert not is_text(path)
    assert not is_plain(path, 5)


def test_a_message_shows_what_a_name_holds() -> None:
    assert as_text("a\nb") == "a\\x0ab"
    assert as_text(os.fsdecode(b"\xff.md")) == "\\udcff.md"


@given(st.text(st.characters(codec=None)))
def test_any_name_can_be_shown(path: str) -> None:
    shown = as_text(path)
    assert is_text(shown)
    assert len(shown.splitlines()) <= 1


@pytest.mark.parametrize("path", ["a.md", "world/a.md", "a/b/c.md", "a/b..c.md"])
def test_paths_that_stay_inside(path: str) -> None:
    assert is_plain(path, 2)


@pytest.mark.parametrize(
    "path", ["", "/a.md", "a//b.md", "a/", "../a.md", "a/../b.md", "./a.md", ".git/a", "a/b/c/d.md"]
)
def test_paths_that_lead_elsewhere_or_too_deep(path: str) -> None:
    assert not is_plain(path, 2)
