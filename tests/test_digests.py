"""Digests: one entry for each day or week that is over, which changes when an article does."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any, NamedTuple

import feedparser
import pytest
from flask.testing import FlaskClient
from lxml import etree

from feedsvc.feeds import FORMATS, Format
from feedsvc.newsroom import Newsroom
from feedsvc.web import create_app
from tests.test_last_modified import mark_for_rebuilding

SITE = 'base_url = "https://news.example"\nid_base = "news.example,2026"\n'
ID = "tag:news.example,2026:"
ATOM = "{http://www.w3.org/2005/Atom}"
STONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
DAYS = ("daily", "weekly")


def story(title: str, date: str, more: str = "", text: str = "Text.") -> str:
    return f"---\ntitle: {title}\ndate: {date}\n{more}---\n{text}\n"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


class Shown(NamedTuple):
    """An entry: the articles that it names, and its times."""

    articles: list[str]
    published: datetime
    updated: datetime


def read(newsroom: Newsroom, name: str = "digest/daily", format: Format = "atom") -> dict:
    """What a digest shows, by the end of its entries' ids, in their order."""
    document = newsroom.document(name, format)
    if format == "json":
        entries = [
            (
                *(one["id"], one["content_html"]),
                *(at(one["date_published"]), at(one["date_modified"])),
            )
            for one in json.loads(document.body)["items"]
        ]
    else:
        entries = [
            (one.id, one.content[0].value, at(_iso(one.published_parsed)), at(one.updated))
            for one in feedparser.parse(document.body).entries
        ]
    assert len({entry[0] for entry in entries}) == len(entries)
    assert all(entry[0].startswith(f"{ID}{name}/") for entry in entries)
    return {
        entry_id.rpartition("/")[2]: Shown(re.findall("<h2><a [^>]*>([^<]*)</a>", html), *times)
        for entry_id, html, *times in entries
    }


def _iso(parsed: Any) -> str:
    return datetime(*parsed[:6], tzinfo=UTC).isoformat()


def articles(newsroom: Newsroom, name: str = "digest/daily") -> dict[str, list[str]]:
    return {period: shown.articles for period, shown in read(newsroom, name).items()}


def updated(newsroom: Newsroom, period: str, name: str = "digest/daily") -> datetime:
    found: datetime = read(newsroom, name)[period].updated
    return found


def told(newsroom: Newsroom, name: str = "digest/daily") -> dict[str, datetime]:
    """The periods that a digest says have lost their last article; the same in both formats."""
    root = etree.fromstring(newsroom.document(name, "atom").body)
    found = {one.get("ref"): at(one.get("when")) for one in root.iter(STONE)}
    more = json.loads(newsroom.document(name, "json").body)["_feedsvc"].get("deleted", [])
    assert {one["id"]: at(one["when"]) for one in more} == found
    return {entry_id.removeprefix(f"{ID}{name}/"): when for entry_id, when in found.items()}


@pytest.fixture
def newsroom(desk: Any, clock: Any) -> Newsroom:
    """It is Wednesday, 10 June 2026, noon; articles of Monday, Tuesday and today, and of May."""
    clock.time = at("2026-06-10T12:00Z")
    desk.write("site.toml", SITE)
    desk.write("rain.md", story("Rain", "2026-06-08T09:00Z", "category: World\n"))
    desk.write("snow.md", story("Snow", "2026-06-08T10:00Z", "category: Arts\n"))
    desk.write("hail.md", story("Hail", "2026-06-09T23:59:59Z", "category: World\n"))
    desk.write("wind.md", story("Wind", "2026-06-10T08:00Z", "category: World\n"))
    desk.write("may.md", story("May", "2026-05-20T09:00Z", "category: World\n"))
    return desk.open()


