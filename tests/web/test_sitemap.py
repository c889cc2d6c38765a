"""Files for machines: OPML, the sitemap, robots.txt."""

import json
import re
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from flask import Flask
from flask.blueprints import Blueprint
from flask.testing import FlaskClient
from lxml import etree

from feedsvc.pages import Pages
from feedsvc.web import create_app
from feedsvc.web.sitemap import PAGES_OF_A_SITEMAP, add_sitemap

SITE = "https://news.example"
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# https://www.w3.org/TR/NOTE-datetime
W3C_TIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?")
HEAD = "---\ntitle: {0}\ndate: 2026-05-01\n{1}---\n{0} it is.\n"
HELD = {
    "draft": "draft: true\n",
    "embargoed": "embargo: 2026-07-01\n",
    "expired": "expires: 2026-05-15\n",
    "withdrawn": "status: withdrawn\n",
}


@pytest.fixture(scope="module")
def newsroom(still_desk: Any) -> Any:
    desk = still_desk
    desk.write("rain.md", HEAD.format("Rain", "category: World\ntags: [A&B, <i>]\nauthor: Desk\n"))
    desk.write("later.md", HEAD.format("Später", "category: Sport\ntags: [A&B]\nslug: später\n"))
    desk.write("plain.txt", "Plain\n\nNothing else it is.\n")
    for name, line in HELD.items():
        desk.write(f"{name}.md", HEAD.format(name, f"{line}category: Held\ntags: [{name}]\n"))
    return desk.open()


@pytest.fixture(scope="module")
def client(newsroom: Any) -> FlaskClient:
    return create_app(newsroom).test_client()


def xml_of(client: FlaskClient, url: str, kind: str = "application/xml") -> Any:
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == f"{kind}; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    return etree.fromstring(answer.data)


class TestOpml:
    """http://opml.org/spec2.opml"""

    def test_it_holds_every_open_feed_once(self, client: FlaskClient, newsroom: Any) -> None:
        opml = xml_of(client, "/feeds.opml", "text/x-opml")
        assert (opml.tag, opml.get("version")) == ("opml", "2.0")
        assert [part.tag for part in opml] == ["head", "body"]
        assert opml.findtext("head/title") == "News"
        feeds = opml.xpath("//outline[@xmlUrl]")
        assert all(feed.get("type") == "rss" and feed.get("text") for feed in feeds)
        addresses = [feed.get("xmlUrl") for feed in feeds]
        assert len(addresses) == len(set(addresses)) == len(newsroom.feeds.all()) + 6
        assert addresses == [
            f"{SITE}/feed.atom",
            f"{SITE}/category/sport.atom",
            f"{SITE}/category/world.atom",
            *(f"{SITE}/tag/{slug}.atom" for slug in ("a-b", "i")),
            f"{SITE}/author/desk.atom",
            *(
                f"{SITE}/{part}digest/{kind}.atom"
                for part in ("", "category/sport/", "category/world/")
                for kind in ("daily", "weekly")
            ),
        ]
        for feed in feeds:
            for name in ("xmlUrl", "htmlUrl"):
                answer = client.get(unquote(urlsplit(feed.get(name)).path))
                assert answer.status_code == 200

    def test_it_is_grouped_by_kind(self, client: FlaskClient) -> None:
        opml = xml_of(client, "/feeds.opml", "text/x-opml")
        first, *groups = opml.findall("body/outline")
        assert first.get("xmlUrl") == f"{SITE}/feed.atom"
        found = {group.get("text"): [one.get("text") for one in group] for group in groups}
        assert found == {
            "Categories": ["Sport", "World"],
            "Tags": ["A&B", "<i>"],
            "Authors": ["Desk"],
            "Digests": [
                f"{feed} – {kind} digest"
                for feed in ("News", "News: Sport", "News: World")
                for kind in ("daily", "weekly")
            ],
        }
        assert all(len(one) == 0 for group in groups for one in group)

    @pytest.mark.each_database
    def test_an_empty_newsroom_has_one_feed_and_its_digests(self, desk: Any) -> None:
        client = create_app(desk.open()).test_client()
        opml = xml_of(client, "/feeds.opml", "text/x-opml")
        assert opml.xpath("//outline/@xmlUrl") == [
            f"{SITE}/{name}.atom" for name in ("feed", "digest/daily", "digest/weekly")
        ]

    @pytest.mark.each_database
    def test_its_texts_are_text(self, desk: Any) -> None:
        title = "A & B <outline> \"news\" 'now'"
        desk.settings(base_url=SITE, id_base="news.example,2026", title=title)
        desk.write("rain.md", HEAD.format("Rain", "category: 'C & \"D\" <e>'\n"))
        opml = xml_of(create_app(desk.open()).test_client(), "/feeds.opml", "text/x-opml")
        assert opml.findtext("head/title") == title
        assert opml.xpath("//outline[@text='Categories']/outline/@text") == ['C & "D" <e>']


def addresses(sitemap: Any) -> list[str]:
    return [node.text for node in sitemap.iter(f"{{{NAMESPACE}}}loc")]


