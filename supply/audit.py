"""Known weaknesses of what lock files name, as pip-audit tells them.

    python -m supply.audit requirements.lock ...

Ends with 0 where there are none, or where the advisories are out of reach, which it says; with 1
where there are some.
"""

import json
import subprocess
import sys
from typing import Any

OUT_OF_REACH = ("ConnectionError", "ServiceError", "Timeout", "network may be blocking")


class OutOfReachError(Exception):
    """The advisories cannot be asked; the text says why."""


def ask(file: str) -> subprocess.CompletedProcess[str]:
    """What pip-audit says of a lock file; it must be installed beside this Python."""
    options = ["--disable-pip", "--require-hashes", "--progress-spinner", "off", "-f", "json"]
    command = [sys.executable, "-m", "pip_audit", *options, "-r", file]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def judge(output: str, errors: str) -> tuple[int, list[str]]:
    """How to end, and what to say.

    Args:
        output: pip-audit's JSON; empty where it gave up.
        errors: what it said beside.

    Returns:
        0 or 1, and lines for whoever asked.

    Raises:
        OutOfReachError: nobody has looked at anything.
    """
    if not output.strip():
        last = ([line.strip() for line in errors.splitlines() if line.strip()] or ["no answer"])[-1]
        if any(mark in errors for mark in OUT_OF_REACH):
            raise OutOfReachError(last)
        return 1, [f"pip-audit failed: {last}"]
    packages: list[dict[str, Any]] = json.loads(output)["dependencies"]
    unknown = [package for package in packages if "skip_reason" in package]
    if len(unknown) == len(packages):  # a mirror that has files alone, and answers 404
        raise OutOfReachError("who answers for them knows none of the packages")
    lines = [f"{package['name']}: {package['skip_reason']}" for package in unknown]
    for package in packages:
        for found in package.get("vulns", []):
            mended = ", ".join(found["fix_versions"]) or "no version yet"
            lines.append(
                f"{package['name']} {package['version']}: {found['id']}, mended in {mended}"
            )
    return (1, lines) if lines else (0, [f"{len(packages)} packages, no known weakness"])


def main(files: list[str]) -> int:
    """Ask file by file, and tell what was found."""
    worst = 0
    for file in files:  # one by one: together they may name a package in two versions
        answer = ask(file)
        try:
            code, lines = judge(answer.stdout, answer.stderr)
        except OutOfReachError as reason:
            print(f"The audit was skipped, since the advisories are out of reach: {reason}")
            break
        print("\n".join(f"{file}: {line}" for line in lines), flush=True)
        worst = max(worst, code)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