class TestWhatStandsInIt:
    @pytest.mark.parametrize("format", FORMATS)
    def test_each_day_that_is_over(self, newsroom: Newsroom, format: Format) -> None:
        assert read(newsroom, "digest/daily", format) == {
            "2026-06-09": Shown(["Hail"], *[at("2026-06-10T00:00Z")] * 2),
            "2026-06-08": Shown(["Snow", "Rain"], *[at("2026-06-09T00:00Z")] * 2),
            "2026-05-20": Shown(["May"], *[at("2026-05-21T00:00Z")] * 2),
        }

    @pytest.mark.parametrize("format", FORMATS)
    def test_each_week_that_is_over(self, newsroom: Newsroom, clock: Any, format: Format) -> None:
        assert list(read(newsroom, "digest/weekly", format)) == ["2026-W21"]
        clock.forward(days=5)
        assert read(newsroom, "digest/weekly", format) == {
            "2026-W24": Shown(["Wind", "Hail", "Snow", "Rain"], *[at("2026-06-15T00:00Z")] * 2),
            "2026-W21": Shown(["May"], *[at("2026-05-25T00:00Z")] * 2),
        }

    def test_of_a_category(self, newsroom: Newsroom) -> None:
        found = articles(newsroom, "category/world/digest/daily")
        assert found == {"2026-06-09": ["Hail"], "2026-06-08": ["Rain"], "2026-05-20": ["May"]}
        assert articles(newsroom, "category/arts/digest/weekly") == {}

    def test_what_it_says_of_itself(self, newsroom: Newsroom) -> None:
        feed = feedparser.parse(newsroom.document("category/world/digest/daily", "atom").body).feed
        assert feed.title == "News: World – daily digest"
        assert feed.id == f"{ID}feeds/category/world/digest/daily"
        page = "https://news.example/category/world/digest/daily"
        assert {link.rel: link.href for link in feed.links} == {
            "self": f"{page}.atom",
            "alternate": page,
        }
        assert feed.updated == "2026-06-10T00:00:00+00:00"
        item = json.loads(newsroom.document("digest/daily", "json").body)["items"][0]
        assert item["title"] == "Tuesday, 9 June 2026"
        assert item["url"] == "https://news.example/digest/daily/2026-06-09"

    @pytest.mark.parametrize("format", ["atom", "rss"])
    def test_it_never_says_that_it_is_complete(self, newsroom: Newsroom, format: Format) -> None:
        """RFC 5005 2: a reader would drop the days that it no longer shows."""
        assert b"complete" not in newsroom.document("digest/daily", format).body

    def test_articles_with_their_standfirst_and_section_summaries(self, desk: Any) -> None:
        text = "It rains.\n\n## What &lt;to&gt; do\n\nTake an umbrella.\n"
        desk.write("rain.md", story("Rain & sun", "2026-05-30", "standfirst: All day\n", text))
        newsroom = desk.open()
        (entry,) = feedparser.parse(newsroom.document("digest/daily", "atom").body).entries
        page = "https://news.example/articles/rain"
        assert entry.content[0].value == (
            f'<h2><a href="{page}">Rain &amp; sun</a></h2><p>All day</p><ul><li>It rains.</li>'
            f'<li><a href="{page}#what-to-do">What &lt;to&gt; do</a>: Take an umbrella.</li></ul>'
        )
        assert entry.summary == f'<ul><li><a href="{page}">Rain &amp; sun</a>: All day</li></ul>'
        (item,) = json.loads(newsroom.document("digest/daily", "json").body)["items"]
        assert item["summary"] == "Rain & sun: All day"
        (article,) = item["_feedsvc"]["articles"]
        assert (article["id"], article["title"]) == (f"{ID}rain.md", "Rain & sun")
        assert [one["summary"] for one in article["sections"]] == ["It rains.", "Take an umbrella."]
        assert "sections" not in item["_feedsvc"]

    def test_summaries_only_where_the_site_wants_no_full_content(
        self, desk: Any, newsroom: Newsroom
    ) -> None:
        desk.write("site.toml", SITE + '[feeds]\ncontent = "summary"\n')
        shown = desk.open(scan=False)
        root = etree.fromstring(shown.document("digest/daily", "atom").body)
        assert root.find(f".//{ATOM}content") is None
        assert b"Hail" in shown.document("digest/daily", "atom").body
        assert b"content:encoded>" not in shown.document("digest/daily", "rss").body
        item = json.loads(shown.document("digest/daily", "json").body)["items"][0]
        assert "Hail" in item["content_html"]

    def test_an_article_in_another_language_keeps_its_direction(self, desk: Any) -> None:
        desk.write("he.md", story("ערב", "2026-05-30", "language: he\n"))
        body = desk.open().document("digest/daily", "json").body
        (item,) = json.loads(body)["items"]
        assert item["content_html"].startswith('<div lang="he" dir="rtl"><h2>')


