"""What a search finds: of all that is public the right articles, and of the rest nothing."""

import contextlib
import re
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from feedsvc.errors import NoSuchFeed, QueryError
from feedsvc.feeds.kinds.search import find
from feedsvc.model.entry import Entry
from feedsvc.newsroom import Newsroom
from feedsvc.search.query import parse
from feedsvc.store import Store, search, search_index
from feedsvc.store.schema import kept

FERRY = """---
title: The ferry’s new hull
standfirst: After two winters it sails
date: 2026-05-01
category: World News
tags: [High water, "C++"]
authors: [Harbour desk]
correction: The captain was misnamed.
---
The <b>cross</b>ing is open. Naïve plans_were made, in Łódź & elsewhere.

## What was repaired

| part | cost |
|---|---|
| rudder | 300 |

    a block of code

東京の天気は晴れ。 ประเทศไทย. ![Portrait](p.png)
"""
GALE = """---
title: Gale on the coast
date: 2026-05-02
category: Sport
tags: [High Water]
authors: [Sports desk]
---
The ferry stays in port. Is open the crossing?
"""


@pytest.fixture
def newsroom(desk: Any) -> Newsroom:
    desk.write("ferry.md", FERRY)
    desk.write("gale.md", GALE)
    return desk.open()


def found(newsroom: Newsroom, query: str) -> list[str]:
    """Slugs of what is found."""
    return [view.url.rpartition("/")[2] for view in newsroom.found(parse(query))]


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
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
    ],
)
def test_what_is_found(newsroom: Newsroom, query: str, slugs: list[str]) -> None:
    assert found(newsroom, query) == slugs


@pytest.mark.parametrize(
    "query",
    [
        *('"ferry* hull"', "ferry*", "words:ferry", "^ferry", "{words}:ferry", "NEAR(ferry, hull)"),
        *("ferry + hull", "word_index:ferry", "rank", "ferry'; DROP TABLE articles", "NEAR", "_"),
        *("_ferry_", "%", "ferry\x00hull", '"ferry" "hull" *'),
    ],
)
def test_nothing_of_the_index_language_is_understood(newsroom: Newsroom, query: str) -> None:
    with contextlib.suppress(QueryError):
        assert set(found(newsroom, query)) <= {"ferry", "gale"}
    assert found(newsroom, "ferry*") == found(newsroom, "ferry")
    assert found(newsroom, "near") == []


def test_a_category_is_found_by_its_title(desk: Any) -> None:
    desk.write("site.toml", '[categories.world-news]\ntitle = "From Élsewhere"\n')
    desk.write("ferry.md", FERRY)
    newsroom = desk.open()
    assert found(newsroom, 'category:"from elsewhere"') == ["ferry"]
    assert found(newsroom, 'category:"world news"') == ["ferry"]


def test_saved_files_are_found_by_what_they_say_now(desk: Any, newsroom: Newsroom) -> None:
    worker = desk.open(scan=False)
    assert found(worker, "hull") == ["ferry"]
    desk.write("ferry.md", FERRY.replace("hull", "mast"))
    newsroom.update(["ferry.md"])
    assert (found(worker, "hull"), found(worker, "mast")) == ([], ["ferry"])
    (desk.folder / "ferry.md").rename(desk.folder / "boat.md")
    newsroom.update(["ferry.md", "boat.md"])
    assert found(worker, "mast") == ["boat"]
    (desk.folder / "boat.md").unlink()
    newsroom.update(["boat.md"])
    assert found(worker, "mast") == []
    assert found(worker, "ferry") == ["gale"]


def test_nothing_is_found_that_is_not_public(desk: Any, clock: Any) -> None:
    for name, header in (
        ("now", ""),
        ("draft", "draft: true\n"),
        ("withdrawn", "status: withdrawn\n"),
        ("expired", "expires: 2026-06-01T12:00:00Z\n"),
        ("expiring", "expires: 2026-06-01T12:00:10Z\n"),
        ("embargoed", "embargo: 2026-06-01T12:00:10Z\n"),
    ):
        desk.write(f"{name}.md", f"---\ntitle: {name}\ndate: 2026-05-01\n{header}---\nRain.\n")
    newsroom = desk.open()
    assert set(found(newsroom, "rain")) == {"now", "expiring"}
    assert set(found(newsroom, "-sun")) == {"now", "expiring"}
    assert found(newsroom, "embargoed OR draft OR withdrawn OR expired") == []
    clock.forward(seconds=9)
    assert set(found(newsroom, "rain")) == {"now", "expiring"}
    clock.forward(seconds=1)
    assert found(newsroom, "rain") == ["embargoed", "now"]
    desk.write("now.md", "---\ntitle: now\ndate: 2026-05-01\nstatus: withdrawn\n---\nRain.\n")
    newsroom.update(["now.md"])
    assert found(newsroom, "rain") == ["embargoed"]


