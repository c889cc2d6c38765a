"""The unit in docs/deployment.md is one that systemd takes, and lets feedsvc do little."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.nginx import block, replaced

MOST_EXPOSED = 30  # of 100, by systemd's own count; a unit without any of this has 96


def analyze(*arguments: str | Path) -> str:
    """What systemd-analyze says; it must end well."""
    found = shutil.which("systemd-analyze")
    if found is None:
        pytest.skip("systemd-analyze is not installed: it comes with systemd")
    done = subprocess.run([found, *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit of the page, but for the place of the program."""
    file = tmp_path / "feedsvc.service"
    here = str(Path(sys.executable).with_name("feedsvc"))
    file.write_text(replaced(block("ini"), ("/srv/feedsvc/.venv/bin/feedsvc", here)))
    return file


def test_systemd_takes_the_unit(unit: Path) -> None:
    said = analyze("verify", "--man=no", unit)
    assert [line for line in said.splitlines() if unit.name in line] == []


def test_systemd_says_that_little_is_open(unit: Path) -> None:
    analyze("security", "--offline=true", f"--threshold={MOST_EXPOSED}", unit)


@pytest.mark.parametrize(
    "line",
    [
        "Type=notify",
        "WatchdogSec=60",
        "ProtectSystem=strict",
        "ReadWritePaths=/srv/news",
        "NoNewPrivileges=yes",
        "PrivateTmp=yes",
        "SystemCallFilter=@system-service",
        "LimitNOFILE=65536",
    ],
)
def test_the_unit_keeps_what_is_promised(line: str) -> None:
    assert line in block("ini").splitlines()
