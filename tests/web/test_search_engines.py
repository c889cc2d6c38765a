"""What search engines find: news of two days, pictures, the site's name and its favicon."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import etree

from tests.promises.desk import Desk

SITE = "https://news.example"
BASE = f'title = "A & B"\nbase_url = "{SITE}"\nid_base = "news.example,2026"\n'
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + 2 * (96).to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
    "i": "http://www.google.com/schemas/sitemap-image/1.1",
}
ARTICLE = "---\ntitle: {0}\ndate: {1}\n{2}---\n{0} it is.\n"


@pytest.fixture
def paper(tmp_path: Path) -> Desk:
    """A newsroom on 28 November 2026, 12:00 UTC."""
    (tmp_path / "site.toml").write_text(BASE)
    return Desk(tmp_path)


def news(desk: Desk) -> list[dict[str, str]]:
    """What the news sitemap says of each article, by the names of the elements."""
    answer = desk.client.get("/news-sitemap.xml")
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    urls = etree.fromstring(answer.data).iterfind("s:url", NAMES)
    return [
        {etree.QName(one).localname: one.text for one in url.iter() if (one.text or "").strip()}
        for url in urls
    ]


def titles(desk: Desk) -> list[str]:
    return [one["title"] for one in news(desk)]


def test_news_of_two_days_are_told_as_google_asks(paper: Desk) -> None:
    paper.write("new.md", ARTICLE.format("Rain <1>", "2026-11-28 10:00", "language: de-AT\n"))
    paper.write("old.md", ARTICLE.format("Snow", "2026-11-26 11:59", ""))
    paper.write("later.md", ARTICLE.format("Hail", "2026-11-29", ""))
    paper.write("draft.md", ARTICLE.format("Fog", "2026-11-28", "draft: true\n"))
    paper.write("there.md", ARTICLE.format("Wind", "2026-11-28", "url: https://other.example/\n"))
    paper.newsroom.scan()
    assert news(paper) == [
        {
            "loc": f"{SITE}/articles/new",
            "name": "A & B",
            "language": "de",
            "publication_date": "2026-11-28T10:00:00+00:00",
            "title": "Rain <1>",
        }
    ]


def test_an_article_leaves_when_it_is_two_days_old_and_nothing_is_saved(paper: Desk) -> None:
    paper.write("a.md", ARTICLE.format("Rain", "2026-11-27 12:00", ""))
    paper.write("b.md", ARTICLE.format("Snow", "2026-11-27 18:00", ""))
    paper.newsroom.scan()
    assert titles(paper) == ["Snow", "Rain"]
    tag = paper.client.get("/news-sitemap.xml").headers["ETag"]
    paper.now = paper.now.replace(day=29, hour=11, minute=59)
    again = paper.client.get("/news-sitemap.xml", headers={"If-None-Match": tag})
    assert again.status_code == 304
    paper.now = paper.now.replace(hour=12, minute=0)
    assert titles(paper) == ["Snow"]
    paper.now = paper.now.replace(hour=18)
    assert titles(paper) == []


def test_there_are_a_thousand_at_most(paper: Desk) -> None:
    for number in range(1003):
        time = f"2026-11-27 {number // 60:02}:{number % 60:02}"
        paper.write(f"{number}.md", ARTICLE.format(f"Rain {number}", time, ""))
    paper.newsroom.scan()
    assert len(titles(paper)) == 1000


@pytest.mark.parametrize(
    ("language", "told"),
    [("", "en"), ("pt-BR", "pt"), ("zh", "zh-cn"), ("zh-Hant-HK", "zh-tw"), ("zh-TW", "zh-tw")],
)
def test_languages_are_those_that_google_knows(paper: Desk, language: str, told: str) -> None:
    header = f"language: {language}\n" if language else ""
    paper.save("a.md", ARTICLE.format("Rain", "2026-11-28", header))
    assert [one["language"] for one in news(paper)] == [told]


def test_what_is_withdrawn_or_private_is_no_news(paper: Desk) -> None:
    paper.write("site.toml", f"{BASE}[categories.board]\nprivate = true\n")
    paper.write("board/a.md", ARTICLE.format("Plan", "2026-11-28", ""))
    paper.write("b.md", ARTICLE.format("Rain", "2026-11-28", ""))
    desk = Desk(paper.folder)
    desk.newsroom.scan()
    assert titles(desk) == ["Rain"]
    desk.save("b.md", ARTICLE.format("Rain", "2026-11-28", "status: withdrawn\n"))
    assert titles(desk) == []


def test_the_sitemap_has_pictures_of_public_articles(paper: Desk) -> None:
    for name in "abcdefg":
        paper.write(f"pics/{name} &.png", PNG)
    text = "".join(f"![](<pics/{name} &.png>)\n" for name in "gfedcba")
    paper.write("a.md", ARTICLE.format("Rain", "2026-11-28", "enclosure: a.mp3\n") + text)
    paper.write("b.md", ARTICLE.format("Fog", "2026-11-28", "draft: true\nimage: fog.png\n"))
    paper.newsroom.scan()
    tree = etree.fromstring(paper.client.get("/sitemap.xml").data)
    (article,) = (one for one in tree if "/articles/" in one.findtext("s:loc", "", NAMES))
    found = [one.text for one in article.iterfind("i:image/i:loc", NAMES)]
    assert found == [f"{SITE}/media/pics/{name}%20%26.png" for name in "abcde"]
    for url in found:
        with paper.client.get(unquote(url.removeprefix(SITE))) as answer:
            assert answer.data == PNG
    assert len(tree.findall(".//i:image", NAMES)) == 5


def site_data(page: str) -> dict[str, Any]:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    found: dict[str, Any] = json.loads(text)
    return found


def test_the_front_page_says_the_name_of_the_site(paper: Desk) -> None:
    paper.write("site.toml", BASE.replace("A & B", "</script>A"))
    desk = Desk(paper.folder)
    desk.newsroom.scan()
    told = {"@context": "https://schema.org", "@type": "WebSite", "url": f"{SITE}/"}
    assert site_data(desk.get("/")) == told | {"name": "</script>A"}


@pytest.mark.parametrize(
    ("keys", "link"),
    [
        ("", f'href="{SITE}/static/icon.svg" sizes="any"'),
        ('icon = "wide.png"\n', f'href="{SITE}/media/wide.png"'),
        (
            'icon = "wide.png"\nfavicon = "small.png"\n',
            f'href="{SITE}/media/small.png" sizes="96x96"',
        ),
        ('favicon = "https://x.example/i.ico"\n', 'href="https://x.example/i.ico"'),
    ],
)
def test_pages_name_the_favicon_and_its_size(paper: Desk, keys: str, link: str) -> None:
    paper.write("small.png", PNG)
    paper.write("site.toml", BASE + keys)
    desk = Desk(paper.folder)
    desk.save("a.md", ARTICLE.format("Rain", "2026-11-28", ""))
    for path in ("/", "/articles/a", "/archive"):
        assert f'<link rel="icon" {link}>' in desk.get(path)
    if "small.png" in link:
        with desk.client.get("/media/small.png") as answer:
            assert answer.data == PNG
        assert desk.client.get("/favicon.ico").location == f"{SITE}/media/small.png"