def check_urlset(sitemap: Any) -> None:
    """The rules of https://www.sitemaps.org/protocol.html that its schema holds, and its words."""
    assert sitemap.tag == f"{{{NAMESPACE}}}urlset"
    for url in sitemap:
        assert url.tag == f"{{{NAMESPACE}}}url"
        names = [etree.QName(child).localname for child in url]
        assert names in (["loc"], ["loc", "lastmod"])
        assert etree.QName(url[0]).namespace == NAMESPACE
        parts = urlsplit(url[0].text)
        assert f"{parts.scheme}://{parts.netloc}" == SITE
        assert url[0].text.isascii()
        assert len(url[0].text) < 2048
        for time in url[1:]:
            assert W3C_TIME.fullmatch(time.text)
            assert datetime.fromisoformat(time.text).tzinfo is not None
    assert len(addresses(sitemap)) == len(set(addresses(sitemap))) <= PAGES_OF_A_SITEMAP


class TestSitemap:
    def test_it_lists_what_is_published_and_nothing_else(self, client: FlaskClient) -> None:
        sitemap = xml_of(client, "/sitemap.xml")
        check_urlset(sitemap)
        assert addresses(sitemap) == [
            f"{SITE}/",
            f"{SITE}/category/sport",
            f"{SITE}/category/world",
            f"{SITE}/articles/sp%C3%A4ter",
            f"{SITE}/articles/rain",
            f"{SITE}/articles/plain",
        ]
        for url in addresses(sitemap):
            assert client.get(unquote(urlsplit(url).path)).status_code == 200
        for name in HELD:
            assert name.encode() not in client.get("/sitemap.xml").data
            assert name.encode() not in client.get("/feeds.opml").data

    def test_its_times_are_those_of_the_feed(self, client: FlaskClient) -> None:
        sitemap = xml_of(client, "/sitemap.xml")
        times = {
            url.findtext(f"{{{NAMESPACE}}}loc"): url.findtext(f"{{{NAMESPACE}}}lastmod")
            for url in sitemap
        }
        for item in json.loads(client.get("/feed.json").data)["items"]:
            time = datetime.fromisoformat(item.get("date_modified") or item["date_published"])
            assert datetime.fromisoformat(times[item["url"]]) == time

    def test_there_are_no_parts_while_one_file_is_enough(self, client: FlaskClient) -> None:
        for number in ("0", "1", "2", "-1", "x", "99999999999999999999"):
            assert client.get(f"/sitemap-{number}.xml").status_code == 404


def small_parts(newsroom: Any, limit: int) -> FlaskClient:
    """The listings of a newsroom whose sitemap holds few addresses a file."""
    routes = Blueprint("feedsvc", "feedsvc.web.routes")
    add_sitemap(routes, newsroom, Pages(lambda: newsroom.feeds), limit)
    app = Flask(__name__, static_folder=None, template_folder=None)
    app.register_blueprint(routes)
    return app.test_client()


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5])
def test_a_long_sitemap_is_an_index_of_parts(newsroom: Any, limit: int) -> None:
    whole = addresses(xml_of(create_app(newsroom).test_client(), "/sitemap.xml"))
    client = small_parts(newsroom, limit)
    index = etree.fromstring(client.get("/sitemap.xml").data)
    assert index.tag == f"{{{NAMESPACE}}}sitemapindex"
    assert {etree.QName(one).localname for one in index} == {"sitemap"}
    parts = addresses(index)
    assert len(parts) == -(-len(whole) // limit)
    found: list[str] = []
    for part in parts:
        assert part.startswith(f"{SITE}/sitemap-")
        listed = etree.fromstring(client.get(urlsplit(part).path).data)
        check_urlset(listed)
        assert 1 <= len(listed) <= limit
        found += addresses(listed)
    assert found == whole
    for number in (0, len(parts) + 1):
        assert client.get(f"/sitemap-{number}.xml").status_code == 404


@pytest.mark.parametrize("limit", [6, 7])
def test_one_file_may_be_full(newsroom: Any, limit: int) -> None:
    listed = etree.fromstring(small_parts(newsroom, limit).get("/sitemap.xml").data)
    check_urlset(listed)
    assert len(listed) == 6


def test_robots_may_read_everything_and_find_the_sitemap(client: FlaskClient) -> None:
    """RFC 9309"""
    answer = client.get("/robots.txt", headers={"Host": "evil.example"})
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /" not in lines
    maps = [f"Sitemap: {SITE}/sitemap.xml", f"Sitemap: {SITE}/news-sitemap.xml"]
    assert lines[-2:] == maps


@pytest.mark.parametrize("url", ["/feeds.opml", "/sitemap.xml", "/news-sitemap.xml", "/robots.txt"])
def test_a_listing_that_is_known_is_304(client: FlaskClient, url: str) -> None:
    tag = client.get(url).headers["ETag"]
    again = client.get(url, headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert client.head(url).headers == client.get(url).headers
