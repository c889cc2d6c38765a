"""The complete history of a feed: every entry in one document, closed ranges that stay."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import pytest
from flask.testing import FlaskClient
from lxml import etree

from feedsvc.errors import NoSuchFeed, SettingsError
from feedsvc.feeds.document import Document
from feedsvc.model.feed import Format
from feedsvc.newsroom import Newsroom
from feedsvc.settings.site import check_settings
from feedsvc.store import Store
from feedsvc.store.opening import store_url
from feedsvc.store.schema import kept
from feedsvc.web import create_app

pytestmark = pytest.mark.each_database
ATOM = "{http://www.w3.org/2005/Atom}"
FH = "{http://purl.org/syndication/history/1.0}"
FORMATS: tuple[Format, ...] = ("atom", "rss", "json")
SITE = (
    'base_url = "https://news.example"\nid_base = "news.example,2026"\n'
    "[feeds]\nentries = 3\narchive_entries = 4\n"
)


def story(number: int, more: str = "") -> str:
    category = "World" if number % 2 else "Arts"
    date = f"2026-04-{number:02}" if number <= 30 else f"2026-05-{number - 30:02}"
    return f"---\ntitle: Story {number}\ndate: {date}\ncategory: {category}\n{more}---\nText.\n"


@pytest.fixture
def newsroom(desk: Any) -> Newsroom:
    """Eighteen articles, of which three stand in the feed: archives of 4, 4, 4 and 3."""
    desk.write("site.toml", SITE)
    for number in range(1, 19):
        desk.write(f"{number}.md", story(number))
    return desk.open()


def links(document: Document, format: Format) -> dict[str, str]:
    """Where a document leads in the history of its feed: relation -> name of a document."""
    if format == "json":
        item = json.loads(document.body)
        found = {"prev-archive": item["next_url"]} if "next_url" in item else {}
    else:
        rels = ("prev-archive", "next-archive", "current")
        root = etree.fromstring(document.body)
        every = root.iterfind("{*}link" if format == "atom" else f"channel/{ATOM}link")
        found = {link.get("rel"): link.get("href") for link in every if link.get("rel") in rels}
    return {
        rel: url.removeprefix("https://news.example/").removesuffix(f".{format}")
        for rel, url in found.items()
    }


def titles(document: Document, format: Format) -> list[int]:
    if format == "json":
        found = [item["title"] for item in json.loads(document.body)["items"]]
    else:
        found = [entry.title for entry in feedparser.parse(document.body).entries]
    return [int(title.removeprefix("Story ")) for title in found]


def walk(newsroom: Newsroom, name: str = "feed", format: Format = "atom") -> Iterator[list[int]]:
    """What a subscriber gets who follows the links back to the beginning."""
    while name:
        document = newsroom.document(name, format)
        yield titles(document, format)
        name = links(document, format).get("prev-archive", "")


def everything(newsroom: Newsroom) -> list[int]:
    """What the whole walk gives."""
    return sorted(title for page in walk(newsroom) for title in page)


def archive(newsroom: Newsroom, number: int) -> tuple[list[int], Any]:
    document = newsroom.document(f"archive/{number}", "atom")
    return titles(document, "atom"), (document.body, document.tags(), document.last_modified)


@pytest.mark.parametrize("format", FORMATS)
def test_following_the_links_gives_every_article_once(newsroom: Newsroom, format: Format) -> None:
    assert list(walk(newsroom, "feed", format)) == [
        [18, 17, 16],
        [15, 14, 13],
        [12, 11, 10, 9],
        [8, 7, 6, 5],
        [4, 3, 2, 1],
    ]
    assert list(walk(newsroom, "category/world", format)) == [[17, 15, 13], [11, 9], [7, 5, 3, 1]]


def test_each_document_says_where_it_stands(newsroom: Newsroom) -> None:
    for format in ("atom", "rss"):
        assert links(newsroom.document("feed", format), format) == {"prev-archive": "archive/4"}
        assert links(newsroom.document("archive/2", format), format) == {
            "current": "feed",
            "prev-archive": "archive/1",
            "next-archive": "archive/3",
        }
        assert links(newsroom.document("archive/4", format), format) == {
            "current": "feed",
            "prev-archive": "archive/3",
        }
        for name, mark in (("feed", None), ("archive/1", "archive"), ("tag/x", "complete")):
            if name != "tag/x":
                root = etree.fromstring(newsroom.document(name, format).body)
                marks = [one.tag for one in root.iter() if str(one.tag).startswith(FH)]
                assert marks == ([f"{FH}{mark}"] if mark else [])
    assert newsroom.document("archive/1", "json").body.count(b"archive/1.json") == 1  # its own


def test_a_feed_that_shows_everything_says_so_and_has_no_archive(desk: Any) -> None:
    desk.write("site.toml", SITE)
    for number in range(1, 4):
        desk.write(f"{number}.md", story(number))
    newsroom = desk.open()
    for format in ("atom", "rss"):
        document = newsroom.document("feed", format)
        root = etree.fromstring(document.body)
        assert len(list(root.iter(f"{FH}complete"))) == 1
        assert links(document, format) == {}
    assert "next_url" not in json.loads(newsroom.document("feed", "json").body)
    with pytest.raises(NoSuchFeed, match="ends at 0"):
        newsroom.document("archive/1", "atom")


def test_closed_ranges_stay_whatever_comes(desk: Any, newsroom: Newsroom, clock: Any) -> None:
    before = [archive(newsroom, number)[1] for number in (1, 2, 3)]
    for number in (19, 20, 21, 22):
        clock.forward(days=1)
        desk.write(f"{number}.md", story(number))
        newsroom.index.update([f"{number}.md"])
        assert everything(newsroom) == list(range(1, number + 1))
    desk.write("old.md", story(1).replace("Story 1", "Story 99"))
    newsroom.index.update(["old.md"])  # an article of long ago that moves in now
    assert [archive(newsroom, number)[1] for number in (1, 2, 3)] == before
    assert everything(newsroom) == [*range(1, 23), 99]
    assert archive(newsroom, 4)[0] == [16, 15, 14, 13]
    assert archive(newsroom, 5)[0] == [19, 18, 17, 99]


def test_a_retraction_leaves_a_gap(desk: Any, newsroom: Newsroom, clock: Any) -> None:
    before = [archive(newsroom, number)[1] for number in (1, 2, 3)]
    clock.forward(days=1)
    (desk.folder / "6.md").unlink()
    newsroom.index.update(["6.md"])
    assert archive(newsroom, 2)[0] == [8, 7, 5]
    assert archive(newsroom, 2)[1][2] == clock.time
    assert [archive(newsroom, number)[1] for number in (1, 3)] == [before[0], before[2]]
    assert everything(newsroom) == [*range(1, 6), *range(7, 19)]
    desk.write("6.md", story(6))
    newsroom.index.update(["6.md"])
    assert archive(newsroom, 2)[0] == [8, 7, 6, 5]


def test_an_embargoed_article_enters_when_it_is_lifted(
    desk: Any, newsroom: Newsroom, clock: Any
) -> None:
    list(walk(newsroom))
    before = [newsroom.document(f"archive/{n}", f).tags() for n in (1, 2, 3, 4) for f in FORMATS]
    clock.forward(hours=1)
    desk.write("19.md", story(19, "embargo: 2026-06-03\n"))
    newsroom.index.update(["19.md"])
    after = [newsroom.document(f"archive/{n}", f).tags() for n in (1, 2, 3, 4) for f in FORMATS]
    assert after == before
    worker = desk.open(scan=False)
    clock.forward(days=3)
    for one in (worker, newsroom):
        assert next(walk(one)) == [19, 18, 17]
        assert everything(one) == list(range(1, 20))


def test_what_was_lifted_goes_into_the_archive_in_its_turn(
    desk: Any, newsroom: Newsroom, clock: Any
) -> None:
    list(walk(newsroom))
    desk.write("19.md", story(19, "embargo: 2026-06-03\n"))
    newsroom.index.update(["19.md"])
    clock.forward(days=3)
    assert next(walk(newsroom)) == [19, 18, 17]
    for number in (20, 21, 22):
        desk.write(f"{number}.md", story(number, f"embargo: 2026-06-04T0{number - 19}:00Z\n"))
        newsroom.index.update([f"{number}.md"])
    assert next(walk(newsroom)) == [22, 21, 20]
    assert everything(newsroom) == list(range(1, 23))


def test_one_lift_enters_the_archives_of_all_its_feeds(
    desk: Any, newsroom: Newsroom, clock: Any
) -> None:
    names = ("feed", "category/world")
    for name in names:
        list(walk(newsroom, name))  # from now on both have archives
    desk.write("19.md", story(19, "embargo: 2026-06-03\n"))
    newsroom.index.update(["19.md"])
    clock.forward(days=3)
    for name in names:
        assert next(walk(newsroom, name))[0] == 19
    for number in (21, 23, 25, 27):
        clock.forward(hours=1)
        text = story(number).replace(f"2026-04-{number}", clock.time.isoformat())
        desk.write(f"{number}.md", text)
        newsroom.index.update([f"{number}.md"])
    for name in names:
        shown, *older = walk(newsroom, name)
        assert shown == [27, 25, 23]
        assert 19 in [title for page in older for title in page]


def test_ranges_are_kept_when_all_else_is_rebuilt(desk: Any, newsroom: Newsroom) -> None:
    """As after an upgrade; meanwhile an article of long ago has moved in."""
    list(walk(newsroom))
    before = [archive(newsroom, number)[1][0] for number in (1, 2, 3)]
    newsroom.close()
    store = Store.open(store_url(desk.folder, desk.environ))
    with store.writing() as connection:
        connection.execute(kept.update().where(kept.c.name == "rebuildable").values(value="0"))
    store.close()
    desk.write("old.md", story(1).replace("Story 1", "Story 99"))
    again = desk.open()
    assert [archive(again, number)[1][0] for number in (1, 2, 3)] == before
    assert everything(again) == [*range(1, 19), 99]


def test_large_entries_make_short_documents(desk: Any) -> None:
    desk.write("site.toml", SITE.replace("= 4", "= 100") + "document_kilobytes = 40\n")
    for number in range(1, 25):
        desk.write(f"{number}.md", story(number) + "Many words stand here. " * 40 * number)
    newsroom = desk.open()
    assert everything(newsroom) == list(range(1, 25))
    for format in FORMATS:
        found = [len(page) for page in walk(newsroom, "feed", format)]
        assert found[0] == 3, "the feed itself shows ten, or all that it may"
        assert len(found) > 3
        for number in range(1, len(found)):
            document = newsroom.document(f"archive/{number}", format)
            assert len(document.body) < 40 * 1024 or len(titles(document, format)) == 1


class TestAnswers:
    @pytest.fixture
    def client(self, newsroom: Newsroom) -> FlaskClient:
        return create_app(newsroom).test_client()

    @pytest.mark.parametrize("path", ["/archive/2", "/category/world/archive/1"])
    @pytest.mark.parametrize("format", FORMATS)
    def test_archives_are_answered_like_feeds(
        self, client: FlaskClient, path: str, format: Format
    ) -> None:
        answer = client.get(f"{path}.{format}")
        assert answer.status_code == 200
        assert "immutable" not in answer.headers["Cache-Control"]
        assert answer.headers["Last-Modified"]
        tag = {"If-None-Match": answer.headers["ETag"]}
        assert client.get(f"{path}.{format}", headers=tag).status_code == 304
        page = client.get(f"{path}.{format}", headers={"Sec-Fetch-Dest": "document"})
        assert page.mimetype == "text/html"
        assert "Story 5" in page.text
        assert "Story 18" not in page.text

    @pytest.mark.parametrize(
        "path",
        [
            *("/archive/0", "/archive/5", "/archive/-1", "/archive/x", "/archive/999999999999999"),
            *("/category/world/archive/3", "/category/no/archive/1", "/tag/x/archive/1"),
            *("/archive/2/archive/1", "/media/archive/1"),
        ],
    )
    def test_others_are_not_there(self, client: FlaskClient, path: str) -> None:
        for headers in ({}, {"Sec-Fetch-Dest": "document"}):
            assert client.get(f"{path}.atom", headers=headers).status_code == 404


@pytest.mark.parametrize(
    "values",
    [{"archive_entries": 0}, {"archive_entries": 2000}, {"document_kilobytes": 1}],
)
def test_sizes_that_make_no_sense_are_refused(values: dict[str, int]) -> None:
    with pytest.raises(SettingsError, match=next(iter(values))):
        check_settings({"feeds": values})


@pytest.mark.one_database  # it has a store of its own
def test_a_real_archive_is_walked_whole(digitalgov: Path, tmp_path: Path) -> None:
    environ = {"FEEDSVC_STORE": str(tmp_path), "FEEDSVC_BASE_URL": "https://news.example"}
    newsroom = Newsroom.open(digitalgov, environ | {"FEEDSVC_IGNORE_EXPIRY": "true"})
    published = newsroom.scan().published
    assert published > 2000
    for format in FORMATS:
        name, found = "feed", []
        while name:
            document = newsroom.document(name, format)
            assert len(document.body) < 600 * 1024
            found += ids(document, format)
            name = links(document, format).get("prev-archive", "")
        assert (len(found), len(set(found))) == (published, published)
    newsroom.close()


def ids(document: Document, format: Format) -> list[str]:
    if format == "json":
        return [item["id"] for item in json.loads(document.body)["items"]]
    root = etree.fromstring(document.body)
    if format == "rss":
        return [item.findtext("guid") for item in root.iterfind("channel/item")]
    return [entry.findtext(f"{ATOM}id") for entry in root.iterfind("{*}entry")]
