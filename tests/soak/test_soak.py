"""A short soak with a seed of its own; SOAK_SEED and SOAK_ACTIONS look elsewhere and for longer."""

import os
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.soak.report import Report
from tests.soak.soak import Soak

SEED = int(os.environ.get("SOAK_SEED", "6"))
ACTIONS = int(os.environ.get("SOAK_ACTIONS", "20"))


@pytest.mark.skipif(sys.platform != "linux", reason="workers are found in /proc")
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_short_soak_finds_nothing(
    tmp_path: Path, engine: str, request: pytest.FixtureRequest
) -> None:
    database = request.getfixturevalue("database") if engine == "postgresql" else ""
    said: list[str] = []
    report = Report(SEED, said.append)
    with closing(Soak(tmp_path, report, database)) as soak:
        soak.run(lambda: sum(report.actions.values()) < ACTIONS, (10, 10), waits=False)
    assert report.found == 0, report.table(soak.counts)
    assert sum(report.actions.values()) >= ACTIONS
    assert soak.counts["200"] > len(said)
    assert soak.counts["304"]
