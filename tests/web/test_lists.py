"""Every article can be reached by pages: from the front page to the oldest, and back."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from feedsvc.pages import Pages
from feedsvc.web import create_app
from tests.web.private_paper import FILES, reader_of
from tests.web.servers import Server, granian

SITE = "https://news.example"
TOTAL = 130
LISTS = ["/", "/category/world", "/tag/wet", "/author/desk", "/language/en"]
MONTHS = {"2026/05": 10, "2026/04": 30, "2026/03": 31, "2026/02": 28, "2026/01": 31}
SEARCH = '[searches.rain]\nquery = "rain"\n'


def paper(desk: Any, total: int = TOTAL, toml: str = "") -> Any:
    """A newsroom of articles, one a day from 1 January 2026 on."""
    base = f'base_url = "{SITE}"\nid_base = "news.example,2026"\ntitle = "Paper"\n'
    desk.write("site.toml", base + toml)
    for number in range(1, total + 1):
        day = number - 1
        month = next(m for m in range(1, 7) if (day := day - (31, 28, 31, 30, 31, 30)[m - 1]) < 0)
        date = f"2026-{month:02}-{day + (31, 28, 31, 30, 31, 30)[month - 1] + 1:02}"
        desk.write(
            f"n{number}.md",
            f"---\ntitle: Rain {number}\ndate: {date}\ncategory: World\ntags: [wet]\n"
            "author: Desk\n---\nIt fell.\n",
        )
    return desk


@pytest.fixture(scope="module")
def client(still_desk: Any) -> FlaskClient:
    return create_app(paper(still_desk, toml=SEARCH).open()).test_client()


def tree(client: FlaskClient, url: str) -> LexborHTMLParser:
    answer = client.get(url.removeprefix(SITE) or "/")
    assert answer.status_code == 200, url
    return LexborHTMLParser(answer.text)


def headlines(page: LexborHTMLParser) -> list[str]:
    return [node.text() for node in page.css("main article :is(h2, h3) a")]


def leads(page: LexborHTMLParser, rel: str) -> str | None:
    """Where a page leads by a relation, told alike in its head and in its text; None: nowhere."""
    shown = page.css(f"main a[rel={rel}]")
    told = [node.attributes["href"] for node in page.css(f"head link[rel={rel}]")]
    assert told == [urldefrag(node.attributes["href"] or "").url for node in shown]
    return shown[0].attributes["href"] if shown else None


def walk(client: FlaskClient, url: str, rel: str) -> Iterator[tuple[str, LexborHTMLParser]]:
    """All pages to which one link leads, one after the other."""
    following: str | None = url
    seen: set[str] = set()
    while following:
        assert following not in seen
        assert len(seen) < TOTAL
        seen.add(following)
        page = tree(client, following)
        yield following, page
        following = leads(page, rel)


@pytest.mark.parametrize("start", LISTS)
def test_a_reader_gets_to_the_oldest_article_and_back(client: FlaskClient, start: str) -> None:
    first, *back = walk(client, SITE + start, "next")
    assert back[-1][0] == f"{SITE}{start.rstrip('/')}/page/1"
    assert leads(first[1], "prev") is None
    seen = headlines(first[1])
    place = back[0][1].css_first(f"#{urldefrag(back[0][0]).fragment} a[href*=articles]")
    assert place.text() == f"Rain {TOTAL - len(seen)}"  # the first that the list does not show
    met = [one for _, page in back for one in headlines(page)]
    assert len(met) == len(set(met))
    assert set(met) | set(seen) == {f"Rain {number}" for number in range(1, TOTAL + 1)}
    *forth, home = walk(client, back[-1][0], "prev")
    assert home[0] == SITE + start
    met = [one for _, page in forth for one in reversed(headlines(page))]
    assert met == [f"Rain {number}" for number in range(1, TOTAL + 1)]
    for url, page in forth:
        assert page.css_first("link[rel=canonical]").attributes["href"] == url
        assert f"{SITE}/archive" in [node.attributes["href"] for node in page.css("main a")]


@pytest.mark.each_database
def test_a_list_that_shows_all_leads_to_nothing_older(desk: Any) -> None:
    client = create_app(paper(desk, 20).open()).test_client()
    for url in LISTS:
        page = tree(client, url)
        assert leads(page, "next") is None
        assert f"{SITE}/archive" in [node.attributes["href"] for node in page.css("main a")]
    assert leads(tree(client, "/page/1"), "prev") == f"{SITE}/"
    assert client.get("/page/2").status_code == 404


NOT_THERE = ["0", "8", "01", "+1", "-1", "1.0", "1 ", "x", "٣", "999999999", "9" * 40]


@pytest.mark.parametrize("number", NOT_THERE)
@pytest.mark.parametrize("start", ["", "/tag/wet", "/category/none", "/search/rain"])
def test_a_number_that_is_not_there_is_404(client: FlaskClient, start: str, number: str) -> None:
    answer = client.get(f"{start}/page/{number}")
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.each_database
def test_a_number_that_was_there_before_retractions_is_404(desk: Any) -> None:
    newsroom = paper(desk, 41).open()
    client = create_app(newsroom).test_client()
    full = client.get("/page/1").headers["ETag"]
    assert client.get("/page/3").status_code == 200
    desk.write(
        "n41.md", "---\ntitle: Rain 41\ndate: 2026-02-10\nstatus: withdrawn\n---\nIt fell.\n"
    )
    newsroom.index.update(["n41.md"])
    assert client.get("/page/3").status_code == 404
    assert "Rain 41" not in client.get("/page/2").text
    assert client.get("/page/1", headers={"If-None-Match": full}).status_code == 304


def test_months_lead_to_every_article(client: FlaskClient) -> None:
    page = tree(client, "/archive")
    lines = {
        (node.css_first("a").attributes["href"] or "").removeprefix(f"{SITE}/archive/"): int(
            node.css_first(".count").text().split()[0]
        )
        for node in page.css("main li")
    }
    assert lines == MONTHS
    assert [node.text() for node in page.css("main h2")] == ["2026"]
    assert page.css_first("main h2 a").attributes["href"] == f"{SITE}/archive/2026"
    assert [leads(page, rel) for rel in ("prev", "next")] == [None, None]
    year = tree(client, "/archive/2026")
    assert [node.html for node in year.css("main li")] == [
        node.html for node in page.css("main li")
    ]
    seen = []
    for url, month in walk(client, f"{SITE}/archive/2026/05", "next"):
        items = month.css("main li")
        assert len(items) == MONTHS[url.removeprefix(f"{SITE}/archive/")]
        assert all(node.css_first("a[href$='/category/world']").text() == "World" for node in items)
        assert all(node.css_first("time") for node in items)
        assert month.css_first("link[rel=canonical]").attributes["href"] == url
        seen += [node.css_first("a").text() for node in items]
    assert seen == [f"Rain {number}" for number in range(TOTAL, 0, -1)]
    assert [url for url, _ in walk(client, f"{SITE}/archive/2026/01", "prev")] == [
        f"{SITE}/archive/{name}" for name in sorted(MONTHS)
    ]


@pytest.mark.each_database
def test_years_lead_to_each_other(desk: Any) -> None:
    desk.write("site.toml", f'base_url = "{SITE}"\nid_base = "news.example,2026"\n')
    for year in (2026, 2024, 2019):
        desk.write(f"{year}.md", f"---\ntitle: Of {year}\ndate: {year}-06-01\n---\nText.\n")
    client = create_app(desk.open()).test_client()
    walked = list(walk(client, f"{SITE}/archive/2026", "next"))
    assert [page.css_first("h1").text() for _, page in walked] == ["2026", "2024", "2019"]
    for url, page in walked:
        assert page.css_first("link[rel=canonical]").attributes["href"] == url
        month = f"{url}/06"
        assert [node.attributes["href"] for node in page.css("main li a")] == [month]
    assert [url for url, _ in walk(client, walked[-1][0], "prev")] == [u for u, _ in walked[::-1]]


@pytest.mark.parametrize(
    "path",
    ["2026/06", "2025/12", "2026/5", "2026/13", "2026/00", "x/y", "2026/05/01", "2025", "26"],
)
def test_a_month_that_is_not_there_is_404(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/archive/{path}")
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"


ADDRESSES = [f"{'' if start == '/' else start}/page/1" for start in LISTS]
ADDRESSES += ["/archive", "/archive/2026", "/archive/2026/01", "/search?q=fell&page=2"]


@pytest.fixture(scope="module")
def served(still_desk: Any, client: FlaskClient) -> Iterator[Server]:
    with granian(still_desk.folder) as server:
        yield server


@pytest.mark.parametrize("url", ADDRESSES)
def test_a_client_that_has_a_page_gets_304(served: Server, url: str) -> None:
    had = served.get(url, Accept_Encoding="gzip")
    assert had.status == 200
    assert had.headers["cache-control"] == "public, max-age=300"
    answer = served.get(url, Accept_Encoding="gzip", If_None_Match=had.headers["etag"])
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["etag"] == had.headers["etag"]


def test_an_address_with_a_slash_at_its_end_leads_to_the_page(client: FlaskClient) -> None:
    for url in ("/archive", "/archive/2026/01", "/page/1", "/tag/wet/page/2"):
        assert client.get(f"{url}/").location == SITE + url


@pytest.mark.each_database
def test_addresses_of_earlier_times_lead_where_they_led(desk: Any) -> None:
    redirects = '[redirects]\n"/page/2" = "/feed.atom"\n"/archive/2026/01" = "/tag/wet"\n'
    paper(desk, 60, redirects)
    old = "aliases: [/archive/, /tag/wet/page/1, /archive/1.atom]"
    desk.write("old.md", f"---\ntitle: Old\ndate: 2026-05-31\n{old}\n---\nText.\n")
    client = create_app(desk.open()).test_client()
    for url, target in {
        "/page/2": "/feed.atom",
        "/archive/2026/01": "/tag/wet",
        "/archive": "/articles/old",
        "/tag/wet/page/1": "/articles/old",
    }.items():
        answer = client.get(url)
        assert (answer.status_code, answer.location) == (301, SITE + target)
    for url in ("/page/1", "/archive/2026/02", "/tag/wet/page/2", "/archive/1.atom"):
        assert client.get(url).status_code == 200


@pytest.mark.each_database
def test_nothing_that_is_held_back_is_on_any_page_or_in_any_count(desk: Any, clock: Any) -> None:
    for path, text in FILES.items():
        desk.write(path, text)
    newsroom = desk.open()
    client = reader_of(create_app(newsroom))
    page = tree(client, "/page/1")
    assert headlines(page) == ["Pub"]
    assert headlines(tree(client, "/category/world/page/1")) == ["Pub"]
    assert [node.text() for node in tree(client, "/archive").css(".count")] == ["1 article"]
    (month,) = tree(client, "/archive/2026/05").css("main li")
    assert month.css_first("a").text() == "Pub"
    hidden = ["/category/board/page/1", "/tag/hush/page/1", "/author/board-desk/page/1"]
    for url in [*hidden, "/category/hidden/page/1", "/page/2", "/archive/2026/07"]:
        assert client.get(url).status_code == 404, url
    had = client.get("/archive").headers["ETag"]
    clock.forward(days=31)  # an embargo lifts
    assert headlines(tree(client, "/page/1")) == ["Coming", "Pub"]
    assert client.get("/archive", headers={"If-None-Match": had}).status_code == 200
    assert client.get("/archive/2026/07").status_code == 200


def test_pages_without_end_displace_no_others(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[Any, set[bool]] = {}
    page = Pages.page

    def note(self: Pages, key: Any, template: str, make: Any, *, asked_: bool = False) -> Any:
        asked.setdefault(template, set()).add(asked_)
        return page(self, key, template, make, asked=asked_)

    monkeypatch.setattr(Pages, "page", lambda *some, asked=False: note(*some, asked_=asked))
    for url in ["/", "/tag/wet", *ADDRESSES]:
        client.get(url)
    assert asked == {
        "home.html": {False},
        "part.html": {False},
        "months.html": {False, True},
        "numbered.html": {True},
        "month.html": {True},
        "search.html": {True},
    }


def test_numbers_that_are_not_there_take_no_memory(client: FlaskClient) -> None:
    made = []
    with pytest.MonkeyPatch.context() as patch:
        put = "feedsvc.feeds.cache.Cache.put"
        patch.setattr(put, lambda self, key, document: made.append(key))
        for number in range(8, 60):
            assert client.get(f"/page/{number}").status_code == 404
            assert client.get(f"/archive/20{number}/01").status_code in (200, 404)
            assert client.get(f"/page/1?x={number}").status_code == 200
    # Pages that say what is not there may show what is: one entry, whatever was asked.
    assert {key[1] for key in made} <= {"latest", ("list", "page/1"), ("list", "archive/2026/01")}


@pytest.mark.parametrize("start", ["/search?q=rain", "/search/rain"])
def test_a_search_leads_to_older_results(client: FlaskClient, start: str) -> None:
    pages = list(walk(client, SITE + start, "next"))
    urls = [f"{SITE}/search?q=rain&page={number}" for number in (2, 3)]
    assert [url for url, _ in pages] == [SITE + start, *urls]
    seen = [one for _, page in pages for one in headlines(page)]
    assert seen == [f"Rain {number}" for number in range(TOTAL, 0, -1)]
    back = [url for url, _ in walk(client, urls[-1], "prev")]
    assert back == [*urls[::-1], f"{SITE}/search?q=rain"]


@pytest.mark.parametrize("number", NOT_THERE)
def test_a_page_of_a_search_that_is_not_there_is_404(client: FlaskClient, number: str) -> None:
    answer = client.get("/search", query_string={"q": "rain", "page": number})
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_first_page_of_a_search_is_the_search(client: FlaskClient) -> None:
    first, same = client.get("/search?q=rain"), client.get("/search?q=rain&page=1")
    assert first.headers["ETag"] == same.headers["ETag"]
    for url in ("/search?q=rain+none", "/search?q=rain+none&page=1"):
        assert leads(tree(client, url), "next") is None
