"""What the tests of `feedsvc diff` share: a newsroom that is published, and what is said of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from feedsvc.cli import main
from feedsvc.indexer.report import quiet

RAIN = "---\ntitle: Rain\ndate: 2026-05-01\ncategory: World\ntags: weather\n---\nWet it is.\n"
SUN = "---\ntitle: Sun\ndate: 2026-05-02\ncategory: World\n---\nDry it is.\n"
SITE = 'base_url = "https://news.example"\nid_base = "news.example,2026"\n'
NOTHING = "Nothing changes for readers."


def run(folder: Path, *options: str, **environ: str) -> Result:
    unset = {"FEEDSVC_ARTICLES": None, "FEEDSVC_BASE_URL": None}
    return CliRunner(env=unset | environ).invoke(main, ["diff", str(folder), *options])


def said(folder: Path) -> list[str]:
    """The sentences, without the table."""
    result = run(folder)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout.partition("\n\n")[0].splitlines()


@contextmanager
def unwatched(_what: str) -> Iterator[Any]:
    yield quiet


@pytest.fixture
def news(desk: Any) -> Any:
    """A newsroom of two articles, published."""
    desk.write("rain.md", RAIN)
    desk.write("sun.md", SUN)
    desk.open().close()
    return desk


def rewrite(desk: Any, path: str, old: str, new: str) -> None:
    text = (desk.folder / path).read_text()
    assert old in text
    desk.write(path, text.replace(old, new))
