"""A feed's address shows a page to a browser that goes there, and the feed to everybody else.

And of pages altogether: they change at once when what they show does, and not before.
"""

import gzip
import json
from typing import Any

import feedparser
import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from feedsvc.pages import Pages
from feedsvc.web import create_app

FORMATS = ["atom", "rss", "json"]
URLS = [f"/{name}.{format}" for name in ("feed", "category/world") for format in FORMATS]
GOING = {"Sec-Fetch-Dest": "document"}
VARY = "Accept-Encoding, Sec-Fetch-Dest"
RAIN = "---\ntitle: Rain\ndate: 2026-05-01\ncategory: World\n---\nWet it is.\n\n## Why\n\nWater.\n"
SNOW = "---\ntitle: Snow\ndate: 2026-05-02\ncategory: World\n---\nCold it is.\n"


@pytest.fixture
def newsroom(desk: Any) -> Any:
    desk.write("rain.md", RAIN)
    desk.write("snow.md", SNOW)
    return desk.open()


@pytest.fixture(scope="module")
def client(still_desk: Any) -> FlaskClient:
    still_desk.write("rain.md", RAIN)
    still_desk.write("snow.md", SNOW)
    return create_app(still_desk.open()).test_client()


@pytest.mark.parametrize("url", URLS)
def test_a_browser_is_shown_the_same_entries(client: FlaskClient, url: str) -> None:
    answer = client.get(url, headers=GOING)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, max-age=300"
    assert answer.headers["Vary"] == VARY
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    page = LexborHTMLParser(answer.text)
    stem = url.rpartition(".")[0]
    items = json.loads(client.get(f"{stem}.json").data)["items"]
    shown = [(n.text(), n.attributes["href"]) for n in page.css("main article h2 a")]
    assert shown == [(item["title"], item["url"]) for item in items]
    assert page.css_first(".address").text() == f"https://news.example{url}"
    others = {n.attributes["href"] for n in page.css(".contents .formats a")}
    assert others == {f"https://news.example{stem}.{format}" for format in FORMATS}


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize(
    "said", [None, "", "empty", "iframe", "image", "Document", "DOCUMENT", "document, empty", "x"]
)
def test_nobody_else_gets_the_page(client: FlaskClient, url: str, said: str | None) -> None:
    headers = {} if said is None else {"Sec-Fetch-Dest": said}
    plain, answer = client.get(url), client.get(url, headers=headers)
    assert answer.headers["Content-Type"].partition(";")[0].rpartition("/")[2] in (
        "atom+xml",
        "rss+xml",
        "feed+json",
    )
    assert (answer.data, answer.headers) == (plain.data, plain.headers)
    assert answer.headers["Vary"] == VARY
    assert answer.headers["Cache-Control"].startswith("public, ")


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("coding", ["", "gzip"])
def test_page_and_feed_share_no_tag(client: FlaskClient, url: str, coding: str) -> None:
    wanted = {"Accept-Encoding": coding}
    page = client.get(url, headers=wanted | GOING)
    feed = client.get(url, headers=wanted)
    tags = {"If-None-Match": page.headers["ETag"]}, {"If-None-Match": feed.headers["ETag"]}
    assert tags[0] != tags[1]
    assert client.get(url, headers=wanted | GOING | tags[0]).status_code == 304
    assert client.get(url, headers=wanted | GOING | tags[1]).status_code == 200
    assert client.get(url, headers=wanted | tags[0]).status_code == 200
    assert client.get(url, headers=wanted | tags[1]).status_code == 304