class TestTimeZones:
    """Europe/Berlin put its clocks forward on 29 March 2026, and back on 25 October."""

    @pytest.mark.parametrize(
        ("now", "inside", "outside", "day"),
        [
            ("2026-03-29T22:00Z", ["2026-03-28T23:00Z", "2026-03-29T21:59:59Z"],
             ["2026-03-28T22:59:59Z", "2026-03-29T22:00Z"], "2026-03-29"),
            ("2026-10-25T23:00Z", ["2026-10-24T22:00Z", "2026-10-25T22:59:59Z"],
             ["2026-10-24T21:59:59Z", "2026-10-25T23:00Z"], "2026-10-25"),
        ],
    )  # fmt: skip
    def test_a_day_is_over_when_it_is_in_the_zone(
        self, desk: Any, clock: Any, now: str, inside: list[str], outside: list[str], day: str
    ) -> None:
        desk.write("site.toml", SITE + 'timezone = "Europe/Berlin"\n')
        for number, time in enumerate(inside + outside):
            desk.write(f"{number}.md", story(f"Story {number}", time))
        clock.time = at(now)
        clock.forward(seconds=-1)
        newsroom = desk.open()
        assert day not in articles(newsroom)
        assert newsroom.due() == at(now)
        clock.forward(seconds=1)
        found = read(newsroom)[day]
        assert found == Shown(["Story 1", "Story 0"], at(now), at(now))

    def test_another_zone_makes_other_days(self, desk: Any, newsroom: Newsroom) -> None:
        desk.write("site.toml", SITE + 'timezone = "Asia/Tokyo"\n')
        found = articles(desk.open())
        assert found == {"2026-06-08": ["Snow", "Rain"], "2026-05-20": ["May"]}


