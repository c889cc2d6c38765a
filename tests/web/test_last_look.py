"""When the indexer last gave a sign of life, as other processes see it."""

import pickle
from pathlib import Path

import pytest

from feedsvc.web import LastLook


def test_processes_share_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("feedsvc.web.last_look.memory_folder", lambda: str(tmp_path))
    now = 1000.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    with LastLook() as last:
        other = pickle.loads(pickle.dumps(last))
        assert other.seconds() == 0
        now += 30
        assert other.seconds() == 30
        last.mark()
        assert other.seconds() == 0
        assert list(tmp_path.iterdir()) != []
    assert list(tmp_path.iterdir()) == []
    assert other.seconds() is None
