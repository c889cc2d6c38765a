"""What the tests of other publishers' articles share: the feed that is made of some files."""

import json
import shutil
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import SHARED, Desk

CASES = SHARED / "cases" / "reading"
Items = dict[str, dict[str, Any]]


@pytest.fixture
def items(desk: Desk) -> Callable[..., Items]:
    """The entries of a newsroom of some files, as JSON Feed has them, by the name in their URL."""

    def made(files: dict[str, str]) -> Items:
        desk.settings(base_url="https://news.example", timezone="Europe/Berlin")
        for path, text in files.items():
            desk.write(path, text)
        feed = json.loads(desk.open().document("feed", "json").body)
        return {item["url"].rpartition("/")[2]: item for item in feed["items"]}

    return made


@pytest.fixture
def case(desk: Desk, items: Callable[..., Items]) -> Callable[[str], Items]:
    """The same of the articles of a case that is kept beside the project."""

    def made(name: str) -> Items:
        if not CASES.exists():
            pytest.skip("the cases of other publishers are kept beside the project, and not here")
        for file in sorted((CASES / name / "articles").rglob("*")):
            if file.is_file():
                target = desk.folder / file.relative_to(CASES / name / "articles")
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, target)
        return items({})

    return made
