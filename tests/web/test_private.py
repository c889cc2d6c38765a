"""Private addresses, as the holder of a key asks for them, and as everybody else does."""

import json
import re
from typing import Any

import feedparser
import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from feedsvc.web import create_app, make_routes

SITE = "https://news.example"
TOML = """
base_url = "https://news.example"
id_base = "news.example,2026"
title = "Paper"
icon = "logo.png"
[categories.board]
title = "Board notes"
private = true
[categories.hidden]
private = true
"""
FILES = {
    "site.toml": TOML,
    "world/pub.md": "---\ntitle: Pub\ndate: 2026-05-01\nimage: pub.png\n---\nOut it is.\n",
    "world/draft.md": "---\ntitle: Plan\ndate: 2026-05-02\ndraft: true\ntags: [hush]\n---\n"
    "See [next](coming/), [notes](notes), [pub](pub), [root](/articles/coming) and"
    " [elsewhere](https://other.example/), [World](/category/world).\n\n"
    "## Where\n\nThere. ![A map](map.png)\n",
    "world/coming.md": "---\ntitle: Coming\ndate: 2026-07-01\n---\nSoon it is.\n",
    "world/gone.md": "---\ntitle: Gone\ndate: 2026-05-01\nstatus: withdrawn\n---\nNo.\n",
    "world/over.md": "---\ntitle: Over\ndate: 2026-05-01\ndraft: true\nexpires: 2026-05-20\n---\n"
    "No.\n",
    "board/notes.md": "---\ntitle: Notes\ndate: 2026-05-03\nauthor: Board desk\n---\n"
    "![A plan](plan.png)\n",
    "board/sketch.md": "---\ntitle: Sketch\ndate: 2026-05-04\ndraft: true\n---\nIt may be.\n",
    "board/later.md": "---\ntitle: Later\ndate: 2026-07-02\n---\nIt will be.\n",
    "hidden/other.md": "---\ntitle: Other\ndate: 2026-05-05\n---\nNot for them.\n",
    "logo.png": b"logo",
    "world/pub.png": b"pub",
    "world/map.png": b"map",
    "board/plan.png": b"plan",
    "board/unnamed.png": b"unnamed",
}
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


class Reader(FlaskClient):
    """Takes answers whole, so that no file stays open."""

    def open(self, *values: Any, **more: Any) -> TestResponse:
        return super().open(*values, **{"buffered": True} | more)


def reader_of(app: Flask) -> FlaskClient:
    app.test_client_class = Reader
    return app.test_client()


@pytest.fixture
def client(newsroom: Any) -> FlaskClient:
    return reader_of(create_app(newsroom))


@pytest.fixture
def place(newsroom: Any) -> str:
    """The path below which a key for drafts and Board notes has everything."""
    made = newsroom.keys.add("Both", drafts=True, categories=["board"])
    return f"/private/{made.token}"


def is_private(answer: TestResponse) -> None:
    """Nobody may keep an answer, index it, or learn its address from it."""
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Last-Modified" not in answer.headers


def titles(answer: TestResponse) -> set[str]:
    assert answer.status_code == 200
    return {item["title"] for item in json.loads(answer.data)["items"]}


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
    assert b"complete" not in atom.data  # a reader would drop what it has of the others


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
    answer = client.get(f"/private/{token}/articles/draft")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{SITE}/articles/draft")
    is_private(answer)


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


@pytest.mark.parametrize("path", ["feed.atom", "category/board.json", "articles/draft", ""])
@pytest.mark.parametrize("coding", ["", "gzip"])
def test_what_has_not_changed_is_304_by_its_tag_alone(
    desk: Any, newsroom: Any, client: FlaskClient, place: str, path: str, coding: str
) -> None:
    sent = {"Accept-Encoding": coding}
    first = client.get(f"{place}/{path}", headers=sent)
    sent |= {"If-Modified-Since": "Fri, 01 Jan 2038 00:00:00 GMT"}
    assert client.get(f"{place}/{path}", headers=sent).status_code == 200
    sent |= {"If-None-Match": first.headers["ETag"]}
    again = client.get(f"{place}/{path}", headers=sent)
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    is_private(again)
    for name in ("draft", "notes"):
        folder = "world" if name == "draft" else "board"
        text = FILES[f"{folder}/{name}.md"]
        desk.write(f"{folder}/{name}.md", text + "It has changed.\n")  # type: ignore[operator]
    newsroom.scan()
    if path != "":
        assert client.get(f"{place}/{path}", headers=sent).status_code == 200