class TestWhatMovesAnEntry:
    def test_a_correction_moves_its_period_alone(
        self, desk: Any, newsroom: Newsroom, clock: Any
    ) -> None:
        before = read(newsroom)
        desk.write("rain.md", story("Rain", "2026-06-08T09:00Z", "category: World\n", "Drizzle."))
        newsroom.update(["rain.md"])
        after = read(newsroom)
        assert after["2026-06-08"].updated == clock.time
        assert after == before | {"2026-06-08": after["2026-06-08"]}
        assert b"Drizzle." in newsroom.document("digest/daily", "atom").body

    def test_what_nobody_sees_moves_nothing(
        self, desk: Any, newsroom: Newsroom, clock: Any
    ) -> None:
        before = [newsroom.document(f"digest/{kind}", f) for kind in DAYS for f in FORMATS]
        clock.forward(minutes=1)
        desk.write("rain.md", story("Rain", "2026-06-08T09:00Z", "category: World\nmood: wet\n"))
        desk.write("later.md", story("Later", "2026-06-11"))
        newsroom.update(["rain.md", "later.md"])
        after = [newsroom.document(f"digest/{kind}", f) for kind in DAYS for f in FORMATS]
        assert [one.body for one in after] == [one.body for one in before]
        assert [one.last_modified for one in after] == [one.last_modified for one in before]

    @pytest.mark.parametrize("how", ["delete", "withdraw", "draft", "recategorise", "redate"])
    def test_what_leaves_moves_it_forward(
        self, desk: Any, newsroom: Newsroom, clock: Any, how: str
    ) -> None:
        names = ["digest/daily", "category/world/digest/daily"]
        desk.write("more.md", story("More", "2026-06-08T11:00Z", "category: World\n"))
        newsroom.update(["more.md"])
        kept = [read(newsroom, name) for name in names]
        clock.forward(hours=1)
        if how == "delete":
            (desk.folder / "rain.md").unlink()
        header = {
            "withdraw": "category: World\nstatus: withdrawn\n",
            "draft": "category: World\ndraft: true\n",
            "recategorise": "category: Arts\n",
            "redate": "category: World\n",
        }
        if how in header:
            date = "2026-06-09T09:00Z" if how == "redate" else "2026-06-08T09:00Z"
            desk.write("rain.md", story("Rain", date, header[how]))
        newsroom.update(["rain.md"])
        for name, before in zip(names, kept, strict=True):
            after = read(newsroom, name)
            stays = how == "recategorise" and name == "digest/daily"
            assert ("Rain" in after["2026-06-08"].articles) == stays
            assert after["2026-06-08"].updated == clock.time > before["2026-06-08"].updated
            moved = clock.time if how == "redate" else before["2026-06-09"].updated
            assert after["2026-06-09"].updated == moved
            assert after["2026-05-20"] == before["2026-05-20"]

    def test_what_comes_in_late_moves_it_forward(
        self, desk: Any, newsroom: Newsroom, clock: Any
    ) -> None:
        read(newsroom)
        clock.forward(hours=1)
        desk.write("old.md", story("Old", "2026-06-08T08:00Z"))
        newsroom.update(["old.md"])
        found = read(newsroom)
        assert found["2026-06-08"].articles == ["Snow", "Rain", "Old"]
        assert found["2026-06-08"].updated == clock.time
        assert found["2026-06-08"].published == at("2026-06-09T00:00Z")
        assert found["2026-06-09"].updated == at("2026-06-10T00:00Z")

    def test_an_expiry_moves_it_to_its_second(
        self, desk: Any, newsroom: Newsroom, clock: Any
    ) -> None:
        header = "category: World\nexpires: 2026-06-10T13:00Z\n"
        desk.write("rain.md", story("Rain", "2026-06-08T09:00Z", header))
        newsroom.update(["rain.md"])
        worker = desk.open(scan=False)
        assert updated(newsroom, "2026-06-08") == at("2026-06-09T00:00Z")
        clock.forward(minutes=59, seconds=59)
        assert articles(worker)["2026-06-08"] == ["Snow", "Rain"]
        clock.forward(hours=3)
        for one in (worker, newsroom):
            assert articles(one)["2026-06-08"] == ["Snow"]
            assert updated(one, "2026-06-08") == at("2026-06-10T13:00Z")
            assert told(one, "category/world/digest/daily") == {}
        assert "2026-06-08" not in articles(newsroom, "category/world/digest/daily")

    def test_a_lifted_article_stands_in_the_period_of_its_lift(
        self, desk: Any, newsroom: Newsroom, clock: Any
    ) -> None:
        header = "embargo: 2026-06-10T18:00Z\n"
        desk.write("news.md", story("News", "2026-06-08T09:00Z", header))
        newsroom.update(["news.md"])
        before = newsroom.document("digest/daily", "atom").tag()
        clock.forward(hours=11)
        assert newsroom.document("digest/daily", "atom").tag() == before
        clock.forward(hours=1)
        found = articles(newsroom)
        assert found["2026-06-10"] == ["News", "Wind"]
        assert found["2026-06-08"] == ["Snow", "Rain"]

    def test_settings_move_it_not(self, desk: Any, newsroom: Newsroom, clock: Any) -> None:
        before = read(newsroom)
        clock.forward(hours=1)
        desk.write("wind.md", story("Gale", "2026-06-10T08:00Z"))
        newsroom.update(["wind.md"])
        desk.write("site.toml", SITE + 'title = "Other"\n[feeds]\ndigest_articles = 7\n')
        assert read(desk.open(scan=False)) == before

    def test_what_it_showed_is_kept_when_all_else_is_rebuilt(
        self, desk: Any, newsroom: Newsroom, clock: Any
    ) -> None:
        read(newsroom)
        clock.forward(hours=1)
        (desk.folder / "snow.md").unlink()
        newsroom.update(["snow.md"])
        then = clock.time
        assert updated(newsroom, "2026-06-08") == then
        newsroom.close()
        mark_for_rebuilding(desk)
        clock.forward(hours=1)
        assert updated(desk.open(), "2026-06-08") == then


