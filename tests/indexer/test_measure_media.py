"""How long an episode is: its header says so, else its file, where there is a podcast."""

from typing import Any

import pytest

from feedsvc.indexer.read_file import read_file
from feedsvc.settings import check_settings
from feedsvc.sources import Folder, is_listed
from tests.sources.sound import m4a, mp3

PODCAST = check_settings({"podcast": {"category": "News"}})
NONE = check_settings({})


def seconds(desk: Any, front: str, settings: Any = PODCAST) -> int | None:
    desk.write("a.md", f"---\ntitle: A\n{front}\n---\nHear.\n")
    found = read_file(Folder(desk.folder, is_listed), "a.md", settings, desk.clock())
    assert found is not None
    assert found.article is not None
    return found.article.episode.seconds if found.article.episode else None


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("enclosure: a.mp3", 10),
        ("enclosure: [a.pdf, a.m4a]", 90),
        ("enclosure: a.mp3\nduration: 77", 77),
        ("enclosure: broken.mp3", None),
        ("enclosure: missing.mp3", None),
        ("enclosure: https://x.example/a.mp3", None),
        ("enclosure: a.pdf", None),
    ],
)
def test_how_long_an_episode_is(desk: Any, front: str, expected: int | None) -> None:
    files = {"a.mp3": mp3(400), "a.m4a": m4a(90), "a.pdf": b"%PDF-", "broken.mp3": b"no sound"}
    for name, data in files.items():
        desk.write(name, data)
    assert seconds(desk, front) == expected


def test_files_are_read_for_podcasts_alone(desk: Any) -> None:
    desk.write("a.mp3", mp3(400))
    assert seconds(desk, "enclosure: a.mp3", NONE) is None


def test_missing_transcripts_are_told(desk: Any) -> None:
    desk.write("a.mp3", mp3(400))
    desk.write("a.md", "---\ntitle: A\nenclosure: a.mp3\ntranscript: a.vtt\n---\nHear.\n")
    found = read_file(Folder(desk.folder, is_listed), "a.md", PODCAST, desk.clock())
    assert found is not None
    assert [problem.code for problem in found.problems] == ["missing-file"]
    assert set(found.media) == {"a.mp3", "a.vtt"}  # it is read again when the file arrives
