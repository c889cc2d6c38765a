"""Running commands as editors and their scripts do, on articles good and bad."""

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from feedsvc.cli import main

GOOD = "---\ntitle: Rain\ndate: 2026-05-01\ncategory: World\ndeck: Falls\n---\nWet it is.\n"
BAD = "---\ntitle: Snow\n\ndate: 2026-13-45\n---\nCold it is.\n"
LOOSE = "---\ntitle: Hail\ndate: 2026-05-02\nlanguage: not a tag\ndeck: Falls\n---\nHard it is.\n"


def run(*arguments: str | Path, **environ: str) -> Result:
    unset = {"FEEDSVC_ARTICLES": None, "FEEDSVC_BASE_URL": None}  # and put back after `serve`
    return CliRunner(env=unset | environ).invoke(main, [str(argument) for argument in arguments])


def run_process(
    *arguments: str | Path, cwd: Path | None = None, **environ: str
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-W", "error", "-m", "feedsvc", *map(str, arguments)]
    kept = {k: v for k, v in os.environ.items() if not k.startswith("FEEDSVC_")}
    return subprocess.run(
        command, capture_output=True, timeout=60, cwd=cwd, env=kept | environ, check=False
    )


def one_line_error(result: Result | subprocess.CompletedProcess[bytes]) -> str:
    """The error that a command ended with; anything but one line of text fails."""
    text = result.stderr if isinstance(result.stderr, str) else result.stderr.decode()
    assert "Traceback" not in text
    errors = [line for line in text.splitlines() if line.startswith("feedsvc: ")]
    assert text.splitlines() == errors
    assert len(errors) == 1
    return errors[0]