class TestEmptyPeriods:
    def test_the_last_article_takes_its_period_along_and_readers_are_told(
        self, desk: Any, newsroom: Newsroom, clock: Any
    ) -> None:
        before = newsroom.document("digest/daily", "atom")
        clock.forward(hours=1)
        (desk.folder / "may.md").unlink()
        newsroom.update(["may.md"])
        gone = clock.time
        assert list(read(newsroom)) == ["2026-06-09", "2026-06-08"]
        assert told(newsroom) == {"2026-05-20": gone}
        after = newsroom.document("digest/daily", "atom")
        assert feedparser.parse(after.body).feed.updated == gone.isoformat()
        assert before.last_modified < after.last_modified == gone
        clock.forward(days=30, seconds=-1)
        assert told(newsroom) == {"2026-05-20": gone}
        clock.forward(seconds=1)
        assert told(newsroom) == {}
        assert feedparser.parse(newsroom.document("digest/daily", "atom").body).feed.updated > (
            gone.isoformat()
        )

    def test_one_that_comes_back_is_newer_than_its_end(
        self, desk: Any, newsroom: Newsroom, clock: Any
    ) -> None:
        read(newsroom)
        text = (desk.folder / "may.md").read_text()
        (desk.folder / "may.md").unlink()
        newsroom.update(["may.md"])
        (gone,) = told(newsroom).values()
        clock.forward(hours=1)
        desk.write("may.md", text)
        newsroom.update(["may.md"])
        assert told(newsroom) == {}
        assert updated(newsroom, "2026-05-20") == clock.time > gone

    def test_one_that_is_no_longer_shown_is_told_of_too(
        self, desk: Any, newsroom: Newsroom, clock: Any
    ) -> None:
        read(newsroom)
        desk.write("site.toml", SITE + "[feeds]\ndigest_periods = 1\n")
        newsroom = desk.open()
        assert list(read(newsroom)) == ["2026-06-09"]
        (desk.folder / "may.md").unlink()
        newsroom.update(["may.md"])
        assert told(newsroom) == {"2026-05-20": clock.time}

    def test_what_no_reader_was_shown_is_not_told(
        self, desk: Any, newsroom: Newsroom, clock: Any
    ) -> None:
        (desk.folder / "may.md").unlink()
        newsroom.update(["may.md"])
        assert told(newsroom) == {}


