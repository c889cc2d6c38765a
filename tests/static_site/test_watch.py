"""`feedsvc build --watch`: a release after a save and when time changes something; a clean end."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.static_site.building import assert_whole

RAIN = "---\ntitle: Rain\ndate: 2026-05-01\n---\nWet it is.\n"
PATIENCE = 90.0  # seconds


def wait_until(right: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not right():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


@pytest.fixture
def out(desk: Any, tmp_path: Path) -> Iterator[Path]:
    """The folder of a site that is followed."""
    desk.write("rain.md", RAIN)
    command = [sys.executable, "-m", "feedsvc", "build", tmp_path / "out", desk.folder]
    process = subprocess.Popen(
        [*command, "--watch", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONWARNINGS": "error"},
    )
    yield tmp_path / "out"
    process.send_signal(signal.SIGTERM)
    told, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said.decode()
    assert b"Traceback" not in said
    lines = [json.loads(line) for line in told.splitlines()]
    assert [line["release"] for line in lines] == list(range(1, len(lines) + 1))
    assert_whole(tmp_path / "out")


def test_saves_and_times_make_releases(desk: Any, out: Path) -> None:
    pages = out / "current" / "articles"
    wait_until(lambda: "Wet" in text_of(pages / "rain.html"))
    desk.write("rain.md", RAIN.replace("Wet", "Dry"))
    wait_until(lambda: "Dry" in text_of(pages / "rain.html"))
    (desk.folder / "rain.md").rename(desk.folder / "moved.md")
    lifts = (datetime.now(UTC) + timedelta(seconds=4)).replace(microsecond=0)
    desk.write("snow.md", f"---\ntitle: Snow\nembargo: {lifts.isoformat()}\n---\nCold it is.\n")
    wait_until(lambda: "Cold" in text_of(pages / "snow.html"))
    assert datetime.now(UTC) >= lifts
    assert "Snow" in text_of(out / "current" / "feed.atom")
