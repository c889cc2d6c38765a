"""Settings that a service keeps for the processes that it starts later."""

from pathlib import Path

import pytest

from feedsvc.newsroom import Newsroom
from feedsvc.settings import Settings, keeping, kept, load_settings

TOML = """title = "News of the coast"
[categories.board]
private = true
[redirects]
"/rss.xml" = "/feed.rss"
[searches.storms]
query = "storm"
[limits]
requests = 20
downloads = 5
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "site.toml").write_text(TOML)
    return load_settings(tmp_path, {})


def test_what_is_kept_is_what_counts(settings: Settings, tmp_path: Path) -> None:
    with keeping(settings, None) as told:
        assert kept(told) == settings
        (tmp_path / "site.toml").write_text("title = ")  # half of a line
        newsroom = Newsroom.open(tmp_path, told)
        newsroom.close()
        assert newsroom.settings == settings
        assert kept({}) is None
    assert kept(told) is None


def test_what_another_version_kept_is_read_from_the_file_of_settings(
    settings: Settings, tmp_path: Path
) -> None:
    other = tmp_path / "kept.json"
    other.write_text('{"unheard_of": 1}')
    assert kept({"FEEDSVC_KEPT_SETTINGS": str(other)}) is None
