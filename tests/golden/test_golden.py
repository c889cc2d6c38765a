"""The documents of a small newsroom, byte for byte; `make golden` writes them anew."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from feedsvc.model.feed import FORMATS, Format
from feedsvc.newsroom import Newsroom

GOLDEN = Path(__file__).parent


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    ("name", "content"), [("feed", "full"), ("feed", "summary"), ("category/world", "full")]
)
def test_documents_are_the_golden_ones(
    tmp_path: Path,
    clock: Callable[[], datetime],
    request: pytest.FixtureRequest,
    name: str,
    content: str,
    format: Format,
) -> None:
    folder = tmp_path / "newsroom"
    shutil.copytree(GOLDEN / "newsroom", folder)
    newsroom = Newsroom.open(folder, {"FEEDSVC_FEEDS_CONTENT": content}, clock)
    newsroom.scan()
    made = newsroom.document(name, format).body
    file = GOLDEN / "documents" / f"{name.replace('/', '-')}-{content}.{format}"
    if request.config.getoption("golden"):
        file.write_bytes(made)
    assert made == file.read_bytes(), "if this change is meant: make golden, and read the diff"


def test_a_podcast_is_the_golden_one(
    tmp_path: Path, clock: Callable[[], datetime], request: pytest.FixtureRequest
) -> None:
    folder = tmp_path / "newsroom"
    shutil.copytree(GOLDEN / "newsroom", folder)
    show = {"CATEGORY": "News", "SUBCATEGORY": "Daily News", "IMAGE": "/art.png", "LOCKED": "true"}
    show |= {"OWNER_EMAIL": "audio@paper.example", "AUTHOR": "Audio & desk"}
    environ = {f"FEEDSVC_PODCAST_{key}": value for key, value in show.items()}
    newsroom = Newsroom.open(folder, environ, clock)
    newsroom.scan()
    made = newsroom.document("feed", "rss").body
    file = GOLDEN / "documents" / "feed-podcast.rss"
    if request.config.getoption("golden"):
        file.write_bytes(made)
    assert made == file.read_bytes(), "if this change is meant: make golden, and read the diff"