class TestSizes:
    def test_more_articles_than_it_lists(self, desk: Any, clock: Any) -> None:
        desk.write("site.toml", SITE + "[feeds]\ndigest_articles = 2\n")
        for number in range(5):
            desk.write(f"{number}.md", story(f"Story {number}", f"2026-05-30T0{number}:00Z"))
        newsroom = desk.open()
        page = "https://news.example/digest/daily/2026-05-30"
        for format in FORMATS:
            assert read(newsroom, "digest/daily", format)["2026-05-30"].articles == [
                *("Story 4", "Story 3"),
            ]
            text = newsroom.document("digest/daily", format).body.decode()
            assert f"{page}" in text
            assert "and 3 more articles" in text
        before = read(newsroom)
        desk.write("0.md", story("Story 0", "2026-05-30T00:00Z", text="Changed."))
        clock.forward(hours=1)
        newsroom.update(["0.md"])
        assert read(newsroom) == before  # no reader sees a difference in it
        shown = create_app(newsroom).test_client().get("/digest/daily/2026-05-30").text
        assert re.findall(r"Story \d", shown) == [f"Story {n}" for n in (4, 3, 2, 1, 0)]

    def test_no_more_periods_than_are_wanted(self, desk: Any, newsroom: Newsroom) -> None:
        desk.write("site.toml", SITE + "[feeds]\ndigest_periods = 2\n")
        shown = desk.open()
        assert list(read(shown)) == ["2026-06-09", "2026-06-08"]
        client = create_app(shown).test_client()
        assert "2026-05-20" not in client.get("/digest/daily").text
        assert client.get("/digest/daily/2026-05-20").status_code == 200

    def test_no_larger_than_a_document_may_be(self, desk: Any) -> None:
        desk.write("site.toml", SITE + "[feeds]\ndocument_kilobytes = 16\n")
        text = "".join(f"## Part {n}\n\n{'Many words stand here. ' * 5}\n\n" for n in range(5))
        for number in range(60):
            time = f"2026-05-{10 + number % 3}T{number // 3:02}:00Z"
            desk.write(f"{number}.md", story(f"Story {number}", time, text=text))
        newsroom = desk.open()
        for format in FORMATS:
            assert 4_000 < len(newsroom.document("digest/daily", format).body) < 20_000
            assert newsroom.document("digest/daily", format).body.count(b"more articles") >= 1
        page = newsroom.periods.shown(newsroom.feed("digest/daily"))
        assert page[0].headline == "Tuesday, 12 May 2026"


class TestSameBytes:
    def test_of_another_process_and_another_store(
        self, desk: Any, newsroom: Newsroom, clock: Any, desks: Any
    ) -> None:
        worker, other = desk.open(scan=False), desks("other")
        other.clock.time = clock.time
        other.clock.forward(days=-1)
        for file in desk.folder.glob("*.md"):
            other.write(file.name, file.read_bytes())
        fresh = other.open()
        other.clock.forward(days=1)
        for format in FORMATS:
            for name in ("digest/daily", "category/world/digest/weekly"):
                bodies = {one.document(name, format).body for one in (newsroom, worker, fresh)}
                assert len(bodies) == 1

    def test_of_both_formats_in_either_order(self, desk: Any, newsroom: Newsroom) -> None:
        """What is kept is kept by whichever format is made first."""
        newsroom.document("digest/daily", "json")
        (desk.folder / "rain.md").unlink()
        newsroom.update(["rain.md"])
        found = [read(newsroom, "digest/daily", format) for format in FORMATS]
        assert found[0] == found[1] == found[2]


