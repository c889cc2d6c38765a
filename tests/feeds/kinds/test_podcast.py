"""A podcast as its listeners' programs have it: gPodder's parser, feedparser, and a browser."""

import io
import re
from typing import Any
from uuid import UUID

import feedparser
import podcastparser
import pytest
from flask.testing import FlaskClient

from feedsvc.newsroom import Newsroom
from feedsvc.web import create_app
from tests.sources.sound import m4a, mp3

BASE = """
title = "Paper"
base_url = "https://paper.example"
id_base = "paper.example,2026"
author = "The Paper"
[categories.show]
description = "What we hear."
"""
SHOW = """
[categories.show.podcast]
title = "The Show"
category = "News"
subcategory = "Daily News"
image = "art.jpg"
owner_name = "Audio desk"
owner_email = "audio@paper.example"
type = "serial"
locked = true
"""
ONE = """---
title: One
date: 2026-05-01
enclosure: Épisode 1.mp3
episode: 1
season: 2
episode_type: trailer
explicit: true
transcript: one.vtt
chapters: one.json
person: Ann
---
Hear it.
"""
TWO = "---\ntitle: Two\ndate: 2026-05-02\nenclosure: [two.m4a, two.mp4, two.pdf]\n---\nAnd this.\n"
WORDS = "---\ntitle: Words\ndate: 2026-05-03\n---\nNothing to hear.\n"


def write_show(desk: Any) -> None:
    desk.write("site.toml", BASE + SHOW)
    desk.write("show/one.md", ONE)
    desk.write("show/Épisode 1.mp3", mp3(400))
    desk.write("show/one.vtt", "WEBVTT\n")
    desk.write("show/one.json", '{"version": "1.2.0", "chapters": []}')
    desk.write("show/two.md", TWO)
    desk.write("show/two.m4a", m4a(90))
    desk.write("show/two.mp4", m4a(91))
    desk.write("show/two.pdf", b"%PDF-")
    desk.write("show/words.md", WORDS)
    desk.write("world/storm.md", WORDS.replace("Words", "Storm"))
    desk.write("art.jpg", b"\xff\xd8")


@pytest.fixture(scope="module")
def client(still_desk: Any) -> FlaskClient:
    write_show(still_desk)
    return create_app(still_desk.open()).test_client()


def heard(client: FlaskClient, path: str = "/category/show.rss") -> dict[str, Any]:
    """The podcast as gPodder reads it."""
    found = podcastparser.parse(f"https://paper.example{path}", io.BytesIO(client.get(path).data))
    return dict(found)


def episodes(client: FlaskClient) -> dict[str, Any]:
    """The podcast's episodes, by title."""
    return {one["title"]: one for one in heard(client)["episodes"]}


def titles(client: FlaskClient, path: str) -> list[str]:
    return [one.title for one in feedparser.parse(client.get(path).data).entries]


def test_a_podcast_player_has_the_show(client: FlaskClient) -> None:
    show = heard(client)
    assert show["title"] == "The Show"
    assert show["description"] == "What we hear."
    assert show["cover_url"] == "https://paper.example/media/art.jpg"
    assert show["itunes_author"] == "The Paper"
    assert show["itunes_owner"] == {"name": "Audio desk", "email": "audio@paper.example"}
    assert show["itunes_categories"] == [["News", "Daily News"]]
    assert (show["type"], show["explicit"], show["language"]) == ("serial", False, "en")
    with client.get("/media/art.jpg") as picture:
        assert picture.data == b"\xff\xd8"


def test_a_podcast_player_has_each_episode_with_its_length(client: FlaskClient) -> None:
    one, two = episodes(client)["One"], episodes(client)["Two"]
    assert (one["number"], one["season"], one["type"], one["explicit"]) == (1, 2, "trailer", True)
    assert (one["total_time"], two["total_time"]) == (10, 90)
    (sound,) = one["enclosures"]
    assert sound == {
        "url": "https://paper.example/media/show/%C3%89pisode%201.mp3",
        "mime_type": "audio/mpeg",
        "file_size": len(mp3(400)),
    }
    (sound,) = two["enclosures"]
    assert (sound["mime_type"], sound["file_size"]) == ("audio/mp4", len(m4a(90)))


def test_feedparser_has_what_podcasting_2_adds(client: FlaskClient) -> None:
    found = feedparser.parse(client.get("/category/show.rss").data)
    assert not found.bozo
    guid = UUID(found.feed.podcast_guid)
    assert guid.version == 5
    assert found.feed.podcast_locked == {"owner": "audio@paper.example"}
    one = found.entries[1]
    assert one.podcast_transcript == {
        "url": "https://paper.example/media/show/one.vtt",
        "type": "text/vtt",
    }
    assert one.podcast_chapters == {
        "url": "https://paper.example/media/show/one.json",
        "type": "application/json+chapters",
    }
    assert one.podcast_person == "Ann"
    for file in ("one.vtt", "one.json"):
        with client.get(f"/media/show/{file}") as answer:
            assert answer.data


def test_articles_without_sound_are_no_episodes_and_stand_in_the_other_formats(
    client: FlaskClient,
) -> None:
    assert titles(client, "/category/show.rss") == ["Two", "One"]
    assert titles(client, "/category/show.atom") == ["Words", "Two", "One"]
    items = client.get("/category/show.json").json["items"]
    assert [len(one.get("attachments", [])) for one in items] == [0, 3, 1]
    page = client.get("/category/show.rss", headers={"Sec-Fetch-Dest": "document"}).text
    assert ("Two" in page, "Words" in page) == (True, False)


