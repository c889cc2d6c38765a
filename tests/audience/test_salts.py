"""Salts: one for a day and a service, and none that lasts."""

from pathlib import Path

import pytest

from feedsvc.audience.salts import Salts

DAY, NEXT = "2026-06-01", "2026-06-02"


def test_processes_of_a_service_share_the_salt_of_a_day(tmp_path: Path) -> None:
    one, other = Salts(tmp_path), Salts(tmp_path)
    assert one.digest(DAY, "feed", "192.0.2.1") == other.digest(DAY, "feed", "192.0.2.1")
    assert one.digest(DAY, "feed", "192.0.2.2") != other.digest(DAY, "feed", "192.0.2.1")


def test_another_day_and_another_service_have_other_salts(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    one, other = Salts(tmp_path), Salts(tmp_path / "other")
    first = one.digest(DAY, "feed", "192.0.2.1")
    assert one.digest(NEXT, "feed", "192.0.2.1") != first
    assert other.digest(DAY, "feed", "192.0.2.1") != first
    assert Salts().digest(DAY, "feed", "192.0.2.1") != Salts().digest(DAY, "feed", "192.0.2.1")


def test_nothing_but_salts_is_written(tmp_path: Path) -> None:
    Salts(tmp_path).digest(DAY, "feed", "192.0.2.1", "curl/8")
    Salts(tmp_path).digest(DAY, "feed", "192.0.2.2", "curl/8")
    assert [path.name for path in tmp_path.iterdir()] == [f"{DAY}.salt"]
    assert (tmp_path / f"{DAY}.salt").stat().st_size == 32


def test_texts_that_no_encoding_has_are_digested(tmp_path: Path) -> None:
    assert Salts().digest(DAY, "feed", "\ud800\xff") >= 0


def test_without_room_it_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="gone"):
        Salts(tmp_path / "gone").digest(DAY, "feed")