class TestTime:
    def test_a_clock_that_is_set_back_opens_the_day_again(
        self, newsroom: Newsroom, clock: Any
    ) -> None:
        client = create_app(newsroom).test_client()
        clock.time = at("2026-06-11T00:00Z")
        assert "2026-06-10" in articles(newsroom)
        for path in ("/digest/daily/2026-06-10", "/digest/daily"):
            assert "10 June 2026" in client.get(path).text
        clock.forward(seconds=-1)
        assert "2026-06-10" not in articles(newsroom)
        assert client.get("/digest/daily/2026-06-10").status_code == 404
        assert "10 June 2026" not in client.get("/digest/daily").text

    def test_what_was_asked_for_is_made_ahead_when_a_day_ends(
        self, desk: Any, newsroom: Newsroom, clock: Any
    ) -> None:
        indexer = Newsroom.open(desk.folder, desk.environ, clock, ahead=True)
        names = ("digest/daily", "category/world/digest/daily")
        for name in names:
            newsroom.document(name, "atom")
        assert indexer.render_ahead() == 0
        assert indexer.due() == at("2026-06-11T00:00Z")
        clock.time = at("2026-06-11T00:00Z")
        assert indexer.render_ahead() == len(names)
        assert indexer.render_ahead() == 0
        assert "2026-06-10" in articles(newsroom)
        # Until tomorrow something stands in the week alone.
        assert indexer.due() == at("2026-06-15T00:00Z")
        clock.time = at("2026-06-15T00:00Z")
        assert indexer.due() is None

    def test_a_change_makes_them_anew_ahead(self, desk: Any, newsroom: Newsroom) -> None:
        indexer = Newsroom.open(desk.folder, desk.environ, desk.clock, ahead=True)
        for name in ("digest/daily", "category/world/digest/daily", "category/arts/digest/daily"):
            newsroom.document(name, "atom")
        desk.write("rain.md", story("Drizzle", "2026-06-08T09:00Z", "category: World\n"))
        indexer.update(["rain.md"])
        assert indexer.render_ahead() == 2
        assert "Drizzle" in articles(newsroom)["2026-06-08"]


class TestAnswers:
    @pytest.fixture
    def client(self, newsroom: Newsroom) -> FlaskClient:
        return create_app(newsroom).test_client()

    @pytest.mark.parametrize("format", FORMATS)
    @pytest.mark.parametrize("validator", ["If-None-Match", "If-Modified-Since"])
    def test_unchanged_means_304_until_the_day_ends(
        self, desk: Any, newsroom: Newsroom, clock: Any, client: FlaskClient, format: Format,
        validator: str,
    ) -> None:  # fmt: skip
        path = f"/category/world/digest/daily.{format}"
        first = client.get(path)
        assert first.status_code == 200
        assert first.headers["Last-Modified"]
        clock.forward(hours=1)
        desk.write("noon.md", story("Noon", "2026-06-10T12:30Z", "category: World\n"))
        newsroom.update(["noon.md"])
        held = "ETag" if validator == "If-None-Match" else "Last-Modified"
        headers = {validator: first.headers[held]}
        clock.time = at("2026-06-10T23:59:59Z")
        assert client.get(path, headers=headers).status_code == 304
        assert client.get(path).headers["Last-Modified"] == first.headers["Last-Modified"]
        clock.forward(seconds=1)
        answer = client.get(path, headers=headers)
        assert answer.status_code == 200
        assert answer.headers["Last-Modified"] == "Thu, 11 Jun 2026 00:00:00 GMT"
        headers = {validator: answer.headers[held]}
        clock.forward(hours=23)
        assert client.get(path, headers=headers).status_code == 304

    @pytest.mark.parametrize("path", ["/digest/daily", "/category/world/digest/weekly"])
    def test_pages_list_what_is_over(self, client: FlaskClient, clock: Any, path: str) -> None:
        clock.forward(days=5)
        answer = client.get(path)
        page = etree.HTML(answer.text)
        assert answer.status_code == 200
        links = page.xpath("//main//h2/a/@href")
        assert links
        for link in links:
            shown = client.get(link.removeprefix("https://news.example"))
            assert shown.status_code == 200
            assert "Wind" in shown.text or "W24" not in link
        found = page.xpath("//link[@rel='alternate']/@href")
        assert f"https://news.example{path}.atom" in found
        for format in FORMATS:
            shown = client.get(f"{path}.{format}", headers={"Sec-Fetch-Dest": "document"})
            assert shown.mimetype == "text/html"
            assert list(etree.HTML(shown.text).xpath("//main//h2/a/@href")) == links

    def test_the_page_of_a_period_shows_its_articles(self, client: FlaskClient) -> None:
        answer = client.get("/digest/daily/2026-06-08")
        page = etree.HTML(answer.text)
        assert page.findtext(".//h1") == "Monday, 8 June 2026"
        assert page.xpath("//main//h2/a/text()") == ["Snow", "Rain"]
        tag = {"If-None-Match": answer.headers["ETag"]}
        assert client.get("/digest/daily/2026-06-08", headers=tag).status_code == 304
        world = etree.HTML(client.get("/category/world/digest/daily/2026-06-08").text)
        assert world.xpath("//main//h2/a/text()") == ["Rain"]

    @pytest.mark.parametrize(
        "path",
        [
            *("/digest/daily/2026-06-10", "/digest/weekly/2026-W24", "/digest/daily/2026-06-07"),
            *("/digest/daily/2026-6-8", "/digest/daily/9999-12-31", "/digest/weekly/2026-W60"),
            *("/digest/daily/2026-06-08.atom", "/digest/weekly/2026-06-08", "/digest/daily/"),
            *("/digest/monthly", "/digest", "/digest/monthly.atom", "/digest/daily/archive/1.atom"),
            *("/category/no/digest/daily", "/category/no/digest/daily.atom"),
            *("/category/no/digest/daily/2026-06-08", "/author/x/digest/daily.atom"),
            *("/category/arts/digest/daily/2026-06-09", "/digest/daily/digest/daily.atom"),
        ],
    )
    def test_others_are_not_there(self, client: FlaskClient, path: str) -> None:
        for headers in ({}, {"Sec-Fetch-Dest": "document"}):
            answer = client.get(path, headers=headers)
            assert answer.status_code == 404
            assert answer.headers["Cache-Control"] == "no-store"

    def test_a_retracted_article_is_on_no_page(
        self, desk: Any, newsroom: Newsroom, client: FlaskClient
    ) -> None:
        for path in ("/digest/daily/2026-06-09", "/digest/daily"):
            assert client.get(path).status_code == 200
        (desk.folder / "hail.md").unlink()
        newsroom.update(["hail.md"])
        assert client.get("/digest/daily/2026-06-09").status_code == 404
        assert "9 June" not in client.get("/digest/daily").text

    def test_they_are_offered_where_feeds_are(self, client: FlaskClient) -> None:
        for path, base in (("/", ""), ("/category/world", "/category/world")):
            links = etree.HTML(client.get(path).text).xpath("//main//a/@href")
            for kind in DAYS:
                assert links.count(f"https://news.example{base}/digest/{kind}") == 1
        assert "digest" not in client.get("/author/news").text
        outlines = etree.fromstring(client.get("/feeds.opml").data).xpath("//@xmlUrl")
        assert "https://news.example/category/world/digest/weekly.atom" in outlines


