"""Buttons write into real files, and undo lets each be what it was, or stay as others left it."""

import os
from difflib import ndiff
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedsvc.editor.desk import ACTIONS, Edits
from feedsvc.errors import FeedsvcError

RAIN = b"---\r\ntitle: Rain\r\ndate: 2026-05-01\r\n---\r\nWet.\r\n"


@pytest.fixture
def edits(desk: Any) -> Edits:
    (desk.folder / "rain.md").write_bytes(RAIN)
    newsroom = desk.open()
    return Edits(newsroom.folder, newsroom.settings, desk.clock)


def held(desk: Any, name: str = "rain.md") -> bytes:
    return bytes((desk.folder / name).read_bytes())


def test_what_is_done_can_be_undone(desk: Any, edits: Edits) -> None:
    os.chmod(desk.folder / "rain.md", 0o640)
    done = edits.act("take-back", "rain.md")
    assert held(desk) == RAIN.replace(b"---\r\nWet", b"draft: true\r\n---\r\nWet") == done.after
    assert [(one.said, one.path) for one in edits.lately()] == [("Take back", "rain.md")]
    edits.undo(done.number)
    assert held(desk) == RAIN
    assert (desk.folder / "rain.md").stat().st_mode & 0o777 == 0o640
    assert edits.lately() == []
    with pytest.raises(FeedsvcError, match="undone already"):
        edits.undo(done.number)


def test_what_others_changed_since_is_not_undone(desk: Any, edits: Edits) -> None:
    done = edits.act("quiet", "rain.md")
    (desk.folder / "rain.md").write_bytes(done.after + b"More.\r\n")
    with pytest.raises(FeedsvcError, match=r"rain\.md was changed since"):
        edits.undo(done.number)
    assert held(desk) == done.after + b"More.\r\n"
    assert edits.lately() == [done]


def test_a_new_article_is_a_draft_that_can_be_undone(desk: Any, edits: Edits) -> None:
    done = edits.begin("Ferry sails", category="World Desk", format="txt")
    assert done.path == "world-desk/2026-06-01-ferry-sails.txt"
    assert b"draft: true" in held(desk, done.path)
    with pytest.raises(FeedsvcError, match="there already"):
        edits.begin("Ferry sails", category="World Desk", format="txt")
    edits.undo(done.number)
    assert not (desk.folder / done.path).exists()


def test_numbers_of_undone_edits_are_not_given_again(desk: Any, edits: Edits) -> None:
    first = edits.act("quiet", "rain.md")
    edits.undo(first.number)
    assert edits.act("quiet", "rain.md").number != first.number


def test_a_file_that_is_gone_or_outside_is_told(desk: Any, edits: Edits) -> None:
    for path in ("gone.md", "../outside.md", "/etc/passwd"):
        with pytest.raises(FeedsvcError, match="not there any more"):
            edits.act("quiet", path)


def test_a_file_that_says_so_already_is_told(desk: Any, edits: Edits) -> None:
    edits.act("quiet", "rain.md")
    with pytest.raises(FeedsvcError, match="says so already"):
        edits.act("quiet", "rain.md")


def changed_lines(before: bytes, after: bytes) -> int:
    """How many lines went and came."""
    pair = [data.decode().splitlines(keepends=True) for data in (before, after)]
    return sum(line[0] in "+-" for line in ndiff(*pair))


STEPS = st.lists(
    st.tuples(
        st.sampled_from([*sorted(ACTIONS), "save", "undo"]),
        st.sampled_from(["a.md", "b.txt", "c.md"]),
        st.integers(0, 5),
    ),
    min_size=12,  # a hundred examples press and save more than a thousand times
    max_size=25,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=STEPS)
def test_a_file_is_as_an_editor_left_it_or_with_one_action_on_it(
    desk: Any, edits: Edits, steps: list[tuple[Any, str, int]]
) -> None:
    """Whatever buttons are pressed and files saved, in any order: nothing else is ever written."""
    texts = {
        "a.md": b"---\ntitle: A\n---\nText.\n",
        "b.txt": b"Title: B\n\nText.\n",
        "c.md": b'+++\ntitle = "C"\n+++\nText.\n',
    }
    place = Path(desk.folder)
    for name, text in texts.items():
        (place / name).write_bytes(text)
    states = {name: [text] for name, text in texts.items()}  # each as the last step left it
    for what, name, number in steps:
        before = (place / name).read_bytes()
        assert before == states[name][-1]
        if what == "save":
            saved = before + f"Saved {number}.\n".encode()
            (place / name).write_bytes(saved)
            states[name].append(saved)
            continue
        try:
            if what == "undo":
                edit = edits.undo(edits.lately()[number].number)
                name = edit.path
                assert (place / name).read_bytes() == edit.before
            else:
                edit = edits.act(what, name, "Words of an editor.")
                assert (edit.before, (place / name).read_bytes()) == (before, edit.after)
                assert changed_lines(before, edit.after) <= 2
        except (FeedsvcError, IndexError):
            assert (place / name).read_bytes() == before
            continue
        states[name].append((place / name).read_bytes())
    assert not [one for one in place.iterdir() if one.name.endswith(".tmp")]
