"""The editor's pages: the desk, articles, entries as readers show them, problems."""

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from feedsvc.editor.desk import Desk
from feedsvc.web.preview import create_preview
from tests.web.preview.asking import ENTRY, page, text
from tests.web.preview.conftest import PUBLISHED, SITE


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


def test_an_open_entry_is_found_again_when_its_file_is_renamed(
    desk: Any, preview: Callable[[], Desk]
) -> None:
    desk.write("world/rain.md", PUBLISHED)
    found = preview()
    client = create_preview(found).test_client()
    (desk.folder / "world/rain.md").rename(desk.folder / "world/drizzle.md")
    found.take(found.newsroom.index.update(["world/rain.md", "world/drizzle.md"]))
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


def test_lists_of_the_preview_hold_and_mark_what_is_not_published(client: FlaskClient) -> None:
    for url in ("/page/1", "/archive/2026/06"):
        links = [text(link) for link in page(client, url).css("main :is(h2, li) > a")]
        assert "[Draft] Hail" in links, url
    assert "Rain & more < all" in [text(a) for a in page(client, "/page/1").css("main h2 a")]
    counts = [text(count) for count in page(client, "/archive").css(".count")]
    assert counts == ["1 article", "1 article"]
    assert client.get("/page/2").status_code == 404