def test_ids_and_times_are_those_of_the_other_formats(client: FlaskClient) -> None:
    of_rss = feedparser.parse(client.get("/category/show.rss").data).entries
    of_atom = feedparser.parse(client.get("/category/show.atom").data).entries[1:]
    for one, other in zip(of_rss, of_atom, strict=True):
        assert one.id == other.id
        assert one.updated_parsed == other.updated_parsed


def test_no_address_is_beyond_ascii(client: FlaskClient) -> None:
    body = client.get("/category/show.rss").text
    for address in re.findall(r'(?:href|url)="([^"]*)"|<link>([^<]*)', body):
        assert "".join(address).isascii()


def test_other_feeds_are_as_they_are_without_a_podcast(desk: Any, desks: Any) -> None:
    plain = desks("plain")
    for one in (desk, plain):
        write_show(one)
    plain.write("site.toml", BASE)
    with_show, without = (create_app(one.open()).test_client() for one in (desk, plain))
    for path in ("/feed.rss", "/feed.atom", "/feed.json", "/category/show.atom", "/author/x.rss"):
        assert with_show.get(path).data == without.get(path).data, path
    assert b"itunes" not in without.get("/category/show.rss").data


def test_a_new_podcast_moves_no_id_and_no_time(desk: Any, clock: Any) -> None:
    write_show(desk)
    desk.write("site.toml", BASE)
    before = create_app(desk.open()).test_client().get("/category/show.atom").data
    clock.forward(days=1)
    desk.write("site.toml", BASE + SHOW)
    client = create_app(desk.open()).test_client()
    assert episodes(client)["Two"]["total_time"] == 90
    assert client.get("/category/show.atom").data == before


def test_another_recording_has_another_length_and_is_no_new_episode(desk: Any, clock: Any) -> None:
    write_show(desk)
    client = create_app(desk.open()).test_client()
    before = feedparser.parse(client.get("/category/show.rss").data).entries[0]
    clock.forward(days=1)
    desk.write("show/two.m4a", m4a(120) + bytes(9))
    desk.open()
    client = create_app(desk.open(scan=False)).test_client()
    assert episodes(client)["Two"]["total_time"] == 120
    after = feedparser.parse(client.get("/category/show.rss").data).entries[0]
    assert (before.id, before.updated) == (after.id, after.updated)


@pytest.mark.each_database
def test_the_newest_episodes_are_shown_however_many_words_are_newer(desk: Any) -> None:
    settings = 'medium = "audio"\nepisodes = 3\n'
    desk.write("site.toml", f"{BASE}{SHOW}{settings}[feeds]\nentries = 2\n")
    for day in range(1, 6):
        episode = f"---\ntitle: E{day}\ndate: 2026-04-0{day}\nenclosure: e.mp3\n---\nHear.\n"
        desk.write(f"show/e{day}.md", episode)
        desk.write(f"show/w{day}.md", WORDS.replace("Words", f"W{day}"))
    desk.write("show/e.mp3", mp3(40))
    client = create_app(desk.open()).test_client()
    assert titles(client, "/category/show.rss") == ["E5", "E4", "E3"]
    assert "<fh:complete" not in client.get("/category/show.rss").text


def test_a_podcast_of_videos(desk: Any) -> None:
    write_show(desk)
    desk.write("site.toml", f'{BASE}{SHOW}medium = "video"\n')
    (episode,) = heard(create_app(desk.open()).test_client())["episodes"]
    assert [one["mime_type"] for one in episode["enclosures"]] == ["video/mp4"]


def test_the_whole_site_may_be_a_podcast(desk: Any) -> None:
    write_show(desk)
    desk.write("site.toml", f'{BASE}[podcast]\ncategory = "News"\n')
    client = create_app(desk.open()).test_client()
    assert titles(client, "/feed.rss") == ["Two", "One"]
    assert b"itunes" not in client.get("/category/show.rss").data


def test_an_episode_that_is_withdrawn_leaves(desk: Any, clock: Any) -> None:
    write_show(desk)
    newsroom: Newsroom = desk.open()
    client = create_app(newsroom).test_client()
    assert titles(client, "/category/show.rss") == ["Two", "One"]
    clock.forward(days=1)
    desk.write("show/two.md", TWO.replace("date:", "status: withdrawn\ndate:"))
    newsroom.scan()
    assert titles(client, "/category/show.rss") == ["One"]
    assert client.get("/media/show/two.m4a").status_code == 404


def test_an_unchanged_podcast_is_sent_once(client: FlaskClient) -> None:
    first = client.get("/category/show.rss")
    again = client.get("/category/show.rss", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_what_no_xml_may_hold_leaves_the_rest_standing(desk: Any) -> None:
    write_show(desk)
    odd = r'person: [{name: "A\u0001\ufffe <B>", role: "\u0000&", url: "javascript:alert(1)"}]'
    desk.write("show/one.md", ONE.replace("person: Ann", odd))
    found = feedparser.parse(create_app(desk.open()).test_client().get("/category/show.rss").data)
    assert not found.bozo
    assert [one.title for one in found.entries] == ["Two", "One"]
    assert found.entries[1].podcast_person == {"role": "&"}
