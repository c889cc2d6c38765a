"""The machine: its cores and who may use which, its name for the report, sizes of processes."""

import contextlib
import os
import platform
import subprocess
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ["feedsvc", "flask", "feedgen", "granian"]


def cores() -> tuple[int | None, int | None]:
    """The core of the server and that of the load; None where processes cannot be tied to one."""
    if not hasattr(os, "sched_getaffinity"):
        return None, None
    free = sorted(os.sched_getaffinity(0))
    return free[0], free[1 % len(free)]


def tied(core: int | None) -> Callable[[], None] | None:
    """What a new process calls to stay on one core."""
    if core is None:
        return None
    return lambda: os.sched_setaffinity(0, {core})


def describe() -> dict[str, str]:
    """What a reader of the figures wants to know of the machine."""
    found = {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "memory": _memory(),
        "system": _system(),
        "Python": platform.python_version(),
    }
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    commit = _first_line(["git", "rev-parse", "--short", "HEAD"])
    if commit:
        found["feedsvc"] += f" ({commit})"
    return found


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory() -> str:
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return f"{pages / 2**30:.0f} GiB"


def _system() -> str:
    try:
        name = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError, AttributeError):
        name = platform.system()
    return f"{name}, kernel {platform.release().partition('-')[0]}"


def _first_line(command: list[str]) -> str:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=Path(__file__).parent, check=False
        )
    except OSError:
        return ""
    lines = (done.stdout or done.stderr).strip().splitlines()
    return lines[0] if lines and done.returncode == 0 else ""


def tool_version(command: list[str]) -> str:
    """What a tool says of its version, in three words."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return "not installed"
    lines = (done.stdout + done.stderr).strip().splitlines()
    return " ".join(lines[0].split()[:3]) if lines else "?"


def descendants(pid: int) -> list[int]:
    """The processes that a process has started, and those that these have, and so on."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += [int(child), *descendants(int(child))]
    return found


def processor_seconds(pid: int) -> float:
    """Seconds of a processor that a process and its descendants have used, as far as they run."""
    ticks = 0
    for one in [pid, *descendants(pid)]:
        with contextlib.suppress(OSError):  # it has ended
            used = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            ticks += int(used[11]) + int(used[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> dict[str, float]:
    """Rss and Pss of a process in MB of a million bytes."""
    found = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        name, _, rest = line.partition(":")
        if name in ("Rss", "Pss"):
            found[name] = int(rest.split()[0]) * 1024 / 1e6
    return found


def own_cores() -> set[int | None]:
    """The cores that this process may use."""
    return set(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else {None}


def stay_on(some: set[int]) -> None:
    """Tie this process to some cores; to none where it cannot be tied."""
    if some and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, some)
