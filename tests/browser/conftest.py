"""One server and one browser for all of these tests; what they show beyond the sample."""

import os
import shutil
import struct
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from browsing import SAMPLE, find_browser, launching, serving

HARD = Path(__file__).parent / "hard"


def _dot() -> bytes:
    """A PNG of 400 by 300 pixels, all of one grey."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 400, 300, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * 400) * 300)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


@pytest.fixture(scope="session")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample newsroom and the articles of hard/, served; Playwright's pages begin here."""
    folder = tmp_path_factory.mktemp("browser") / "articles"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns(".feedsvc"))
    shutil.copytree(HARD, folder / "checks")
    (folder / "checks" / "dot.png").write_bytes(_dot())
    (folder / "checks" / "silence.mp3").write_bytes(b"\xff\xfb\x90\x00" + bytes(413))
    with serving(folder) as site:
        yield site


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The browser of the machine; Playwright's own would be another download."""
    found = find_browser()
    if found is None:
        reason = "no Chromium or Chrome was found; make browser says how to get one"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    return launching(found)
