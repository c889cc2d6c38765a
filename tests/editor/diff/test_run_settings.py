"""What `feedsvc diff` says of settings that are not those it was published with."""

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from feedsvc.model.feed import FORMATS
from tests.editor.diff.conftest import NOTHING, RAIN, SITE, rewrite, said

SECTIONS = """
## Why

The river rose two metres overnight. Streets near the harbour were closed to all traffic.
The river Elbe rose because rain fell on snow, and rain on snow melts the snow at once.
"""


def made_anew(*keys: str) -> str:
    return (
        f"Every feed is made anew with the settings ({', '.join(keys)}); readers mark no entry as"
        " changed for that."
    )


def documents(news: Any) -> list[bytes]:
    """What a reader gets of some feeds, by a service that starts with the settings now."""
    with closing(news.open()) as newsroom:
        names = ["feed", "category/world"]
        return [newsroom.document(name, format).body for name in names for format in FORMATS]


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ("", 'title = "Newer"', "title"),
        ("", 'subtitle = "All of it"', "subtitle"),
        ("", 'language = "de"', "language"),
        ('author = "Desk"', "", "author"),
        ('rights = "A"', 'rights = "B"', "rights"),
        ("", 'icon = "https://news.example/i.png"', "icon"),
        ("[feeds]\nentries = 2", "[feeds]\nentries = 1", "feeds.entries"),
        ("", '[feeds]\ncontent = "summary"', "feeds.content"),
        ("", '[feeds]\nsummary = "lead"', "feeds.summary"),
        ("[feeds]\nsection_sentences = 2", "", "feeds.section_sentences"),
        ("", '[categories.world]\ntitle = "Abroad"', "categories.world"),
        ('[categories.world]\ntitle = "Abroad"', "", "categories.world"),
    ],
)
@pytest.mark.parametrize("asked", [True, False])
def test_a_setting_that_changes_documents_is_named(
    news: Any, before: str, after: str, key: str, asked: bool
) -> None:
    news.write("rain.md", RAIN + SECTIONS)
    news.write("site.toml", f"{SITE}{before}\n")
    had = documents(news) if asked else []
    news.open().close()
    assert said(news.folder) == [NOTHING]
    news.write("site.toml", f"{SITE}{after}\n")
    assert said(news.folder)[0] == made_anew(key)
    assert NOTHING not in said(news.folder)
    assert had != documents(news)
    assert said(news.folder) == [NOTHING]


@pytest.mark.parametrize(
    "setting", ["ignore_expiry = true", '[redirects]\n"old.xml" = "feed.atom"', ""]
)
def test_others_change_nothing(news: Any, setting: str) -> None:
    had = documents(news)
    news.write("site.toml", f"{SITE}{setting}\n")
    assert said(news.folder) == [NOTHING]
    assert had == documents(news)


def test_several_settings_are_told_in_one_sentence_and_ids_of_feeds_first(news: Any) -> None:
    news.write("hail.md", RAIN.replace("Rain", "Hail"))
    news.settings(base_url="https://b.example", id_base="b.example,2026", title="B")
    assert said(news.folder) == [
        "1 new entry in everything, World, tag weather: “Hail”.",
        "The ids of all feeds change with id_base: readers may take them for new ones.",
        made_anew("title", "base_url"),
    ]


def test_readers_see_how_many_entries_feeds_show(news: Any) -> None:
    news.write("draft.md", RAIN.replace("tags", "draft: true\ntags"))
    news.write("site.toml", f"{SITE}[feeds]\nentries = 1\n")
    assert said(news.folder) == [
        made_anew("feeds.entries"),
        "Feeds show at most 1 entry instead of 50.",
        "Readers do not see “Rain”: it is a draft.",
    ]
    news.open().close()
    news.write("site.toml", f"{SITE}[feeds]\nentries = 1000\n")
    assert said(news.folder) == [
        made_anew("feeds.entries"),
        "Feeds show at most 1,000 entries instead of 1; readers may take the older ones for new.",
    ]


def test_another_version_of_feedsvc_makes_documents_anew(
    news: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedsvc.feeds.fingerprint.RENDERER_VERSION", 999)
    news.settings(base_url="https://news.example", id_base="news.example,2026", title="B")
    assert said(news.folder) == [
        "Every feed is made anew with the settings (title) and with this version of feedsvc;"
        " readers mark no entry as changed for that."
    ]


def test_an_extra_that_comes_makes_documents_anew(
    news: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedsvc.summary.thai._installed", lambda: "pythainlp 5.9")
    assert said(news.folder) == [
        "Every feed is made anew with what finds sentences in Thai;"
        " readers mark no entry as changed for that."
    ]


def test_a_store_that_does_not_know_its_settings_says_so(news: Any) -> None:
    with closing(sqlite3.connect(news.folder / ".feedsvc" / "store.sqlite3")) as store:
        store.execute("DELETE FROM state WHERE name = 'shown'")
        store.commit()
    assert said(news.folder) == [
        "It is not known which settings the feeds were made with, so what settings change is not"
        " told; the next feedsvc index or serve keeps them."
    ]
    news.open().close()
    assert said(news.folder) == [NOTHING]


@pytest.mark.parametrize("format", ["atom", "rss", "json"])
def test_the_address_may_be_known_only_to_the_server(news: Any, format: Any) -> None:
    news.settings(id_base="news.example,2026")
    news.environ = {"FEEDSVC_BASE_URL": "http://127.0.0.1:8123"}
    newsroom = news.open()
    newsroom.document("feed", format)
    newsroom.close()
    assert said(news.folder) == [NOTHING]


def test_articles_that_expired_come_back_where_that_is_to_be_ignored(news: Any) -> None:
    rewrite(news, "rain.md", "tags", "expires: 2026-05-03\ntags")
    news.open().close()
    assert said(news.folder) == [NOTHING]
    news.settings(base_url="https://news.example", id_base="news.example,2026", ignore_expiry=True)
    assert said(news.folder) == ["1 new entry in everything, World, tag weather: “Rain”."]
    news.open().close()
    news.settings(base_url="https://news.example", id_base="news.example,2026")
    (sentence,) = said(news.folder)
    assert sentence.endswith("“Rain” expired on 3 May 2026, 00:00 UTC.")
