"""The editor's pages: the desk, articles, entries as readers show them, problems."""

import html
import json
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from feedsvc.editor.desk import Desk
from feedsvc.web.preview import create_preview
from tests.web.preview.conftest import PUBLISHED, SITE

ENTRY = "/desk/entries/rain"


def page(client: FlaskClient, url: str) -> LexborHTMLParser:
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    return LexborHTMLParser(answer.text)


def text(found: Any) -> str:
    return " ".join(found.text(separator=" ").split())


def test_the_desk_counts_what_subscribers_have(client: FlaskClient) -> None:
    tree = page(client, "/desk")
    tiles = [text(tile) for tile in tree.css(".tiles li")]
    assert tiles[:3] == ["1 Published", "1 Drafts", "0 Embargoed"]
    feeds = [text(feed) for feed in tree.css(".feeds li")]
    assert feeds[0].startswith("Everything 1 entry changed 1 May 2026")
    assert [feed.split()[0] for feed in feeds[1:]] == ["World", "Weather", "Weather"]
    links = [link.attributes["href"] for link in tree.css(".feeds .formats a")]
    for suffix in ("atom", "rss", "json"):
        assert f"http://127.0.0.1:8000/category/world.{suffix}" in links
    assert text(tree.css_first("#_drafts").parent) == "Drafts Hail hail.md"


def test_an_embargo_is_told_with_the_time_left(
    desk: Any, preview: Callable[[], Desk], clock: Any
) -> None:
    desk.write("frost.md", "---\ntitle: Frost\nembargo: 2026-06-03T15:30:00Z\n---\nStill.\n")
    client = create_preview(preview()).test_client()
    for url in ("/desk", "/desk/articles?standing=embargoed", "/desk/entries/frost"):
        assert "2 days, 3 hours" in client.get(url).text
    clock.forward(days=2, hours=3, minutes=29, seconds=30)
    assert "less than a minute" in client.get("/desk").text


def test_articles_are_listed_by_where_they_stand(client: FlaskClient) -> None:
    rows = [text(row) for row in page(client, "/desk/articles").css(".rows li")]
    assert len(rows) == 2
    drafts = [text(row) for row in page(client, "/desk/articles?standing=draft").css(".rows li")]
    assert len(drafts) == 1
    assert drafts[0].startswith("Hail draft")
    assert client.get("/desk/articles?standing=lost").status_code == 404


def test_long_lists_have_pages(desk: Any, preview: Callable[[], Desk]) -> None:
    for number in range(230):
        desk.write(f"n{number:03}.md", f"---\ntitle: N{number}\ndate: 2026-05-01\n---\nText.\n")
    client = create_preview(preview()).test_client()
    url, seen = "/desk/articles", []
    while url:
        tree = page(client, url)
        seen += [link.text() for link in tree.css(".rows li > a")]
        following = tree.css_first("a[rel=next]")
        url = following.attributes["href"].removeprefix(SITE) if following else ""
    assert sorted(seen) == sorted(f"N{number}" for number in range(230))
    for odd in ("-1", "x", "9" * 30, "٣", "1000"):
        assert client.get(f"/desk/articles?start={odd}").status_code == 200


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

    def test_the_list_shows_title_and_summary(
        self, client: FlaskClient, format: str, content: str
    ) -> None:
        tree = page(client, f"{ENTRY}?view=list&format={format}&content={content}")
        assert tree.css_first(".headline").text() == "Rain & more < all"
        assert text(tree.css_first(".teaser")).startswith("It falls. Wet it is. How wet: Very")

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


def test_readers_find_the_same_as_feedparser(client: FlaskClient) -> None:
    known = feedparser.parse(client.get("/feed.atom").data).entries[-1]
    tree = page(client, f"{ENTRY}?view=reading&format=atom&content=full")
    assert tree.css_first(".reader h2").text() == html.unescape(known.title)
    assert text(tree.css_first(".body")) == text(LexborHTMLParser(known.content[0].value).body)


def test_what_a_list_cuts_is_told(desk: Any, preview: Callable[[], Desk]) -> None:
    title = "Rain " * 30 + "end"
    standfirst = "It falls and falls. " * 40
    desk.write("r.md", f"---\ntitle: {title}\nslug: rain\nstandfirst: {standfirst}\n---\nWet.\n")
    tree = page(create_preview(preview()).test_client(), f"{ENTRY}?view=list")
    shown = tree.css_first(".headline").text()
    assert shown.endswith("…")
    assert title.startswith(shown[:-1])
    left = re.search(r"(\d+) characters of the title", tree.css_first(".panel").text())
    assert left is not None
    assert int(left[1]) == len(title) - len(shown[:-1])


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


