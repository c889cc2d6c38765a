"""Where the peers are: programs of the system, and packages in an environment of their own."""

import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class PeerMissing(Exception):
    """A peer is not installed; the text says what to do."""


def environment() -> Path:
    """The virtual environment of the peers: .venv-bench, or the one that BENCH_VENV names."""
    return Path(os.environ.get("BENCH_VENV") or ROOT / ".venv-bench")


def packages() -> list[str]:
    """Folders to look for the peers' packages in, after those where feedsvc's are."""
    found = map(str, sorted(environment().glob("lib/python*/site-packages")))
    return [folder for folder in found if folder not in sys.path]


def program(name: str) -> str:
    """The path of a peer's program.

    Raises:
        PeerMissing: it is not there.
    """
    place = environment()
    own = [*place.glob(f"lib/python*/site-packages/{name}/binaries/{name}"), place / "bin" / name]
    there = [str(path) for path in own if path.exists()]  # Hugo's own, not the Python before it
    found = there[0] if there else shutil.which(name, path=_path())
    if not found:
        raise PeerMissing(f"{name} is not installed: run make bench, or bench/prepare.py")
    return found


def _path() -> str:
    return os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"])
