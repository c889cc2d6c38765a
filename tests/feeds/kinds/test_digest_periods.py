"""Digests: one entry for each day or week that is over, in the site's time zone."""

import json
import re
from typing import Any

import feedparser
import pytest
from lxml import etree

from feedsvc.feeds.kinds import digest_periods
from feedsvc.model.feed import FORMATS, Format
from feedsvc.newsroom import Newsroom
from feedsvc.web import create_app
from tests.feeds.kinds.digest.days import (
    ATOM,
    DAYS,
    ID,
    SITE,
    Shown,
    articles,
    at,
    read,
    story,
    wednesday,
)


@pytest.fixture
def newsroom(desk: Any, clock: Any) -> Newsroom:
    return wednesday(desk, clock)


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

    @pytest.mark.each_database
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

    @pytest.mark.each_database
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

    @pytest.mark.each_database
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


class TestSizes:
    @pytest.mark.each_database
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
        newsroom.index.update(["0.md"])
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

    def test_a_period_is_no_larger_than_a_document_may_be(self, desk: Any) -> None:
        desk.write("site.toml", SITE + "[feeds]\ndocument_kilobytes = 16\n")
        text = "".join(f"## Part {n}\n\n{'Many words stand here. ' * 5}\n\n" for n in range(5))
        for number in range(60):
            time = f"2026-05-{10 + number % 3}T{number // 3:02}:00Z"
            desk.write(f"{number}.md", story(f"Story {number}", time, text=text))
        newsroom = desk.open()
        for format in FORMATS:
            body = newsroom.document("digest/daily", format).body
            assert 4_000 < len(body) < 3 * 20_000, "a feed shows ten entries at least"
            assert body.count(b"more articles") >= 3
        page = newsroom.feeds.shown(newsroom.feeds.feed("digest/daily")).entries
        assert page[0].headline == "Tuesday, 12 May 2026"

    @pytest.mark.parametrize(("parts", "shown"), [(1, 14), (14, 12), (20, 10)])
    def test_a_page_shows_as_many_periods_as_a_document_and_ten_at_least(
        self, desk: Any, parts: int, shown: int
    ) -> None:
        desk.write("site.toml", SITE + "[feeds]\ndocument_kilobytes = 16\n")
        text = "".join(f"## Part {n}\n\nWords stand here.\n\n" for n in range(parts))
        for day in range(1, 15):
            desk.write(f"{day}.md", story(f"Story {day}", f"2026-05-{day:02}", text=text))
        browser = {"Sec-Fetch-Dest": "document"}
        client = create_app(desk.open()).test_client()
        page = client.get("/digest/daily.atom", headers=browser).text
        days = dict.fromkeys(re.findall(r"/digest/daily/2026-05-(\d+)", page))
        assert [int(day) for day in days] == [*range(14, 14 - shown, -1)]


@pytest.mark.each_database
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


def test_what_is_kept_of_it_is_written_once(desk: Any, newsroom: Newsroom) -> None:
    """Where nothing changed, there is nothing to write."""
    settings, now = newsroom.settings, desk.clock()
    with newsroom.store.reading() as connection:
        before = digest_periods.standing(connection, "digest/daily", now, settings)
    assert [one.period for one in before.changes] == ["2026-06-09", "2026-06-08", "2026-05-20"]
    read(newsroom)
    with newsroom.store.reading() as connection:
        after = digest_periods.standing(connection, "digest/daily", now, settings)
    assert after.changes == []
    assert (after.periods, after.updated) == (before.periods, before.updated)