@pytest.mark.parametrize("url", URLS)
def test_a_304_for_the_page_says_what_the_page_says(client: FlaskClient, url: str) -> None:
    had = client.get(url, headers=GOING)
    again = client.get(url, headers=GOING | {"If-None-Match": had.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary"):
        assert again.headers[name] == had.headers[name]


@pytest.mark.parametrize("url", URLS)
def test_a_date_of_the_feed_says_nothing_of_the_page(client: FlaskClient, url: str) -> None:
    date = client.get(url).headers["Last-Modified"]
    answer = client.get(url, headers=GOING | {"If-Modified-Since": date})
    assert answer.status_code == 200


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("coding", ["", "gzip"])
def test_head_is_get_without_the_body(client: FlaskClient, url: str, coding: str) -> None:
    headers = GOING | {"Accept-Encoding": coding}
    full, head = client.get(url, headers=headers), client.head(url, headers=headers)
    assert (head.status_code, head.data, head.headers) == (200, b"", full.headers)
    assert head.headers["Content-Length"] == str(len(full.data))


def test_the_page_is_compressed_like_any_other(client: FlaskClient) -> None:
    plain = client.get("/feed.atom", headers=GOING)
    coded = client.get("/feed.atom", headers=GOING | {"Accept-Encoding": "gzip"})
    assert coded.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(coded.data) == plain.data


@pytest.mark.parametrize("url", ["/category/nothing.atom", "/tag/nothing.rss"])
def test_a_feed_that_is_not_there_has_no_page(client: FlaskClient, url: str) -> None:
    answer = client.get(url, headers=GOING)
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_page_is_not_for_search_engines(client: FlaskClient) -> None:
    page = LexborHTMLParser(client.get("/feed.atom", headers=GOING).text)
    assert page.css_first("meta[name=robots]").attributes["content"] == "noindex"


@pytest.mark.each_database
def test_the_page_changes_with_the_feed(desk: Any, newsroom: Any, clock: Any) -> None:
    client = create_app(newsroom).test_client()
    held = {"If-None-Match": client.get("/feed.atom", headers=GOING).headers["ETag"]}
    clock.forward(minutes=1)
    desk.write("rain.md", RAIN.replace("Rain", "Hail"))
    newsroom.index.update(["rain.md"])
    answer = client.get("/feed.atom", headers=GOING | held)
    assert answer.status_code == 200
    assert "Hail" in answer.text
    titles = [entry.title for entry in feedparser.parse(client.get("/feed.atom").data).entries]
    shown = LexborHTMLParser(answer.text).css("main article h2")
    assert [one.text() for one in shown] == titles


@pytest.mark.each_database
def test_a_right_to_left_entry_reads_in_its_own_direction(desk: Any) -> None:
    desk.write("a.md", "---\ntitle: שלום\ndate: 2026-05-01\nlang: he\n---\nשלום לכולם.\n")
    client = create_app(desk.open()).test_client()
    page = LexborHTMLParser(client.get("/feed.rss", headers=GOING).text)
    entry = page.css_first("main article").attributes
    assert (entry["lang"], entry["dir"]) == ("he", "rtl")
    assert "dir" not in page.css_first("html").attributes


PAGES = ["/", "/category/world", "/feed.atom", "/category/world.json", "/sitemap.xml"]
HAIL = "---\ntitle: Hail\ndate: 2026-05-03\ncategory: World\n{}---\nHard it is.\n"


class TestPageCache:
    """Each page is made once for everything that happens in the newsroom."""

    @pytest.fixture
    def client(self, newsroom: Any) -> FlaskClient:
        return create_app(newsroom).test_client()

    @staticmethod
    def tags(client: FlaskClient) -> dict[str, str]:
        answers = {url: client.get(url, headers=GOING) for url in PAGES}
        assert {answer.status_code for answer in answers.values()} == {200}
        return {url: answer.headers["ETag"] for url, answer in answers.items()}

    def changed(self, client: FlaskClient, before: dict[str, str]) -> set[str]:
        return {url for url, tag in self.tags(client).items() if tag != before[url]}

    @pytest.mark.each_database
    def test_what_happens_shows_at_once(
        self, desk: Any, newsroom: Any, client: FlaskClient, clock: Any
    ) -> None:
        steps = [HAIL.format(""), HAIL.format("").replace("Hail", "Sleet"), None]
        names = ["Hail", "Sleet", None]
        for text, name in zip(steps, names, strict=True):
            before = self.tags(client)
            clock.forward(minutes=1)
            if text is None:
                (desk.folder / "hail.md").unlink()
            else:
                desk.write("hail.md", text)
            newsroom.index.update(["hail.md"])
            assert self.changed(client, before) == set(PAGES)
            shown = client.get("/").text
            assert [one for one in names if one and one in shown] == ([name] if name else [])
        assert client.get("/articles/hail").status_code == 410

    @pytest.mark.parametrize("held", ["draft: true", "status: withdrawn", "published: false"])
    def test_what_is_taken_back_goes_at_once(
        self, desk: Any, newsroom: Any, client: FlaskClient, clock: Any, held: str
    ) -> None:
        desk.write("hail.md", HAIL.format(""))
        newsroom.index.update(["hail.md"])
        before = self.tags(client)
        assert client.get("/articles/hail").status_code == 200
        clock.forward(minutes=1)
        desk.write("hail.md", HAIL.format(f"{held}\n"))
        newsroom.index.update(["hail.md"])
        assert self.changed(client, before) == set(PAGES)
        assert client.get("/articles/hail").status_code == 410
        assert all("Hail" not in client.get(url, headers=GOING).text for url in PAGES)

    def test_time_alone_shows_and_takes_away(
        self, desk: Any, newsroom: Any, client: FlaskClient, clock: Any
    ) -> None:
        desk.write("hail.md", HAIL.format("embargo: 2026-06-02 12:00\nexpires: 2026-06-04\n"))
        newsroom.index.update(["hail.md"])
        for hours, shown in ((0, False), (23, False), (1, True), (30, True), (6, False)):
            clock.forward(hours=hours)
            for url in PAGES[:-1]:
                assert ("Hail" in client.get(url, headers=GOING).text) is shown, url
            assert ("articles/hail" in client.get("/sitemap.xml").text) is shown
            assert client.get("/articles/hail").status_code == (200 if shown else 404)

    @pytest.mark.each_database
    def test_nothing_new_makes_nothing_new(
        self, desk: Any, newsroom: Any, client: FlaskClient, clock: Any, app_renders: list[str]
    ) -> None:
        before = self.tags(client)
        made = len(app_renders)
        assert made >= len(PAGES)
        clock.forward(days=1)
        newsroom.scan()
        desk.write("notes.toml", "")
        assert self.tags(client) == before
        assert len(app_renders) == made

    @pytest.fixture
    def app_renders(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The names of the templates that are rendered from now on."""
        seen: list[str] = []
        render = Pages.render

        def note(self: Pages, template: str, /, **values: object) -> str:
            seen.append(template)
            return render(self, template, **values)

        monkeypatch.setattr(Pages, "render", note)
        return seen


@pytest.mark.each_database
@pytest.mark.parametrize("base", ["", "/category/world"])
def test_a_browser_is_led_through_the_archive_and_back(desk: Any, base: str) -> None:
    desk.write(
        "site.toml",
        'base_url = "https://news.example"\nid_base = "news.example,2026"\n'
        "[feeds]\nentries = 10\narchive_entries = 10\n",
    )
    for day in range(1, 31):
        text = RAIN.replace("2026-05-01", f"2026-05-{day:02}").replace("Rain", f"Rain {day}")
        desk.write(f"{day}.md", text)
    client = create_app(desk.open()).test_client()
    site, name = "https://news.example", f"{base or '/feed'}.atom"

    def walk(url: str, rel: str) -> list[tuple[str, LexborHTMLParser]]:
        found = []
        while url:
            answer = client.get(url.removeprefix(site), headers=GOING)
            assert answer.status_code == 200
            page = LexborHTMLParser(answer.text)
            found.append((url, page))
            link = page.css_first(f"nav.pager a[rel={rel}]")
            url = (link.attributes["href"] or "") if link else ""
        return found

    pages = walk(site + name, "next")
    urls = [site + name, *(f"{site}{base}/archive/{n}.atom" for n in (2, 1))]
    assert [url for url, _ in pages] == urls
    shown = [node.text() for _, page in pages for node in page.css("main article h2 a")]
    assert shown == [f"Rain {day}" for day in range(30, 0, -1)]
    assert [url for url, _ in walk(urls[-1], "prev")] == urls[::-1]


def test_a_feed_without_an_archive_leads_to_none(client: FlaskClient) -> None:
    for url in (*URLS, "/digest/daily.atom"):
        page = LexborHTMLParser(client.get(url, headers=GOING).text)
        assert not page.css("nav.pager")


def test_the_page_of_a_feed_tells_what_arrives(desk: Any) -> None:
    for day in (4, 5, 20):  # of May 2026: Monday, Tuesday, and Wednesday of the third week
        desk.write(f"{day}.md", f"---\ntitle: Of {day}\ndate: 2026-05-{day:02}\n---\nText.\n")
    desk.write("no.md", "---\ntitle: No\ndate: 2026-05-21\ndraft: true\n---\nText.\n")
    client = create_app(desk.open()).test_client()
    page = LexborHTMLParser(client.get("/feed.atom", headers=GOING).text)
    picture = page.css_first("svg[role=img][aria-label]")
    told = [node.text() for node in picture.css("rect > title")]
    assert told == ["Week of 4 May 2026: 2", "Week of 11 May 2026: 0", "Week of 18 May 2026: 1"]
    said = page.css_first("#_arrivals + p").text()
    assert said == "3 articles in 3 weeks, in the 3 weeks up to the newest."
    for url in ("/digest/daily.atom", "/tag/none.atom"):
        assert "rect" not in client.get(url, headers=GOING).text
