"""Checks that a version can be released, and tags it.

    python -m supply.release check    before the tests
    python -m supply.release tag      after them

Ends with 1, and says what to do, where something is not ready. Nothing is pushed.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def git(root: Path, *arguments: str) -> str:
    """What git says of a checkout.

    Raises:
        subprocess.CalledProcessError: git refused.
    """
    done = subprocess.run(
        ["git", *arguments], cwd=root, check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout.strip()


def version_of(root: Path) -> str:
    """The version that the package says it is."""
    text = (root / "feedsvc" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)
    return found[1] if found else ""


def notes_of(changelog: str, version: str) -> str:
    """What the changelog says of a version; empty if it is not the newest one there."""
    newest = changelog.split("\n## ")[1:2]
    if not newest or not newest[0].startswith(f"{version} "):
        return ""
    return newest[0].partition("\n")[2].strip()


def obstacles(root: Path, today: date) -> Iterator[str]:
    """What stands in the way of a release, and what to do about it.

    Args:
        root: of the checkout.
        today: no release is dated after it.
    """
    version = version_of(root)
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        yield f"feedsvc/__init__.py: {version!r} is no version such as 1.2.3"
    if not notes_of(changelog, version):
        yield f"CHANGELOG.md: its first heading is not '## {version} (DATE)' with changes below it"
    dated = re.search(rf"^## {re.escape(version)} \((\d{{4}}-\d\d-\d\d)\)$", changelog, re.M)
    if not dated:
        yield f"CHANGELOG.md: {version} has no date; write '## {version} ({today})'"
    elif date.fromisoformat(dated[1]) > today:
        yield f"CHANGELOG.md: {dated[1]} lies ahead; write '## {version} ({today})'"
    for page in ("README.md", "docs/install.md"):
        wheels = re.findall(r"feedsvc-([\d.]+)-py3", (root / page).read_text(encoding="utf-8"))
        if set(wheels) - {version}:
            yield f"{page}: it names the wheel of {wheels[0]}; name that of {version}"
    if not (root / "tests" / "promises" / "stays" / f"{version}.json").is_file():
        yield "what stays of it is not kept; run python -m tests.promises.stays, and commit it"
    if git(root, "status", "--porcelain"):
        yield "there are changes that are not committed; commit them, or put them aside"
    if git(root, "tag", "--list", f"v{version}"):
        yield f"v{version} is tagged already; raise __version__ in feedsvc/__init__.py"


def tag(root: Path) -> str:
    """Tag the commit that is checked out, with what the changelog says; the tag's name."""
    version = version_of(root)
    notes = notes_of((root / "CHANGELOG.md").read_text(encoding="utf-8"), version)
    name = f"v{version}"
    # Lines that begin with # are headings here, and comments to git unless it is told.
    message = f"feedsvc {version}\n\n{notes}"
    git(root, "tag", "--annotate", "--cleanup=verbatim", "--message", message, name)
    return name


def main(root: Path, step: str) -> int:
    """Run a step; how to end."""
    found = list(obstacles(root, datetime.now(UTC).date()))
    for line in found:
        print(f"release: {line}", file=sys.stderr)
    if found:
        return 1
    if step == "tag":
        name = tag(root)
        print(f"{name} is tagged; publish it with: git push origin {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(ROOT, sys.argv[1]))
