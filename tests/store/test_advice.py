"""What to do about what SQLite says."""

import pytest

from feedsvc.store.advice import file_advice, is_damage


@pytest.mark.parametrize(
    ("said", "do"),
    [
        ("database is locked", "try again"),
        ("database disk image is malformed", "put a backup in its place"),
        ("file is not a database", "put a backup in its place"),
        ("another store is in its place", "as soon as its first index is complete"),
        ("database or disk is full", "see that there is space"),
        ("attempt to write a readonly database", "see that there is space"),
        ("disk I/O error", "see that there is space"),
        ("unable to open database file", "see that there is space"),
    ],
)
def test_what_a_person_can_do_is_told(said: str, do: str) -> None:
    assert file_advice(said).startswith("; ")
    assert do in file_advice(said)
    assert is_damage(said) is ("backup" in do)


def test_what_nobody_knows_gets_no_advice() -> None:
    assert file_advice("no such table: feed_days") == ""


def test_a_damaged_file_that_has_no_backup_is_told_otherwise() -> None:
    assert file_advice("file is not a database", damaged="delete it") == "; delete it"
    assert file_advice("database is locked", damaged="delete it") != "; delete it"
