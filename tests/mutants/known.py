"""Reads which changes mean nothing: no subscriber or editor could tell the difference, and why."""

import tomllib
from pathlib import Path

from tests.mutants.changes import Change

FILE = Path(__file__).with_name("means_nothing.toml")
# The module's path, the line's text, what is put in place of what, and which of such changes it is.
Key = tuple[str, str, str, int]


def key_of(change: Change) -> Key:
    """By what a change is known, whatever its line's number is by now."""
    return (change.path, change.text, change.told, change.which)


def means_nothing() -> dict[Key, str]:
    """The reasons why changes mean nothing."""
    listed = tomllib.loads(FILE.read_text(encoding="utf-8")).get("change", [])
    return {
        (one["path"], one["line"], one["change"], one.get("which", 1)): one["why"] for one in listed
    }
