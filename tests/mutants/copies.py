"""Copies the project, for tests that run apart from it."""

import shutil
from pathlib import Path

COPIED = ("feedsvc", "tests", "docs", "articles", "bench", "pyproject.toml", "README.md", "wsgi.py")
COPIED += ("Makefile", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "LICENSE", "supply")
COPIED += tuple(f"requirements{part}.lock" for part in ("", "-test", "-build", "-supply"))


def copy_project(root: Path, copy: Path) -> None:
    """Copy what the tests need.

    Args:
        root: of the project.
        copy: a folder that is not there yet.
    """
    copy.mkdir(parents=True)
    ignored = shutil.ignore_patterns("__pycache__", ".*", "RESULTS.md")
    for name in COPIED:
        if (root / name).is_dir():
            shutil.copytree(root / name, copy / name, ignore=ignored)
        else:
            shutil.copy(root / name, copy / name)