def test_media_is_304_by_its_tag_alone(client: FlaskClient, place: str) -> None:
    path = f"{place}/media/board/plan.png"
    tag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    dated = {"If-Modified-Since": "Fri, 01 Jan 2038 00:00:00 GMT"}
    assert client.get(path, headers=dated).status_code == 200


def test_the_same_bytes_until_something_changes(
    desk: Any, newsroom: Any, client: FlaskClient, place: str
) -> None:
    path = f"{place}/feed.atom"
    first = client.get(path).data
    desk.clock.forward(hours=3)
    assert client.get(path).data == first
    other = desk.open(scan=False)
    assert create_app(other).test_client().get(path).data == first
    desk.clock.forward(days=40)  # what was embargoed is public, or released
    assert titles(client.get(f"{place}/feed.json")) == {
        "[Draft] Plan",
        "[Draft] Sketch",
        "Notes",
        "Later",
    }


def test_a_revoked_key_is_answered_as_one_that_never_was(
    newsroom: Any, client: FlaskClient
) -> None:
    token = newsroom.keys.add("Key", drafts=True, categories=["board"]).token
    paths = (
        "",
        "/",
        "/feed.json",
        "/category/board.rss",
        "/articles/draft",
        "/media/world/map.png",
    )
    for path in paths:
        assert client.get(f"/private/{token}{path}").status_code == 200, path
    newsroom.keys.revoke("Key")
    for path in (*paths, "/articles/pub", "/nothing"):
        refused = client.get(f"/private/{token}{path}")
        unknown = client.get(f"/private/{'A' * 43}{path}")
        assert refused.status_code == unknown.status_code == 404
        assert refused.data == unknown.data
        assert dict(refused.headers) == dict(unknown.headers)
        is_private(refused)
    assert client.get("/private/feed.atom").status_code == 404
    assert client.get("/private/").status_code == 404


def test_the_token_of_one_key_is_not_that_of_another(newsroom: Any, client: FlaskClient) -> None:
    made = newsroom.keys.add("Key", drafts=True)
    key = made.key.digest
    for wrong in (key, made.token[:-1], made.token + "A", made.token.swapcase(), "Key", "%00"):
        assert client.get(f"/private/{wrong}/feed.atom").status_code == 404


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
        assert title is not None
        assert token not in title.text()
    navigated = client.get(f"{place}/feed.atom", headers={"Sec-Fetch-Dest": "document"})
    assert navigated.data == page.data
    is_private(navigated)


def test_pages_tell_nobody_their_address(client: FlaskClient, place: str) -> None:
    page = client.get(f"{place}/articles/draft")
    is_private(page)
    tree = LexborHTMLParser(page.text)
    outward = [node for node in tree.css("main a[href]") if node.attributes["href"][0] != "#"]  # type: ignore[index]
    assert len(outward) >= 6
    assert {node.attributes.get("rel") for node in outward} == {"noreferrer"}
    assert '<meta name="referrer" content="no-referrer">' in page.text
    # What previews of links show is for others, too.
    assert "og:url" not in page.text
    assert 'rel="canonical"' not in page.text


def test_no_public_answer_names_a_private_place(client: FlaskClient, place: str) -> None:
    for path in ("/", "/robots.txt", "/sitemap.xml", "/feeds.opml", "/feed.atom", "/metrics"):
        assert "/private/" not in client.get(path).text, path


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(client: FlaskClient, place: str, method: str) -> None:
    answer = client.open(f"{place}/feed.atom", method=method)
    assert answer.status_code == 405
    assert place not in answer.text
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert client.head(f"{place}/feed.atom").data == b""


def test_metrics_know_only_that_something_private_was_asked(
    client: FlaskClient, place: str
) -> None:
    for path in ("feed.atom", "articles/draft", "articles/nothing", "zzz"):
        client.get(f"{place}/{path}")
    text = client.get("/metrics").text
    found = dict(re.findall(r'feedsvc_requests_total\{kind="private",status="(\d+)"\} (\S+)', text))
    assert found == {"200": "2.0", "404": "2.0"}
    assert place.rpartition("/")[2][:12] not in text


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
