"""Private addresses, as the holder of a key asks for them, and as everybody else does."""

import json
from typing import Any

import feedparser
import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from feedsvc.web import create_app, make_routes
from tests.web.private_paper import FILES, SITE, TOML, is_private, reader_of, titles

DRAFTS = {"[Draft] Plan", "[Embargoed] Coming"}
BOARD = {"Notes"}
BOTH = DRAFTS | BOARD | {"[Draft] Sketch", "[Embargoed] Later"}
SCOPES: list[tuple[bool, tuple[str, ...], set[str]]] = [
    (True, (), DRAFTS),
    (False, ("board",), BOARD),
    (True, ("board",), BOTH),
    (False, ("board", "hidden"), BOARD | {"Other"}),
]


@pytest.fixture
def newsroom(desk: Any) -> Any:
    for path, text in FILES.items():
        desk.write(path, text)
    return desk.open()


@pytest.fixture
def client(newsroom: Any) -> FlaskClient:
    return reader_of(create_app(newsroom))


@pytest.fixture
def place(newsroom: Any) -> str:
    """The path below which a key for drafts and Board notes has everything."""
    made = newsroom.keys.add("Both", drafts=True, categories=["board"])
    return f"/private/{made.token}"


@pytest.mark.parametrize(("drafts", "categories", "wanted"), SCOPES)
def test_a_key_shows_exactly_what_it_is_for(
    newsroom: Any, client: FlaskClient, drafts: bool, categories: tuple[str, ...], wanted: set[str]
) -> None:
    token = newsroom.keys.add("Key", drafts=drafts, categories=categories).token
    for format in ("atom", "rss", "json"):
        answer = client.get(f"/private/{token}/feed.{format}")
        is_private(answer)
        feed = feedparser.parse(answer.data)
        shown = titles(answer) if format == "json" else {one.title for one in feed.entries}
        assert shown == wanted
        assert format == "json" or not feed.bozo
    slugs = {"draft", "coming", "gone", "over", "notes", "sketch", "later", "other"}
    seen = {
        slug for slug in slugs if client.get(f"/private/{token}/articles/{slug}").status_code == 200
    }
    shown = json.loads(client.get(f"/private/{token}/feed.json").data)["items"]
    assert seen == {item["url"].rpartition("/")[2] for item in shown}
    for category in ("board", "hidden"):
        answer = client.get(f"/private/{token}/category/{category}.json")
        assert answer.status_code == (200 if category in categories else 404)
        is_private(answer)


@pytest.mark.each_database
def test_a_category_has_a_feed_of_its_own(client: FlaskClient, place: str) -> None:
    answer = client.get(f"{place}/category/board.json")
    assert titles(answer) == BOTH - DRAFTS
    assert client.get(f"{place}/category/world.atom").status_code == 404


def test_the_newest_come_first_and_no_more_than_feeds_hold(desk: Any) -> None:
    desk.write("site.toml", f"{TOML}[feeds]\nentries = 2\n")
    for day in range(1, 6):
        desk.write(
            f"n{day}.md", f"---\ntitle: N{day}\ndate: 2026-05-0{day}\ndraft: true\n---\nX.\n"
        )
    newsroom = desk.open()
    token = newsroom.keys.add("Key", drafts=True).token
    client = reader_of(create_app(newsroom))
    atom = client.get(f"/private/{token}/feed.atom")
    assert [one.title for one in feedparser.parse(atom.data).entries] == [
        "[Draft] N5",
        "[Draft] N4",
    ]
    complete = b"http://purl.org/syndication/history/1.0"
    assert complete not in atom.data  # a reader would drop what it has of the others
    desk.write("site.toml", f"{TOML}[feeds]\nentries = 50\n")
    whole = reader_of(create_app(desk.open())).get(f"/private/{token}/feed.atom")
    assert len(feedparser.parse(whole.data).entries) == 5
    assert complete in whole.data