def test_a_category_that_only_the_future_has_is_not_there(desk: Any) -> None:
    desk.write("a.md", story("A", "2026-07-01", "category: World\n"))
    client = create_app(desk.open()).test_client()
    for end in (".atom", "", "/2026-05-01"):
        assert client.get(f"/category/world/digest/daily{end}").status_code == 404


def test_an_empty_newsroom_has_empty_digests(desk: Any) -> None:
    newsroom = desk.open()
    client = create_app(newsroom).test_client()
    for kind in DAYS:
        assert articles(newsroom, f"digest/{kind}") == {}
        assert client.get(f"/digest/{kind}").status_code == 200
    assert newsroom.due() is None


@pytest.mark.parametrize("key", ["digest_periods", "digest_articles"])
@pytest.mark.parametrize("number", [0, 1001])
def test_sizes_that_make_no_sense_are_refused(desk: Any, key: str, number: int) -> None:
    desk.write("site.toml", f"[feeds]\n{key} = {number}\n")
    with pytest.raises(Exception, match=key):
        desk.open()


def test_the_command_prints_one(desk: Any) -> None:
    desk.write("rain.md", story("Rain", "2026-05-30"))
    command = [sys.executable, "-m", "feedsvc", "feed", "digest/daily", str(desk.folder)]
    found = subprocess.run(command, check=True, capture_output=True).stdout
    assert b"Saturday, 30 May 2026" in found
