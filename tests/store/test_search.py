"""The index finds the right articles: in any query, and in a real archive."""

import contextlib
import re
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from feedsvc.errors import QueryError
from feedsvc.model.entry import Entry
from feedsvc.newsroom import Newsroom
from feedsvc.search.query import parse
from feedsvc.store import search
from tests.feeds.kinds.ferries import ferries, found

pytestmark = pytest.mark.each_database("icu")


@pytest.fixture
def newsroom(desk: Any) -> Newsroom:
    return ferries(desk)


FOUND = [
    ("ferry", ["gale", "ferry"]),
    ("FERRY hull", ["ferry"]),
    ("ferri", []),
    ("ferrys", []),
    ("ferry's", ["ferry"]),
    ('"new hull"', ["ferry"]),
    ('"hull new"', []),
    ('"hull after"', []),  # where one part ends, the next begins
    ('"crossing is open"', ["ferry"]),
    ("crossing", ["gale", "ferry"]),
    ("winters captain rudder 300 code harbour", ["ferry"]),
    ("naive LODZ plans were", ["ferry"]),
    ('"nai\u0308ve plans"', ["ferry"]),
    ("strong", []),  # is a tag of HTML
    ("天気", ["ferry"]),
    ("東気", []),
    ("ประเทศ", ["ferry"]),
    ("hull OR gale", ["gale", "ferry"]),
    ("ferry -hull", ["gale"]),
    ("ferry NOT (hull OR gale)", []),
    ("-hull", ["gale"]),
    ("-(hull gale)", ["gale", "ferry"]),
    ("hull OR -port", ["ferry"]),
    ("category:world-news", ["ferry"]),
    ('category:"WORLD news"', ["ferry"]),
    ("category:world", []),
    ('tag:"high water"', ["gale", "ferry"]),
    ("tag:high-water -category:sport", ["ferry"]),
    ("tag:c++", ["ferry"]),
    ("tag:c#", []),
    ("tag:c", ["ferry"]),
    ('author:"harbour desk"', ["ferry"]),
    ("author:harbour", []),
    ("-author:sports-desk", ["ferry"]),
    ("(tag:c++ OR coast) ferry", ["gale", "ferry"]),
    ("category:sport OR hull -port", ["gale", "ferry"]),
    ("ferry (category:sport OR category:nowhere)", ["gale"]),
    ("hull AND gale", []),
]


def test_what_is_found(newsroom: Newsroom) -> None:
    assert [(query, found(newsroom, query)) for query, _ in FOUND] == FOUND


STRANGE = [
    *('"ferry* hull"', "ferry*", "words:ferry", "^ferry", "{words}:ferry", "NEAR(ferry, hull)"),
    *("ferry + hull", "word_index:ferry", "rank", "ferry'; DROP TABLE articles", "NEAR", "_"),
    *("_ferry_", "%", "ferry\x00hull", '"ferry" "hull" *'),
]


def test_nothing_of_the_index_language_is_understood(newsroom: Newsroom) -> None:
    for query in STRANGE:
        with contextlib.suppress(QueryError):
            assert set(found(newsroom, query)) <= {"ferry", "gale"}
    assert found(newsroom, "ferry*") == found(newsroom, "ferry")
    assert found(newsroom, "near") == []


def plain(text: str) -> list[str]:
    """Words of a text, by the shortest way."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[^\W_]+", re.sub("[\u0300-\u036f\u200b-\u200f\u00ad]", "", bare))


def texts_of(entry: Entry) -> str:
    article = entry.article
    shown = LexborHTMLParser(article.content).body
    assert shown is not None
    names = [author.name for author in article.authors]
    return " ".join([article.headline, article.standfirst, shown.text(separator=" "), *names])


def has_tag(entry: Entry, slug: str) -> bool:
    return slug in [tag.slug for tag in entry.tags]


Test = Callable[[Entry, list[str]], bool]
SCANS: list[tuple[str, Test]] = [
    ("accessibility", lambda _, w: "accessibility" in w),
    ("usability testing", lambda _, w: "usability" in w and "testing" in w),
    ("ESPAÑOL", lambda _, w: "espanol" in w),
    ("api OR apis", lambda _, w: "api" in w or "apis" in w),
    ("content -design", lambda _, w: "content" in w and "design" not in w),
    (
        "webinar NOT (podcast OR video)",
        lambda _, w: "webinar" in w and not {"podcast", "video"} & w,
    ),
    ('"plain language"', lambda _, w: "plain language" in " ".join(w)),
    ("-the", lambda _, w: "the" not in w),
    ("2015", lambda _, w: "2015" in w),
    ("tag:accessibility data", lambda e, w: "data" in w and has_tag(e, "accessibility")),
]


@pytest.mark.one_database  # it has a store of its own
def test_a_real_archive_gives_what_reading_it_all_gives(digitalgov: Any, tmp_path: Any) -> None:
    environ = {"FEEDSVC_STORE": str(tmp_path), "FEEDSVC_IGNORE_EXPIRY": "true"}
    newsroom = Newsroom.open(digitalgov, environ)
    newsroom.scan()
    now = newsroom.now()
    steps = [0]
    with newsroom.store.reading() as connection:
        driver = connection.connection.driver_connection
        driver.set_progress_handler(lambda: steps.append(steps.pop() + 1), 1000)  # type: ignore[union-attr]
        assert 0 < len(newsroom.feeds.found(parse("content")).entries) <= 50
        got = {
            query: [
                one.entry_id
                for one in search.find_entries(connection, parse(query).root, {}, now, 5000)
            ]
            for query, _ in SCANS
        }
    # None looks all articles up for each one of them, which would take thousands of times as long.
    assert 0 < steps[0] < 300 * len(SCANS), steps
    wanted: dict[str, set[str]] = {query: set() for query, _ in SCANS}
    public = [entry for entry in newsroom.articles.every() if entry.published <= now]
    for entry in public:
        words = plain(texts_of(entry))
        for query, holds in SCANS:
            if holds(entry, words if '"' in query else set(words)):  # type: ignore[arg-type]
                wanted[query].add(entry.id)
    order = sorted(public, key=lambda entry: (entry.published, entry.id), reverse=True)
    for query, ids in wanted.items():
        assert got[query] == [entry.id for entry in order if entry.id in ids], query
        assert ids, query
    newsroom.close()
