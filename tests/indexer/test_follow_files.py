"""Which articles are read again when a media file changes."""

import json
import os
from typing import Any

import pytest

EPISODE = "---\ntitle: Ep\ndate: 2026-05-01\n{}---\nNotes of it.\n"


def save(desk: Any, path: str, data: bytes | str) -> None:
    """A file whose time of change is certain."""
    file = desk.write(path, data)
    then = desk.clock.time.timestamp() - 60
    os.utime(file, (then, then))


@pytest.mark.each_database
def test_all_articles_that_name_a_file_follow_it_and_no_other(desk: Any) -> None:
    for name in ("a", "b", "c"):
        sound = "other.mp3" if name == "c" else "e.mp3"
        save(desk, f"{name}.md", EPISODE.format(f"enclosure: {sound}\n").replace("Ep", name))
    newsroom = desk.open()
    for name in ("e.mp3", "unnamed.mp3"):
        save(desk, name, b"x" * 99)
    assert newsroom.index.update(["e.mp3", "unnamed.mp3"]).read == 2
    save(desk, "e.mp3", b"x" * 77)
    save(desk, "a.md", EPISODE.format("enclosure: e.mp3\n").replace("Ep", "edited"))
    assert newsroom.scan().read == 2
    items = json.loads(newsroom.document("feed", "json").body)["items"]
    found = {one["title"]: one["attachments"][0].get("size_in_bytes") for one in items}
    assert found == {"edited": 77, "b": 77, "c": None}


@pytest.mark.each_database
def test_an_article_that_names_a_file_no_more_leaves_it_alone(desk: Any) -> None:
    save(desk, "e.md", EPISODE.format("enclosure: e.mp3\n"))
    newsroom = desk.open()
    save(desk, "e.md", EPISODE.format("tags: x\n"))
    newsroom.scan()
    save(desk, "e.mp3", b"x")
    assert (newsroom.scan().read, list(newsroom.index.survey())) == (0, [[]])


@pytest.mark.each_database
def test_a_picture_in_the_text_has_nothing_read_again(desk: Any) -> None:
    """Its size is told nowhere."""
    save(desk, "e.md", EPISODE.format("") + "\n![A ferry](e.png)\n")
    newsroom = desk.open()
    save(desk, "e.png", b"x")
    assert newsroom.index.update(["e.png"]).read == 0
    assert newsroom.scan().read == 0