def test_a_preview_finds_drafts(desk: Any) -> None:
    desk.write("draft.md", "---\ntitle: Draft\ndraft: true\n---\nRain.\n")
    with Newsroom.rehearsal(desk.folder, {}, desk.clock, preview=True) as preview:
        preview.scan()
        assert found(preview, "rain") == ["draft"]
    assert found(desk.open(), "rain") == []


def test_the_newest_come_first_as_many_as_a_feed_shows(desk: Any) -> None:
    desk.write("site.toml", "[feeds]\nentries = 3\n")
    for number in range(1, 8):
        text = f"---\ntitle: T\ndate: 2026-05-0{8 - number}\n---\nRain {number % 2}.\n"
        desk.write(f"s{number}.md", text)
    assert found(desk.open(), "rain 1") == ["s1", "s3", "s5"]


def test_what_was_rebuilt_is_found_again(desk: Any, newsroom: Newsroom) -> None:
    newsroom.close()
    store = Store.open(f"sqlite:///{desk.folder / '.feedsvc' / 'store.sqlite3'}")
    with store.writing() as connection:
        connection.execute(kept.update().where(kept.c.name == "rebuildable").values(value="8"))
    store.close()
    again = desk.open(scan=False)
    assert found(again, "ferry") == []
    again.scan()
    assert found(again, "ferry hull") == ["ferry"]


def test_where_there_is_no_index_all_else_works(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "_knows_fts5", lambda: False)
    desk.write("site.toml", "[searches.ferries]\nquery = 'ferry'\n")
    desk.write("ferry.md", FERRY)
    newsroom = desk.open()
    desk.write("ferry.md", FERRY.replace("hull", "mast"))
    newsroom.update(["ferry.md"])
    assert b"new mast" in newsroom.document("feed", "atom").body
    assert [one.entries for one in newsroom.feeds() if one.feed.kind == "search"] == [0]
    assert not newsroom.searchable
    for ask in (
        lambda: newsroom.found(parse("ferry")),
        lambda: newsroom.search(parse("ferry"), "atom"),
        lambda: newsroom.document("search/ferries", "atom"),
    ):
        with pytest.raises(NoSuchFeed, match="FTS5"):
            ask()


def test_an_index_that_once_was_away_tells_nothing_wrong(
    desk: Any, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where another Python writes the store, whose SQLite knows no such index."""
    with monkeypatch.context() as away:
        away.setattr(search_index, "_knows_fts5", lambda: False)
        desk.write("ferry.md", FERRY.replace("hull", "mast"))
        newsroom.update(["ferry.md"])
    assert found(newsroom, "hull") == []
    assert found(newsroom, "gale") == ["gale"]
    desk.write("ferry.md", FERRY.replace("hull", "sail"))
    newsroom.update(["ferry.md"])
    assert (found(newsroom, "hull"), found(newsroom, "sail")) == ([], ["ferry"])


def test_words_that_are_no_longer_made_alike_break_nothing(
    desk: Any, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with another version of Unicode: what the index holds cannot be told to it again."""
    with monkeypatch.context() as other:
        other.setattr(search_index, "searchable", lambda article: "more words than it was " * 99)
        for number in range(3):
            desk.write("ferry.md", FERRY.replace("hull", f"mast{number}"))
            newsroom.update(["ferry.md"])
        (desk.folder / "gale.md").unlink()
        newsroom.update(["gale.md"])
    assert [found(newsroom, word) for word in ("hull", "mast1", "mast2")] == [[], [], ["ferry"]]
    assert found(newsroom, "gale OR coast") == []


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


def test_a_real_archive_gives_what_reading_it_all_gives(digitalgov: Any, tmp_path: Any) -> None:
    environ = {"FEEDSVC_STORE": str(tmp_path), "FEEDSVC_IGNORE_EXPIRY": "true"}
    newsroom = Newsroom.open(digitalgov, environ)
    newsroom.scan()
    now = newsroom.now()
    steps = [0]
    with newsroom._store.reading() as connection:
        driver = connection.connection.driver_connection
        driver.set_progress_handler(lambda: steps.append(steps.pop() + 1), 1000)  # type: ignore[union-attr]
        assert 0 < len(find(connection, parse("content"), newsroom.settings, now).entries) <= 50
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
    public = [entry for entry in newsroom.every() if entry.published <= now]
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
