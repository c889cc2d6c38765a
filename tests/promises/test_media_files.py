"""Promise 7 of the design: an entry is of its media files as they are, and leads to them."""

import json
import os
from typing import Any

import feedparser
import pytest

from feedsvc.newsroom import Newsroom
from feedsvc.web import create_app

EPISODE = "---\ntitle: Ep\ndate: 2026-05-01\n{}---\nNotes of it.\n"


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + width.to_bytes(4) + height.to_bytes(4) + b"\x08\x02"


def save(desk: Any, path: str, data: bytes | str) -> None:
    """A file whose time of change is certain."""
    file = desk.write(path, data)
    then = desk.clock.time.timestamp() - 60
    os.utime(file, (then, then))


def item(newsroom: Newsroom) -> Any:
    (found,) = json.loads(newsroom.document("feed", "json").body)["items"]
    return found


def test_a_later_look_at_the_folder_finds_what_changed(desk: Any) -> None:
    """A file that was missing, another size, and no file again: as after a restart."""
    save(desk, "e.md", EPISODE.format("enclosure: e.mp3\nimage: e.png\n"))
    newsroom = desk.open()
    first, before = item(newsroom), newsroom.document("feed", "atom")
    assert before.body.count(b"length=") == 0
    for step, (sound, image) in enumerate([(1000, (20, 10)), (7777, (30, 40))], 1):
        desk.clock.forward(minutes=1)
        save(desk, "e.mp3", b"x" * sound)
        save(desk, "e.png", png(*image))
        newsroom = desk.open()
        assert item(newsroom)["attachments"][0]["size_in_bytes"] == sound, step
        assert item(newsroom)["date_modified"] == first["date_modified"]
        after = newsroom.document("feed", "atom")
        assert f'width="{image[0]}" height="{image[1]}"' in after.body.decode()
        assert f'fileSize="{sound}"' in after.body.decode()
        assert after.last_modified > before.last_modified
        before = after
        assert newsroom.scan().read == 0, "what did not change is not read again"
    (desk.folder / "e.mp3").unlink()
    assert "size_in_bytes" not in item(desk.open())["attachments"][0]
    (problem,) = desk.open().problems.all()
    assert (problem.code, problem.path) == ("missing-file", "e.md")


def test_drafts_follow_their_media_too(desk: Any) -> None:
    save(desk, "e.md", EPISODE.format("draft: true\nenclosure: e.mp3\n"))
    newsroom = desk.open()
    made = newsroom.keys.add("Desk", drafts=True, categories=[])
    save(desk, "e.mp3", b"x" * 55)
    newsroom.index.update(["e.mp3"])
    feed = create_app(newsroom).test_client().get(f"/private/{made.token}/feed.rss").text
    assert 'length="55"' in feed


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("Episode #2.mp3", "Episode%20%232.mp3"),
        ("What? Why?.mp3", "What%3F%20Why%3F.mp3"),
        ("C#.mp3", "C%23.mp3"),
        ("a & b.mp3", "a%20%26%20b.mp3"),
        ("100%.mp3", "100%25.mp3"),
    ],
)
def test_signs_of_addresses_in_a_name_are_part_of_it(desk: Any, name: str, url: str) -> None:
    save(desk, "in/e.md", EPISODE.format(f'enclosure: "{name}"\n'))
    save(desk, f"in/{name}", b"x" * 99)
    newsroom = desk.open()
    client = create_app(newsroom).test_client()
    (entry,) = feedparser.parse(client.get("/feed.rss").data).entries
    (found,) = entry.enclosures
    assert found["href"] == f"https://news.example/media/in/{url}"
    assert (found["length"], found["type"]) == ("99", "audio/mpeg")
    with client.get(found["href"].removeprefix("https://news.example")) as answer:
        assert (answer.status_code, answer.data) == (200, b"x" * 99)
    assert newsroom.problems.all() == []


@pytest.mark.parametrize("url", ["e.mp3?v=2", "e.mp3#t=10"])
def test_queries_and_fragments_of_a_file_stay(desk: Any, url: str) -> None:
    save(desk, "e.md", EPISODE.format(f'enclosure: "{url}"\n'))
    save(desk, "e.mp3", b"x" * 99)
    (media,) = item(desk.open())["attachments"]
    assert (media["url"], media["size_in_bytes"]) == (f"https://news.example/media/{url}", 99)


def test_a_picture_says_what_it_shows_and_whose_it_is(desk: Any) -> None:
    header = 'image: e.png\nimage_alt: A ferry & "two" gulls\nimage_credit: Ada Lens\n'
    save(desk, "e.md", EPISODE.format(header))
    save(desk, "e.png", png(20, 10))
    newsroom = desk.open()
    client = create_app(newsroom).test_client()
    for format in ("atom", "rss"):
        feed = client.get(f"/feed.{format}").text
        said = '<media:description type="plain">A ferry &amp; "two" gulls</media:description>'
        assert f"{said}<media:credit>Ada Lens</media:credit></media:content>" in feed
        assert not feedparser.parse(feed).bozo
    assert item(newsroom)["_feedsvc"]["image"] == {
        "alt": 'A ferry & "two" gulls',
        "credit": "Ada Lens",
    }
    page = client.get("/articles/e").text
    assert 'alt="A ferry &amp; &#34;two&#34; gulls"' in page
    assert "Ada Lens" in page
    before = item(newsroom)["date_modified"]
    desk.clock.forward(minutes=1)
    save(desk, "e.md", EPISODE.format(header.replace("Ada", "Ida")))
    newsroom.scan()
    assert item(newsroom)["date_modified"] > before, "readers see it"
