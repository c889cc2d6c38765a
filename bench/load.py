"""Load by wrk: many requests over kept connections, from one core."""

import re
import subprocess
from typing import NamedTuple

from bench import machine, peers

CONNECTIONS = 32
_SCALE = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}


class WrongAnswers(Exception):
    """Some of what was counted was no right answer, so the figure is worth nothing."""


class Rate(NamedTuple):
    """Answers a second, and how long they took in milliseconds."""

    per_second: float
    median_ms: float
    p99_ms: float


def wrk(
    url: str, headers: dict[str, str], seconds: float, core: int | None, least: int = CONNECTIONS
) -> Rate:
    """Ask as fast as answers come, over so many connections.

    Raises:
        WrongAnswers: an answer was no 2xx or 3xx, or a connection broke.
    """
    command = [peers.program("wrk"), "-t1", f"-c{least}", f"-d{max(1, round(seconds))}s"]
    command += ["--latency", "--timeout", "30s"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    done = subprocess.run(
        [*command, url], capture_output=True, text=True, preexec_fn=machine.tied(core), check=False
    )
    return read(done.stdout + done.stderr)


def read(said: str) -> Rate:
    """What wrk's report says.

    Raises:
        WrongAnswers: it speaks of errors, or of nothing.
    """
    for line in said.splitlines():
        if "Socket errors" in line or "Non-2xx" in line:
            raise WrongAnswers(line.strip())
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if not rate:
        raise WrongAnswers(f"wrk said: {said[-500:]}")
    return Rate(float(rate[1]), _time(said, "50%"), _time(said, "99%"))


def _time(said: str, share: str) -> float:
    found = re.search(rf"{share}\s+([\d.]+)(us|ms|s|m)", said)
    return float(found[1]) * _SCALE[found[2]] if found else float("nan")
