"""How often readers are asked to poll: the same in every way that they know."""

import re
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from feedsvc.errors import SettingsError
from feedsvc.settings import load_settings
from feedsvc.web import create_app
from tests.promises.desk import Desk

BASE = 'base_url = "https://news.example"\nid_base = "news.example,2026"\n[feeds]\nentries = 1\n'
SY = {"sy": "http://purl.org/rss/1.0/modules/syndication/"}


def paper(folder: Path, minutes: int) -> Desk:
    (folder / "site.toml").write_text(f"{BASE}poll_minutes = {minutes}\n")
    for number in (1, 2, 3):
        text = f"---\ntitle: Rain {number}\ndate: 2026-11-0{number}\n---\nWet it is.\n"
        (folder / f"{number}.md").write_text(text)
    desk = Desk(folder)
    desk.newsroom.scan()
    return desk


@pytest.mark.parametrize(("minutes", "often"), [(5, "12"), (15, "4"), (60, "1")])
def test_rss_says_it_as_ttl_and_as_frequency(tmp_path: Path, minutes: int, often: str) -> None:
    desk = paper(tmp_path, minutes)
    channel = feedparser.parse(desk.get("/feed.rss")).feed
    assert channel.ttl == str(minutes)
    assert (channel.sy_updateperiod, channel.sy_updatefrequency) == ("hourly", often)
    tree = etree.fromstring(desk.get("/feed.rss").encode())
    assert tree.findtext("channel/sy:updateFrequency", namespaces=SY) == often
    assert tree.findtext("channel/pubDate") == tree.findtext("channel/lastBuildDate")


def test_each_answer_with_a_feed_says_it(tmp_path: Path) -> None:
    desk = paper(tmp_path, 30)
    fast = create_app(desk.newsroom)
    slow = create_app(desk.newsroom)
    slow.wsgi_app = slow.wsgi_app.behind  # type: ignore[method-assign,attr-defined]
    for app in (fast, slow):
        client = app.test_client()
        for path in ("/feed.atom", "/feed.rss", "/feed.json", "/archive/1.rss"):
            answer = client.get(path)
            again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
            for one in (answer, again):
                told = re.findall(r"max-age=(\d+)", one.headers["Cache-Control"])
                assert told == ["1800"], path
            assert (answer.status_code, again.status_code) == (200, 304)
        assert "max-age=300" in client.get("/").headers["Cache-Control"]


def test_an_archive_says_nothing_of_it(tmp_path: Path) -> None:
    said = paper(tmp_path, 30).get("/archive/1.rss")
    assert "<item>" in said
    assert not re.search("ttl|sy:|<channel>.*<pubDate>.*<item>", said)


def test_without_the_setting_the_documents_are_as_ever(tmp_path: Path) -> None:
    desk = paper(tmp_path, 0)
    assert not re.search("ttl|sy:", desk.get("/feed.rss"))
    dated = [desk.items()[0][key] for key in ("id", "date_modified")]
    said = paper(tmp_path, 10)
    assert "<ttl>10</ttl>" in said.get("/feed.rss")
    assert [said.items()[0][key] for key in ("id", "date_modified")] == dated


@pytest.mark.parametrize("minutes", [-5, 1, 7, 25, 90])
def test_what_does_not_divide_an_hour_is_refused_by_line(tmp_path: Path, minutes: int) -> None:
    (tmp_path / "site.toml").write_text(f"{BASE}poll_minutes = {minutes}\n")
    with pytest.raises(SettingsError, match=r"site\.toml:5: feeds\.poll_minutes: must be one of 5"):
        load_settings(tmp_path, {})
