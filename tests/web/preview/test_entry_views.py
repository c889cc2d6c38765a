"""An entry as readers show it, format by format."""

import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from feedsvc.editor.desk import Desk
from feedsvc.web.preview import create_preview
from tests.web.preview.asking import ENTRY, page, text
from tests.web.preview.conftest import PUBLISHED


@pytest.mark.parametrize("format", ["atom", "rss", "json"])
@pytest.mark.parametrize("content", ["full", "summary"])
class TestEntry:
    def test_the_source_is_what_documents_hold(
        self, desk: Any, preview: Callable[[], Desk], format: str, content: str
    ) -> None:
        desk.write("world/rain.md", PUBLISHED)
        desk.write("site.toml", f'id_base = "n.example,2026"\n[feeds]\ncontent = "{content}"\n')
        client = create_preview(preview()).test_client()
        asked = f"{ENTRY}?view=source&format={format}&content={content}"
        fragment = page(client, asked).css_first(".source").text()
        document = client.get(f"/feed.{format}").text
        assert fragment.strip() in document
        assert "Rain" in fragment

    def test_the_reading_view_shows_what_a_reader_finds(
        self, client: FlaskClient, format: str, content: str
    ) -> None:
        tree = page(client, f"{ENTRY}?view=reading&format={format}&content={content}")
        reader = tree.css_first(".reader")
        assert reader.css_first("h2").text() == "Rain & more < all"
        assert "Weather desk" in text(reader.css_first(".byline"))
        assert "It falls." in text(reader.css_first(".summary"))
        assert "How wet: Very wet, it is said." in reader.css_first(".summary").text()
        assert (reader.css_first(".body") is not None) == (content == "full")
        if content == "full":
            assert "Wet it is." in text(reader.css_first(".body"))

    def test_the_list_shows_what_readers_take(
        self, client: FlaskClient, format: str, content: str
    ) -> None:
        tree = page(client, f"{ENTRY}?view=list&format={format}&content={content}")
        found = {text(one.css_first("h2")): one for one in tree.css(".reader-lists li")}
        assert {one.css_first(".headline").text() for one in found.values()} == {
            "Rain & more < all"
        }
        summary = "It falls. Wet it is. How wet: Very"
        assert text(found["Read You"].css_first(".teaser")).startswith(summary)
        starts = "Wet it is. How wet Very" if content == "full" else summary
        assert text(found["NetNewsWire"].css_first(".teaser")).startswith(starts)
        assert found["Miniflux"].css_first(".teaser") is None
        assert "Shows the title alone" in text(found["Miniflux"])

    def test_a_phone_shows_the_opened_entry(
        self, client: FlaskClient, format: str, content: str
    ) -> None:
        tree = page(client, f"{ENTRY}?view=phone&format={format}&content={content}")
        phone = tree.css_first(".phone")
        assert phone.css_first("h2").text() == "Rain & more < all"
        assert "It falls." in text(phone.css_first(".summary"))
        assert (phone.css_first(".body") is not None) == (content == "full")

    def test_the_plain_text_is_what_the_json_feed_carries(
        self, client: FlaskClient, format: str, content: str
    ) -> None:
        tree = page(client, f"{ENTRY}?view=text&format={format}&content={content}")
        title, *lines = [line.text() for line in tree.css(".reader-text p")]
        assert title == "Rain & more < all"
        assert lines == ["It falls.", "Wet it is.", "How wet: Very wet, it is said."]
        items = client.get("/feed.json").get_json()["items"]
        assert "\n".join(lines) in [item["summary"] for item in items]


def test_an_entry_without_plain_text_says_what_to_write(
    desk: Any, preview: Callable[[], Desk]
) -> None:
    desk.write("r.md", "---\ntitle: Rain\nslug: rain\n---\n![Rain](rain.png)\n")
    tree = page(create_preview(preview()).test_client(), f"{ENTRY}?view=text")
    assert [line.text() for line in tree.css(".reader-text p")] == ["Rain"]
    assert "write a standfirst, or a sentence" in tree.css_first(".panel").text()


def test_what_a_list_cuts_is_told(desk: Any, preview: Callable[[], Desk]) -> None:
    standfirst = "It falls and falls. " * 40
    desk.write("r.md", f"---\ntitle: Rain\nslug: rain\nstandfirst: {standfirst}\n---\nWet.\n")
    tree = page(create_preview(preview()).test_client(), f"{ENTRY}?view=list")
    told = {text(one.css_first("h2")): text(one) for one in tree.css(".reader-lists li")}
    left = re.search(r"first 280 characters of the summary; (\d+) more", told["Read You"])
    assert left is not None
    assert int(left[1]) > 400
    assert "Wet. Shows the whole text." in told["NetNewsWire"]
    assert "Where summaries are turned on, it shows the whole text." in told["FreshRSS"]
    assert "Shows the title alone. The title is cut after one line." in told["Newsboat"]


def test_an_entry_without_a_sentence_says_what_to_write(
    desk: Any, preview: Callable[[], Desk]
) -> None:
    desk.write("r.md", "---\ntitle: Rain\nslug: rain\n---\n![](rain.png)\n")
    tree = page(create_preview(preview()).test_client(), f"{ENTRY}?view=list")
    assert "write a standfirst, or a sentence" in text(tree.css_first(".reader-lists"))


@pytest.mark.parametrize(
    "asked", ["view=no", "format=xml", "content=half", "view=", "format=atom&view=List"]
)
def test_a_view_that_there_is_not_is_not_found(client: FlaskClient, asked: str) -> None:
    assert client.get(f"{ENTRY}?{asked}").status_code == 404


@pytest.mark.parametrize("standing", ["draft: true", "status: withdrawn", "expires: 2026-01-02"])
def test_what_is_not_published_is_shown_as_it_would_be(
    desk: Any, preview: Callable[[], Desk], standing: str
) -> None:
    desk.write("r.md", f"---\ntitle: Rain\nslug: rain\ndate: 2026-01-01\n{standing}\n---\nWet.\n")
    client = create_preview(preview()).test_client()
    tree = page(client, ENTRY)
    assert tree.css_first(".reader h2").text() == "Rain"  # without the mark that public pages have
    assert tree.css_first(".note") is not None


def test_fragments_are_well_formed_alone(client: FlaskClient) -> None:
    shown = page(client, f"{ENTRY}?view=source&format=rss").css_first(".source").text()
    root = '<x xmlns:content="c" xmlns:dc="d" xmlns:media="m" xmlns:atom="a">'
    assert ElementTree.fromstring(f"{root}{shown}</x>").find("item") is not None
