"""site.toml and FEEDSVC_ variables: defaults, precedence, and errors that name the key."""

import contextlib
import re
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedsvc.errors import SettingsError
from feedsvc.settings.site import (
    CategorySettings,
    FeedSettings,
    Settings,
    category_title,
    check_settings,
    load_settings,
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
    },
    "categories": {},
    "redirects": {},
    "limits": {},
    "media": {"accel": ""},
    "searches": {},
}


@pytest.fixture
def site(tmp_path: Path):
    """Writes a site.toml and loads it."""

    def load(text: str | bytes, **environ: str) -> Settings:
        (tmp_path / "site.toml").write_bytes(text.encode() if isinstance(text, str) else text)
        return load_settings(tmp_path, environ)

    return load


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
        """)
    given = msgspec.to_builtins(settings)
    assert all(given[key] != default for key, default in DEFAULTS.items())
    assert settings.feeds == FeedSettings(20, 200, 1024, "summary", "lead", 2, 10, 20)
    assert settings.categories == {"world": CategorySettings("World", "Abroad")}
    assert settings.site == "https://news.example/desk"
    assert settings.zone.key == "Europe/Berlin"


def test_a_byte_order_mark_does_no_harm(site) -> None:
    assert site(b'\xef\xbb\xbftitle = "Desk"').title == "Desk"


@pytest.mark.parametrize(
    ("variable", "value", "found"),
    [
        ("FEEDSVC_TITLE", "Other", lambda s: s.title == "Other"),
        ("FEEDSVC_BASE_URL", "https://b.example/", lambda s: s.base_url == "https://b.example"),
        ("FEEDSVC_STORE", "/srv", lambda s: s.store == "/srv"),
        ("FEEDSVC_IGNORE_EXPIRY", "true", lambda s: s.ignore_expiry is True),
        ("FEEDSVC_IGNORE_EXPIRY", "0", lambda s: s.ignore_expiry is False),
        ("FEEDSVC_FEEDS_ENTRIES", "7", lambda s: s.feeds.entries == 7),
        ("FEEDSVC_FEEDS_CONTENT", "full", lambda s: s.feeds.content == "full"),
        ("FEEDSVC_TITLE", "", lambda s: s.title == "Desk"),
        ("FEEDSVC_UNHEARD_OF", "x", lambda s: s.title == "Desk"),
    ],
)
def test_variables_go_before_the_file(site, variable: str, value: str, found) -> None:
    text = 'title = "Desk"\nignore_expiry = true\n[feeds]\nentries = 20\ncontent = "summary"\n'
    assert found(site(text, **{variable: value}))


def test_a_variable_needs_no_file(tmp_path: Path) -> None:
    assert load_settings(tmp_path, {"FEEDSVC_FEEDS_ENTRIES": "9"}).feeds.entries == 9


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('titel = "x"', r"titel .*did you mean title\?"),
        ("[feeds]\nentrys = 3", r"feeds\.entrys .*did you mean feeds\.entries\?"),
        (
            '[categories.world]\ndescripton = "x"',
            r"categories\.world\.descripton .*did you mean categories\.world\.description\?",
        ),
        ("xyzzy = 1", r"xyzzy .*known: title, "),
        ("title = 3", r"title: .*`str`"),
        ("title = []", r"title: .*`str`"),
        ('feeds = "x"', r"feeds: .*object"),
        ('[feeds]\nentries = "many"', r"feeds\.entries: .*int"),
        ('[feeds]\ncontent = "some"', r"feeds\.content: .*'some'"),
        ("categories = 3", r"categories: .*object"),
        ("[categories]\nworld = 3", r"categories.*: .*object"),
        ('exclude = ["!"]', r"exclude: is no list of patterns"),
        ('include = "*.md"', r"include.*: .*array"),
        ('[redirects]\n"/a" = 3', r"redirects.*: .*str"),
        ('[categories.World]\ntitle = "x"', r"categories\.World: .*\[categories\.world\]"),
        ('[categories.world]\ntitle = "a\\u0001"', r"categories\.world: .*control"),
        ('[redirects]\n"/a" = "a/"', r"redirects: '/a' leads to itself"),
        ('[redirects]\n"/a" = "/b\\r\\nX: y"', r"redirects: '/a' leads to no address"),
        ('title = " "', r"title: is empty"),
        ('title = "a\\u0007b"', r"title: .*control"),
        ('language = "english, please"', r"language: .*'english, please'"),
        ('timezone = "Mars/Olympus"', r"timezone: .*'Mars/Olympus'"),
        ('timezone = "../UTC"', r"timezone: "),
        ('timezone = ""', r"timezone: "),
        ('base_url = "news.example"', r"base_url: .*web address"),
        ('base_url = "ftp://news.example"', r"base_url: .*web address"),
        ('base_url = "https://"', r"base_url: .*web address"),
        ('base_url = "https://a b"', r"base_url: .*web address"),
        ('base_url = "https://a:99999"', r"base_url: .*web address"),
        ('base_url = "https://a/?q"', r"base_url: .*query"),
        ('base_url = "https://u:p@a"', r"base_url: .*user name"),
        ('id_base = "news.example"', r"id_base: .*example\.org,2026"),
        ('id_base = "n e,2026"', r"id_base: "),
        ("[feeds]\nentries = 0", r"feeds\.entries: must be"),
        ("[feeds]\nentries = 1001", r"feeds\.entries: must be"),
        ("[feeds]\nsection_sentences = 0", r"feeds\.section_sentences: must be"),
        ("title =", r"Invalid value"),
        (b'title = "\xff"', r"utf-8"),
        ("x = " + "[" * 100_000, r"nested|nests|deep"),
        ("x = 1" + "0" * 5000, r"digits"),
    ],
)
def test_what_is_wrong_is_said_on_one_line(site, tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says) as raised:
        site(text)
    assert str(raised.value).startswith(str(tmp_path / "site.toml"))
    assert "\n" not in str(raised.value)


def test_a_wrong_variable_names_its_key(site) -> None:
    with pytest.raises(SettingsError, match=r"feeds\.entries"):
        site("", FEEDSVC_FEEDS_ENTRIES="many")


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


@given(st.dictionaries(st.sampled_from(["FEEDSVC_" + k.upper() for k in DEFAULTS]), st.text()))
def test_no_variable_raises_anything_else(environ: dict[str, str]) -> None:
    with contextlib.suppress(SettingsError):
        load_settings(Path(__file__).parent, environ)


def test_deep_recursion_leaves_the_interpreter_well(site) -> None:
    with pytest.raises(SettingsError, match="a is not a setting"):
        site("[" + ".".join(["a"] * (sys.getrecursionlimit() * 2)) + "]")


def test_a_misspelt_variable_is_refused(site) -> None:
    with pytest.raises(SettingsError, match=r"FEEDSVC_TITEL .*FEEDSVC_TITLE"):
        site("", FEEDSVC_TITEL="Desk")


def test_a_bad_variable_is_named(site) -> None:
    with pytest.raises(SettingsError, match=r"FEEDSVC_FEEDS_ENTRIES: feeds\.entries"):
        site("", FEEDSVC_FEEDS_ENTRIES="0")


def test_site_toml_names_a_category_before_its_articles_do() -> None:
    categories = {"world": CategorySettings("World News", "Abroad"), "sport": CategorySettings()}
    settings = Settings(categories=categories)
    assert category_title("world", "world", settings) == "World News"
    assert category_title("sport", "Sport", settings) == "Sport"
