"""A real server on a copy of the sample newsroom, and a browser to look at it with."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

SAMPLE = Path(__file__).resolve().parents[2] / "articles"
LIMIT = 30  # seconds for a server to answer
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ON_MACOS = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)
_OPTIONS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_browser() -> str | None:
    """The Chromium or Chrome of this machine."""
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    return next((str(path) for path in _ON_MACOS if path.exists()), None)


def launching(browser: str) -> dict[str, Any]:
    """How Playwright starts a browser that is not its own."""
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    sandbox = ["--no-sandbox"] if as_root else []
    return {"executable_path": browser, "args": [*_OPTIONS, *sandbox]}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address at which a newsroom's folder is served, as readers get it."""
    url = f"http://127.0.0.1:{(port := _free_port())}"
    command = [sys.executable, "-m", "feedsvc", "serve", str(folder), "--port", str(port)]
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("FEEDSVC_", "PROMETHEUS_"))}
    log = folder.parent / "serve.log"
    with log.open("wb") as said:
        server = subprocess.Popen(
            command, env=environ, stdout=said, stderr=said, start_new_session=True
        )
        try:
            _wait(server, url, log)
            yield url
        finally:
            server.terminate()
            try:
                server.wait(LIMIT)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait(LIMIT)


def _wait(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        with suppress(OSError), urllib.request.urlopen(f"{url}/readyz", timeout=LIMIT) as answer:
            if answer.status == 200:
                return
        time.sleep(0.02)
    raise RuntimeError(f"the server did not come up:\n{log.read_text()}")