@pytest.mark.each_database
def test_who_follows_both_sees_one_entry(desk: Any, newsroom: Any, client: FlaskClient) -> None:
    token = newsroom.keys.add("Key", drafts=True).token

    def item(path: str, slug: str) -> dict[str, Any]:
        found = json.loads(client.get(path).data)["items"]
        return next(one for one in found if one["url"].endswith(f"/articles/{slug}"))

    names = ("id", "date_published", "date_modified")
    ahead = [item(f"/private/{token}/feed.json", slug) for slug in ("draft", "coming")]
    desk.clock.forward(days=40)
    desk.write("world/draft.md", FILES["world/draft.md"].replace("draft: true\n", ""))  # type: ignore[union-attr]
    newsroom.scan()
    public = [item("/feed.json", slug) for slug in ("draft", "coming")]
    assert [[one[n] for n in names] for one in ahead] == [[one[n] for n in names] for one in public]
    assert titles(client.get(f"/private/{token}/feed.json")) == set()
    assert titles(client.get("/feed.json")) == {"Pub", "Plan", "Coming"}
    answer = client.get(f"/private/{token}/articles/draft")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{SITE}/articles/draft")
    is_private(answer)


def test_an_address_does_not_tell_that_a_file_is_hidden_there(desk: Any) -> None:
    desk.write("plan.md", "---\ndraft: true\n---\n# Plan\n\nWe will.\n")
    newsroom = desk.open()
    place = f"/private/{newsroom.keys.add('Key', drafts=True).token}"
    client = reader_of(create_app(newsroom))
    (desk.folder / "plan.md").rename(desk.folder / "scheme.md")
    newsroom.scan()
    free = client.get(f"{place}/articles/plan.md")
    assert (free.status_code, free.headers["Location"]) == (302, f"{SITE}{place}/articles/scheme")
    desk.write("plan.md", "---\nstatus: withdrawn\n---\n# Another\n\nWe did.\n")
    newsroom.scan()
    taken = client.get(f"{place}/articles/plan.md")
    assert (taken.status_code, taken.headers) == (free.status_code, free.headers)


@pytest.mark.each_database
def test_each_key_makes_feeds_of_its_own_ids(newsroom: Any, client: FlaskClient) -> None:
    made = [newsroom.keys.add(n, drafts=True, categories=["board"]) for n in ("One", "Two")]
    paths = [f"/private/{m.token}/{n}.atom" for m in made for n in ("feed", "category/board")]
    ids = [feedparser.parse(client.get(path).data).feed.id for path in ("/feed.atom", *paths)]
    assert len(set(ids)) == len(ids)
    assert all(one.startswith("tag:news.example,2026:feeds/") for one in ids)
    for one in made:
        assert not any(one.token[:12] in i or one.key.digest[:12] in i for i in ids)


def test_links_keep_the_token_where_they_lead_to_what_is_not_public(
    client: FlaskClient, place: str
) -> None:
    items = json.loads(client.get(f"{place}/feed.json").data)["items"]
    draft = next(one for one in items if one["title"] == "[Draft] Plan")
    ours = f"{SITE}{place}"
    assert draft["url"] == f"{ours}/articles/draft"
    assert draft["_feedsvc"]["sections"][1]["url"] == f"{ours}/articles/draft#where"
    page = LexborHTMLParser(draft["content_html"])
    links = {node.text(): node.attributes["href"] for node in page.css("a")}
    assert links["root"] == f"{ours}/articles/coming"
    assert links["World"] == f"{SITE}/category/world"
    assert links["elsewhere"] == "https://other.example/"
    followed = {
        name: client.get(str(links[name]), follow_redirects=True)
        for name in ("next", "notes", "pub", "root")
    }
    assert {name: answer.status_code for name, answer in followed.items()} == dict.fromkeys(
        followed, 200
    )
    assert [followed[n].request.path for n in ("next", "notes", "pub")] == [
        f"{place}/articles/coming",
        f"{place}/articles/notes",
        "/articles/pub",
    ]
    picture = page.css_first("img").attributes["src"]
    assert picture == f"{ours}/media/world/map.png"
    answer = client.get(str(picture).removeprefix(SITE))
    assert answer.data == b"map"
    is_private(answer)
    atom = client.get(f"{place}/feed.atom").text
    assert f"<icon>{SITE}/media/logo.png</icon>" in atom  # for everybody


