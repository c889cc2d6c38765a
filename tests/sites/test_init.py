"""`feedsvc init` on each publisher's site sees whose it is, and makes a newsroom of it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.commands import run
from tests.sites.test_sites import PUBLISHERS, SITES

NAMES = {
    "docusaurus": "Docusaurus",
    "eleventy": "Eleventy",
    "hexo": "Hexo",
    "hugo": "Hugo",
    "jekyll": "Jekyll",
    "medium": "Medium",
    "microblog": "Micro.blog",
    "nikola": "Nikola",
    "obsidian": "Obsidian",
    "pelican": "Pelican",
    "wire": None,  # plain text, and nobody's
    "wordpress": "WordPress",
    "zola": "Zola",
}


@pytest.fixture
def copy(tmp_path: Path) -> Callable[[str], Path]:
    def copied(publisher: str) -> Path:
        folder = tmp_path / "site"
        ignored = shutil.ignore_patterns(".feedsvc")
        shutil.copytree(SITES / publisher / "site", folder, ignore=ignored)
        return folder

    return copied


def found(folder: Path) -> list[tuple[str, str]]:
    told = json.loads(run("check", folder, "--json").stdout)["found"]
    return sorted((one["path"], one["code"]) for one in told if one["severity"] != "info")


def test_every_site_has_its_publisher_here() -> None:
    assert sorted(NAMES) == PUBLISHERS


@pytest.mark.parametrize("publisher", PUBLISHERS)
def test_the_publisher_is_seen_and_check_finds_nothing_new(
    publisher: str, copy: Callable[[str], Path]
) -> None:
    folder = copy(publisher)
    before = found(folder)
    (folder / "site.toml").unlink()
    made = run("init", folder, "--domain", "news.example", "--no-opt-in", "--json")
    assert made.exit_code == 0, made.output
    told = json.loads(made.stdout)
    assert (told["layout"] or {}).get("name") == NAMES[publisher]
    assert told["folder"] == str(folder)
    assert "first-article" not in made.stdout
    assert found(folder) == before
