"""The lead picture, as readers meet it where `feeds.lead_image` is set."""

import json
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from feedsvc.model.feed import FORMATS
from tests.promises.desk import Desk

BASE = 'base_url = "https://news.example"\nid_base = "news.example,2026"\n'
LED = f"{BASE}[feeds]\nlead_image = true\n"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
    + (640).to_bytes(4, "big")
    + (480).to_bytes(4, "big")
    + b"\x08\x02\x00\x00\x00"
)
NAMES = {"m": "http://search.yahoo.com/mrss/", "a": "http://www.w3.org/2005/Atom"}
STORM = "https://news.example/media/storm.png"


def paper(folder: Path, header: str, text: str, settings: str = LED) -> Desk:
    """A newsroom of one article."""
    (folder / "site.toml").write_text(settings)
    (folder / "storm.png").write_bytes(PNG)
    (folder / "a.md").write_text(f"---\ntitle: Storm\ndate: 2026-11-01\n{header}---\n{text}\n")
    return _opened(folder)


def _opened(folder: Path) -> Desk:
    desk = Desk(folder)
    desk.newsroom.scan()
    return desk


def pictures(desk: Desk, path: str) -> list[tuple[str, dict[str, str]]]:
    """The elements of Media RSS in a feed, by name and attributes."""
    tree = etree.fromstring(desk.get(path).encode())
    found = tree.iterfind(".//m:*", NAMES)
    return [(etree.QName(one).localname, dict(one.attrib)) for one in found]


def test_readers_are_told_of_the_image_and_its_size(tmp_path: Path) -> None:
    desk = paper(tmp_path, "image: storm.png\nimage_alt: Waves\nimage_credit: Ann\n", "Wet it is.")
    sizes = {"width": "640", "height": "480"}
    content = {"url": STORM, "type": "image/png", "medium": "image", "fileSize": "29", **sizes}
    for path in ("/feed.atom", "/feed.rss"):
        content_found, _, _, thumbnail = pictures(desk, path)
        assert content_found == ("content", content)
        assert thumbnail == ("thumbnail", {"url": STORM, **sizes})
        (entry,) = feedparser.parse(desk.get(path)).entries
        assert [one["url"] for one in entry.media_thumbnail] == [STORM]
    assert desk.items()[0]["image"] == STORM


def test_it_opens_a_text_that_does_not_hold_it(tmp_path: Path) -> None:
    desk = paper(
        tmp_path, 'image: storm.png\nimage_alt: "<a>"\nimage_credit: A & B\n', "Wet it is."
    )
    figure = (
        f'<figure><img src="{STORM}" alt="&lt;a&gt;" width="640" height="480">'
        "<figcaption>A &amp; B</figcaption></figure>\n<p>Wet it is.</p>"
    )
    assert desk.items()[0]["content_html"] == figure
    tree = etree.fromstring(desk.get("/feed.atom").encode())
    assert tree.findtext("a:entry/a:content", namespaces=NAMES) == figure
    assert desk.get("/articles/a").count("<img") == 1


@pytest.mark.parametrize(
    "text", ["![Waves](storm.png)", "![Waves](/media/storm-300x200.png)", "![Waves](storm.png?w=9)"]
)
def test_a_text_that_holds_it_stays(tmp_path: Path, text: str) -> None:
    desk = paper(tmp_path, "image: storm.png\n", f"Wet it is.\n\n{text}")
    (item,) = desk.items()
    assert item["content_html"].startswith("<p>Wet it is.</p>")
    assert item["content_html"].count("<img") == 1
    assert desk.get("/articles/a").count("<img") == 1
    assert pictures(desk, "/feed.rss")[-1][1]["url"] == STORM


def test_else_it_is_the_first_picture_of_the_text_that_is_no_icon(tmp_path: Path) -> None:
    text = (
        '<img src="https://count.example/1" width="1" height="1">\n\n'
        '<p><img src="https://cdn.example/wave?id=1&amp;s=2" alt="A wave" width="800" height="450">'
        '</p>\n\n<img src="storm.png">'
    )
    desk = paper(tmp_path, "", text)
    url = "https://cdn.example/wave?id=1&s=2"
    sizes = {"width": "800", "height": "450"}
    for path in ("/feed.atom", "/feed.rss"):
        assert pictures(desk, path) == [
            ("content", {"url": url, "medium": "image", **sizes}),
            ("description", {"type": "plain"}),
            ("thumbnail", {"url": url, **sizes}),
        ]
    assert desk.items()[0]["image"] == url
    page = desk.get("/articles/a")
    assert page.count("cdn.example/wave") == 3  # og:image, JSON-LD, and once in the text
    assert '<meta property="og:image" content="https://cdn.example/wave?id=1&amp;s=2">' in page


def test_an_article_without_pictures_has_none(tmp_path: Path) -> None:
    desk = paper(tmp_path, "", "Wet it is.")
    assert pictures(desk, "/feed.rss") == pictures(desk, "/feed.atom") == []
    assert "image" not in desk.items()[0]


def test_summaries_have_it_beside_the_text_alone(tmp_path: Path) -> None:
    desk = paper(tmp_path, "image: storm.png\n", "Wet it is.", f'{LED}content = "summary"\n')
    assert "<figure>" not in desk.get("/feed.rss") + desk.get("/feed.json")
    assert [name for name, _ in pictures(desk, "/feed.rss")] == ["content", "thumbnail"]


def test_nothing_is_updated_when_it_is_turned_on_or_off(tmp_path: Path) -> None:
    desk = paper(tmp_path, "image: storm.png\n", "Wet it is.", BASE)
    before = {format: desk.get(f"/feed.{format}") for format in FORMATS}
    dates = json.dumps([desk.items()[0][key] for key in ("id", "date_modified")])
    desk.write("site.toml", LED)
    led = _opened(tmp_path)
    assert "thumbnail" in led.get("/feed.atom")
    assert json.dumps([led.items()[0][key] for key in ("id", "date_modified")]) == dates
    desk.write("site.toml", BASE)
    after = _opened(tmp_path)
    assert {format: after.get(f"/feed.{format}") for format in FORMATS} == before