@pytest.mark.each_database
def test_files_are_those_that_a_holder_sees_named(
    newsroom: Any, client: FlaskClient, place: str
) -> None:
    drafts = f"/private/{newsroom.keys.add('Drafts', drafts=True).token}"
    files = ("world/map.png", "board/plan.png", "world/pub.png", "board/unnamed.png", "site.toml")
    for where, wanted in ((place, [200, 200, 200, 404, 404]), (drafts, [200, 404, 200, 404, 404])):
        answers = [client.get(f"{where}/media/{path}") for path in files]
        assert [answer.status_code for answer in answers] == wanted
        for answer in answers:
            is_private(answer)
    assert client.get("/media/world/map.png").status_code == 404
    assert client.get("/media/board/plan.png").status_code == 404
    part = client.get(f"{place}/media/board/plan.png", headers={"Range": "bytes=0-1"})
    assert (part.status_code, part.data) == (206, b"pl")


def test_a_category_that_is_public_by_now_is_no_longer_the_keys(
    desk: Any, newsroom: Any, place: str
) -> None:
    desk.write(
        "site.toml", TOML.replace("private = true\n[categories.hidden]", "[categories.hidden]")
    )
    client = reader_of(create_app(desk.open()))
    assert client.get("/category/board.json").status_code == 200
    assert client.get(f"{place}/category/board.json").status_code == 404
    answer = client.get(f"{place}/feed.json")
    assert titles(answer) == DRAFTS | {"[Draft] Sketch", "[Embargoed] Later"}  # as of any other
    assert client.get(f"{place}/articles/notes").headers["Location"] == f"{SITE}/articles/notes"


@pytest.mark.each_database
def test_a_browser_gets_a_page_that_says_how_to_subscribe(client: FlaskClient, place: str) -> None:
    page = client.get(f"{place}/")
    is_private(page)
    assert page.mimetype == "text/html"
    for name in ("feed", "category/board"):
        for format in ("atom", "rss", "json"):
            assert f"{SITE}{place}/{name}.{format}" in page.text
    assert {node.text() for node in LexborHTMLParser(page.text).css(".story h2")} == BOTH
    token = place.rpartition("/")[2]
    for answer in (page, client.get(f"{place}/articles/draft")):
        title = LexborHTMLParser(answer.text).css_first("title")
        assert answer.status_code == 200
        assert title is not None
        assert "Paper" in title.text()
        assert token not in title.text()
        assert token in answer.text
    navigated = client.get(f"{place}/feed.atom", headers={"Sec-Fetch-Dest": "document"})
    assert navigated.data == page.data
    is_private(navigated)


def test_under_a_prefix_of_another_application(desk: Any) -> None:
    for path, text in FILES.items():
        desk.write(path, text)
    desk.write("site.toml", TOML.replace("https://news.example", "https://news.example/paper"))
    newsroom = desk.open()
    app = Flask("host")
    app.register_blueprint(make_routes(newsroom), url_prefix="/paper")
    token = newsroom.keys.add("Key", drafts=True).token
    client = reader_of(app)
    answer = client.get(f"/paper/private/{token}/feed.json")
    is_private(answer)
    assert titles(answer) == DRAFTS
    urls = {item["url"] for item in json.loads(answer.data)["items"]}
    assert f"{SITE}/paper/private/{token}/articles/draft" in urls
    is_private(client.get(f"/paper/private/{token}x/feed.json"))