def test_problems_stand_by_file_with_the_line(desk: Any, preview: Callable[[], Desk]) -> None:
    desk.write("world/rain.md", PUBLISHED)
    desk.write("bad.md", "---\ntitle: Bad\ndate: 2026 <i>\n---\nText.\n")
    client = create_preview(preview()).test_client()
    tree = page(client, "/desk/problems?severity=error")
    (file,) = tree.css(".file")
    assert text(file.css_first("h2")) == "bad.md"
    (problem,) = file.css("li")
    assert "line 3" in text(problem)
    assert problem.css_first(".line").text() == "date: 2026 <i>"
    for url in ("/desk", "/", "/feed.atom?"):
        if url != "/feed.atom?":
            assert page(client, url).css_first("title").text().startswith("(1) ")
    assert client.get("/desk/problems?severity=grave").status_code == 404


def test_no_error_no_badge(client: FlaskClient) -> None:
    assert not page(client, "/desk").css_first("title").text().startswith("(")


def test_a_rtl_article_reads_from_its_own_side(desk: Any, preview: Callable[[], Desk]) -> None:
    desk.write("r.md", "---\ntitle: שלום\nslug: rain\nlanguage: he\n---\nגשם יורד.\n")
    reader = page(create_preview(preview()).test_client(), ENTRY).css_first(".reader")
    assert (reader.attributes["lang"], reader.attributes["dir"]) == ("he", "rtl")


def test_every_link_of_the_desk_leads_somewhere(client: FlaskClient) -> None:
    waiting, seen = ["/desk"], set()
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        seen.add(url)
        with client.get(url) as answer:
            assert answer.status_code == 200, url
            found = answer.text if answer.mimetype == "text/html" else ""
        for link in LexborHTMLParser(found).css("a[href], link[href], script[src]"):
            leads = link.attributes.get("href") or link.attributes.get("src") or ""
            if leads.startswith(SITE):
                waiting.append(leads.removeprefix(SITE).partition("#")[0] or "/")
    assert len(seen) > 40


def test_events_tell_of_a_version_that_the_page_does_not_show(
    desk: Any, preview: Callable[[], Desk]
) -> None:
    desk.write("world/rain.md", PUBLISHED)
    found = preview()
    client = create_preview(found).test_client()
    desk.write("world/rain.md", PUBLISHED.replace("Wet it", "Very wet it"))
    found.take(found.newsroom.update(["world/rain.md"]))
    with client.get("/desk/events?since=0", buffered=False) as answer:
        assert answer.content_type == "text/event-stream; charset=utf-8"
        stream = iter(answer.response)
        assert next(stream) == b"retry: 300\n\n"
        number, data = next(stream).decode().strip().split("\n")
        told = json.loads(data.removeprefix("data: "))
        assert number == f"id: {told['version']}"
        assert told["paths"] == ["world/rain.md"]
        assert told["said"]


def test_fragments_are_well_formed_alone(client: FlaskClient) -> None:
    shown = page(client, f"{ENTRY}?view=source&format=rss").css_first(".source").text()
    root = '<x xmlns:content="c" xmlns:dc="d" xmlns:media="m" xmlns:atom="a">'
    assert ElementTree.fromstring(f"{root}{shown}</x>").find("item") is not None


def test_an_open_entry_is_found_again_when_its_file_is_renamed(
    desk: Any, preview: Callable[[], Desk]
) -> None:
    desk.write("world/rain.md", PUBLISHED)
    found = preview()
    client = create_preview(found).test_client()
    (desk.folder / "world/rain.md").rename(desk.folder / "world/drizzle.md")
    found.take(found.newsroom.update(["world/rain.md", "world/drizzle.md"]))
    answer = client.get(f"{ENTRY}?view=text&format=rss")
    assert answer.status_code == 302
    assert answer.location == f"{SITE}/desk/entries/drizzle?view=text&format=rss"
    assert client.get(answer.location.removeprefix(SITE)).status_code == 200


def test_errors_stand_before_notes(desk: Any, preview: Callable[[], Desk]) -> None:
    for number in range(30):
        desk.write(f"n{number:02}.md", "---\ntitle: N\n---\nText.\n")
    desk.write("z.md", "---\ntitle: Z\ndate: 2026\n---\nText.\n")
    tree = page(create_preview(preview()).test_client(), "/desk/problems")
    assert text(tree.css_first(".file h2")) == "z.md"


def test_a_page_never_claims_a_version_that_it_may_not_show(
    desk: Any, preview: Callable[[], Desk]
) -> None:
    desk.write("world/rain.md", PUBLISHED)
    found = preview()
    app = create_preview(found)
    before = found.version

    @app.before_request
    def meanwhile() -> None:
        found.notice("something happens while the page is made")

    bar = page(app.test_client(), "/desk").css_first("#_bar")
    assert int(bar.attributes["data-version"]) == before
    assert found.version > before
