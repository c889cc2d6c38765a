"""What machines are told that they may do: drafts, off by default, the same in all places."""

import re
from pathlib import Path

import feedparser
import pytest
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from feedsvc.errors import SettingsError
from feedsvc.settings import load_settings
from feedsvc.web import create_app
from tests.promises.desk import Desk

SITE = "https://news.example"
BASE = f'base_url = "{SITE}"\nid_base = "news.example,2026"\n'
LICENSE = "https://news.example/license.xml?v=1&x=2"
TOLD = f'{BASE}[machines]\nlicense = "{LICENSE}"\nusage = " search = y ,train-ai=n"\n'
LINK = f'<{LICENSE}>; rel="license"; type="application/rsl+xml"'
USAGE = "search=y, train-ai=n"
PUBLIC = ("/", "/articles/a", "/feed.atom", "/feed.rss", "/feed.json", "/category/sea", "/archive")
RSL = {"rsl": "https://rslstandard.org/rsl"}


def paper(folder: Path, settings: str) -> Desk:
    (folder / "site.toml").write_text(settings)
    (folder / "sea").mkdir(exist_ok=True)
    (folder / "sea/a.md").write_text("---\ntitle: A\ndate: 2026-11-01\nimage: a.png\n---\nText.\n")
    (folder / "sea/a.png").write_bytes(b"png")
    desk = Desk(folder)
    desk.newsroom.scan()
    return desk


def test_each_public_answer_names_the_licence_and_the_wishes(tmp_path: Path) -> None:
    desk = paper(tmp_path, TOLD)
    fast, slow = create_app(desk.newsroom), create_app(desk.newsroom)
    slow.wsgi_app = slow.wsgi_app.behind  # type: ignore[method-assign,attr-defined]
    for app in (fast, slow):
        for path in (*PUBLIC, "/media/sea/a.png", "/robots.txt", "/sitemap.xml"):
            with app.test_client().get(path) as answer:
                assert answer.headers.getlist("Link") == [LINK], path
                assert answer.headers.getlist("Content-Usage") == [USAGE], path
                tag = answer.headers["ETag"]
            with app.test_client().get(path, headers={"If-None-Match": tag}) as again:
                assert (again.status_code, "Link" in again.headers) == (304, False)
    browser = fast.test_client().get("/feed.rss", headers={"Sec-Fetch-Dest": "document"})
    assert browser.headers.getlist("Link") == [LINK]


def test_hubs_are_named_beside_the_licence(tmp_path: Path) -> None:
    desk = paper(tmp_path, f'{TOLD}[websub]\nhub = "https://hub.example/"\n')
    told = desk.client.get("/feed.atom").headers["Link"]
    own = f'<{SITE}/feed.atom>; rel="self", <https://hub.example/>; rel="hub"'
    assert told == f"{own}, {LINK}"


def test_robots_and_pages_name_them(tmp_path: Path) -> None:
    desk = paper(tmp_path, TOLD)
    group, rest = desk.get("/robots.txt").split("\n\n")
    assert group.splitlines()[0] == "User-agent: *"
    assert f"Content-Usage: {USAGE}" in group.splitlines()
    assert "Content-Signal: search=yes, ai-train=no" in group.splitlines()
    assert f"License: {LICENSE}" in rest.splitlines()
    (link,) = LexborHTMLParser(desk.get("/articles/a")).css("link[rel=license]")
    assert link.attributes["href"] == LICENSE
    assert link.attributes["type"] == "application/rsl+xml"


def test_rss_names_them_for_each_entry(tmp_path: Path) -> None:
    desk = paper(tmp_path, TOLD)
    said = desk.get("/feed.rss")
    (content,) = etree.fromstring(said.encode()).iterfind("channel/item/rsl:content", RSL)
    assert content.get("url") == f"{SITE}/articles/a"
    assert content.findtext("rsl:terms", namespaces=RSL) == LICENSE
    told = {etree.QName(one).localname: one.text for one in content[1]}
    assert told == {"permits": "search", "prohibits": "ai-train"}
    assert not feedparser.parse(said).bozo
    assert "rsl:" not in desk.get("/feed.atom")


def test_nothing_is_said_by_default_and_nothing_is_updated(tmp_path: Path) -> None:
    before = paper(tmp_path, BASE)
    kept = {path: before.client.get(path) for path in PUBLIC}
    assert not any({"Link", "Content-Usage"} & set(one.headers.keys()) for one in kept.values())
    assert not re.search("License|Content-", before.get("/robots.txt"))
    dated = [before.items()[0][key] for key in ("id", "date_modified")]
    assert [paper(tmp_path, TOLD).items()[0][key] for key in ("id", "date_modified")] == dated
    after = paper(tmp_path, BASE)
    assert {path: after.client.get(path).data for path in PUBLIC} == {
        path: one.data for path, one in kept.items()
    }


def test_answers_for_a_key_say_nothing(tmp_path: Path) -> None:
    desk = paper(tmp_path, TOLD)
    token = desk.newsroom.keys.add("Board", drafts=True).token
    answer = desk.client.get(f"/private/{token}/feed.rss")
    assert answer.status_code == 200
    assert not {"Link", "Content-Usage"} & set(answer.headers.keys())


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('license = "license.xml"', "machines.license: 'license.xml' is no web address"),
        ('license = "https://a.example/x>y"', "machines.license: .* is no web address"),
        ('license = "ftp://a.example/"', "machines.license: .* is no web address"),
        ('usage = "ai-train=n"', "machines.usage: 'ai-train' is no use .* did you mean train-ai"),
        ('usage = "tea=y"', "machines.usage: 'tea' is no use .* known: search, train-ai"),
        ('usage = "search=yes"', "machines.usage: 'search=yes' says neither y nor n"),
        ('usage = "search"', "machines.usage: 'search' says neither y nor n"),
        ('usage = "search=y,"', "machines.usage: '' is no use"),
        ('usage = "search=y, search=n"', "machines.usage: 'search' stands twice"),
        ('usage = "search=y\\r\\nX: y"', "machines.usage: .* says neither"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    (tmp_path / "site.toml").write_text(f"{BASE}[machines]\n{line}\n")
    with pytest.raises(SettingsError, match=rf"site\.toml:4: {told}"):
        load_settings(tmp_path, {})
