"""Installs the peers: Python packages into .venv-bench, nginx and wrk from Debian.

    python bench/prepare.py

Needs nothing but the standard library. Elsewhere than on Debian as root it says what to install.
nginx is left neither running nor enabled.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import peers

REQUIREMENTS = Path(__file__).with_name("requirements.txt")
PROGRAMS = ["nginx", "wrk"]
NO_STARTS = Path("/usr/sbin/policy-rc.d")  # Debian asks it whether services may start


def packages() -> None:
    """Make the peers' environment what requirements.txt says."""
    place = peers.environment()
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()
    stamp = place / "bench-requirements"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Installing the peers into {place.name}", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(place)], check=True)
    (place / ".gitignore").write_text("*\n")
    pip = [str(place / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "-r", str(REQUIREMENTS)], check=True)
    stamp.write_text(wanted)


def missing_programs() -> list[str]:
    """Which programs of the system are not there."""
    found = []
    for name in PROGRAMS:
        try:
            peers.program(name)
        except peers.PeerMissing:
            found.append(name)
    return found


def programs() -> bool:
    """Install nginx and wrk where they are missing; whether they are there now."""
    names = missing_programs()
    if not names:
        return True
    if os.getuid() != 0 or not shutil.which("apt-get"):
        print(f"Missing: {', '.join(names)}. What needs them is left out.")
        print(f"Debian, Ubuntu: apt install {' '.join(names)}")
        print(f"macOS: brew install {' '.join(names)}")
        return False
    print(f"Installing {' and '.join(names)}", flush=True)
    own = not NO_STARTS.exists()
    if own:
        NO_STARTS.write_text("#!/bin/sh\nexit 101\n")
        NO_STARTS.chmod(0o755)
    try:
        environ = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["-y", "install", "--no-install-recommends", *names]):
            subprocess.run(
                ["apt-get", "-qq", *command], env=environ, stdout=subprocess.DEVNULL, check=True
            )
    finally:
        if own:
            NO_STARTS.unlink()
    if "nginx" in names and shutil.which("systemctl"):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["systemctl", "disable", "nginx"], check=False, **quiet)
    return not missing_programs()


def main() -> None:
    """Install what is missing."""
    packages()
    programs()


if __name__ == "__main__":
    main()
