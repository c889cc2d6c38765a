"""The settings: their defaults, what each may be, and errors that name the key."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedsvc.errors import SettingsError
from feedsvc.settings import load_settings
from feedsvc.settings.site import (
    CategorySettings,
    FeedSettings,
    Settings,
    category_title,
    check_settings,
)

AUTHORITY = re.compile(r"[A-Za-z0-9][A-Za-z0-9.@_-]*,\d{4}(-\d\d){0,2}")
DEFAULTS = {
    "title": "News",
    "subtitle": "",
    "base_url": "",
    "id_base": "",
    "language": "en",
    "languages": [],
    "timezone": "UTC",
    "author": "",
    "rights": "",
    "icon": "",
    "favicon": "",
    "ignore_expiry": False,
    "exclude": [],
    "include": [],
    "opt_in": False,
    "store": "",
    "feeds": {
        "entries": 50,
        "archive_entries": 100,
        "document_kilobytes": 512,
        "content": "full",
        "summary": "hybrid",
        "section_sentences": 1,
        "correction_days": 30,
        "tombstone_days": 30,
        "digest_periods": 30,
        "digest_articles": 100,
        "deltas": False,
        "lead_image": False,
        "poll_minutes": 0,
        "before": "",
        "after": "",
        "elements": {},
    },
    "categories": {},
    "redirects": {},
    "limits": {},
    "media": {"accel": ""},
    "theme": {"accent": "", "logo": "", "folder": ""},
    "searches": {},
    "readers": {"count": True},
    "serve": {"trusted_proxies": ["127.0.0.1", "::1"]},
    "hooks": {"on_change": ""},
    "websub": {"hub": "", "allow_private": False},
    "partners": {},
    "podcast": {
        "category": "",
        "subcategory": "",
        "title": "",
        "image": "",
        "author": "",
        "owner_name": "",
        "owner_email": "",
        "explicit": False,
        "type": "episodic",
        "medium": "audio",
        "guid": "",
        "locked": False,
        "episodes": 300,
    },
    "machines": {"license": "", "usage": ""},
}


def test_every_key_has_a_working_default(tmp_path: Path, site) -> None:
    assert msgspec.to_builtins(load_settings(tmp_path, {})) == DEFAULTS
    assert site("") == load_settings(tmp_path, {}) == Settings()


def test_every_key_can_be_set(site) -> None:
    settings = site("""
        title = "The Desk"
        subtitle = "Daily"
        base_url = "https://news.example/desk/"
        id_base = "desk@news.example,2026-06-01"
        exclude = ["notes/"]
        include = ["README.md"]
        opt_in = true
        language = "pt-BR"
        languages = ["pt-BR", "en"]
        timezone = "Europe/Berlin"
        author = "Ada"
        rights = "CC"
        icon = "icon.png"
        favicon = "small.png"
        ignore_expiry = true
        store = "/var/lib/desk"
        [feeds]
        entries = 20
        archive_entries = 200
        document_kilobytes = 1024
        correction_days = 10
        tombstone_days = 20
        content = "summary"
        summary = "lead"
        section_sentences = 2
        [categories.world]
        title = "World"
        description = "Abroad"
        [redirects]
        "/rss.xml" = "/feed.rss"
        [searches.storms]
        query = "storm"
        [limits]
        sections = 100
        [media]
        accel = "/_media/"
        [theme]
        accent = "#0b5c8a"
        folder = "theme"
        [readers]
        count = false
        [serve]
        trusted_proxies = ["10.0.0.0/8"]
        [hooks]
        on_change = "./notify.sh"
        [websub]
        hub = "own"
        [podcast]
        category = "News"
        [partners.msn]
        [machines]
        usage = "search=y"
        """)
    given = msgspec.to_builtins(settings)
    assert all(given[key] != default for key, default in DEFAULTS.items())
    assert settings.feeds == FeedSettings(20, 200, 1024, "summary", "lead", 2, 10, 20)
    assert settings.categories == {"world": CategorySettings("World", "Abroad")}
    assert settings.site == "https://news.example/desk"
    assert settings.zone.key == "Europe/Berlin"


@pytest.mark.parametrize(
    ("base_url", "authority"),
    [
        ("", "127.0.0.1,2026"),
        ("https://news.example:8443/desk", "news.example,2026"),
        ("https://NEWS.example", "news.example,2026"),
        ("https://bücher.example", "xn--bcher-kva.example,2026"),
        ("http://[::1]:8000", "localhost,2026"),
        ("http://a..b", "localhost,2026"),
    ],
)
def test_ids_are_made_from_the_host_where_no_base_is_set(base_url: str, authority: str) -> None:
    assert check_settings({"base_url": base_url}).tag_authority == authority
    named = check_settings({"base_url": base_url, "id_base": "x.example,2020"})
    assert named.tag_authority == "x.example,2020"


keys = st.sampled_from([*DEFAULTS, "entries", "content", "", "a.b"]) | st.text(max_size=5)
scalars = st.text() | st.integers() | st.floats() | st.booleans() | st.datetimes() | st.dates()
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=6,
)
urls = st.builds("{}://{}{}".format, st.sampled_from(["http", "HTTPS"]), st.text(), st.text())


@given(st.dictionaries(keys, values) | st.fixed_dictionaries({"base_url": urls}))
@example({"feeds": {"entries": 1e300}})
@example({"feeds": {"entries": float("nan")}})
@example({"timezone": "\ud800"})
@example({"timezone": "Europe"})
@example({"timezone": "x" * 5000})
@example({"base_url": "http://[::1%25eth0]"})
@example({"base_url": "http://\u2100.example"})
def test_no_value_raises_anything_else(given_values: dict[str, Any]) -> None:
    try:
        settings = check_settings(given_values)
    except SettingsError:
        return
    assert settings.zone
    assert AUTHORITY.fullmatch(settings.tag_authority)
    assert not settings.site.endswith("/")


def test_site_toml_names_a_category_before_its_articles_do() -> None:
    categories = {"world": CategorySettings("World News", "Abroad"), "sport": CategorySettings()}
    settings = Settings(categories=categories)
    assert category_title("world", "world", settings) == "World News"
    assert category_title("sport", "Sport", settings) == "Sport"
