"""When the indexer last gave a sign of life, as other processes see it."""

import pickle
from pathlib import Path

import pytest

from feedsvc.web import LastLook


def test_processes_share_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    now = 1000.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    last = LastLook(tmp_path / "last-look")
    other = pickle.loads(pickle.dumps(last))
    assert other.seconds() is None  # no indexer runs
    last.mark()
    assert other.seconds() == 0
    now += 30
    assert other.seconds() == 30
    last.mark()
    assert other.seconds() == 0
    (tmp_path / "last-look").unlink()
    assert other.seconds() is None


def test_what_is_half_written_is_no_time(tmp_path: Path) -> None:
    (tmp_path / "last-look").write_bytes(b"1234567")
    assert LastLook(tmp_path / "last-look").seconds() is None
