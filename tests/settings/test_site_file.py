"""site.toml and FEEDSVC_ variables: how they are read, precedence, and errors that name the key."""

import contextlib
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.errors import SettingsError
from feedsvc.settings import as_log_line, load_settings, names_store, read_site, site_of
from tests.settings.test_site import DEFAULTS

PUBLIC = {"FEEDSVC_SERVED_AT": "http://0.0.0.0:8000"}
LOCAL = {"FEEDSVC_SERVED_AT": "http://127.0.0.1:8000"}


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


def test_what_is_kept_of_a_file_gives_the_same_settings(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text(
        'title = "Desk"\nstore = "postgresql://u:secret@x/y"\n[categories.board]\nprivate = true\n'
        '[searches.storms]\nquery = "storm"\n[redirects]\n"/a" = "/b"\n[media]\naccel = "/x/"\n'
    )
    site = read_site(tmp_path, {"FEEDSVC_SUBTITLE": "there"})
    assert "secret" not in site.values
    kept = site_of(site.values, {"FEEDSVC_SUBTITLE": "here"})
    assert kept.settings == msgspec.structs.replace(site.settings, store="", subtitle="here")
    assert kept.mark == site.mark
    assert site.line("categories.board") == 3


def test_what_is_said_differently_is_the_same(tmp_path: Path) -> None:
    marks = set()
    for text in ('title = "a"\nrights = "b"', "# c\nrights = 'b'\n\ntitle='a'\nstore = 'x'"):
        (tmp_path / "site.toml").write_text(text)
        marks.add(read_site(tmp_path, {}).mark)
    assert len(marks) == 1
    (tmp_path / "site.toml").write_text('title = "b"')
    assert read_site(tmp_path, {}).mark not in marks


def test_what_another_version_kept_is_refused() -> None:
    for values in ('{"unheard_of": {}, "title": 3}', "[", "3"):
        with pytest.raises(SettingsError, match="the settings in force"):
            site_of(values, {})


def test_a_service_has_an_address_where_nothing_names_one(site) -> None:
    assert site("", **LOCAL).base_url == "http://127.0.0.1:8000"
    assert site('base_url = "https://a.example"', **LOCAL).base_url == "https://a.example"
    assert site('base_url = "https://a.example"', **PUBLIC).base_url == "https://a.example"
    assert site("", **PUBLIC, FEEDSVC_BASE_URL="https://b.example").base_url == "https://b.example"
    with pytest.raises(SettingsError, match=r"site\.toml: base_url: is missing"):
        site("", **PUBLIC)


@pytest.mark.parametrize(
    ("text", "environ", "says"),
    [
        ('\ntitel = "x"', {}, "site.toml:2: error: titel is not a setting; did you mean title?"),
        ("title = 3", {}, "site.toml:1: error: title: Expected `str`, got `int`"),
        (
            "title = 3",
            {"FEEDSVC_FEEDS_ENTRIES": "7"},
            "site.toml or FEEDSVC_FEEDS_ENTRIES: error: title: Expected `str`, got `int`",
        ),
        ("", {"FEEDSVC_TITEL": "7"}, "site.toml: error: FEEDSVC_TITEL is not a setting; did you"),
    ],
)
def test_an_error_is_told_as_a_line_of_a_log(site, text: str, environ, says: str) -> None:
    with pytest.raises(SettingsError) as raised:
        site(text, **environ)
    assert as_log_line(raised.value).startswith(says)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('store = "x"', True),
        ('title = "x\n  "store" = 3', True),
        ("'store'=3", True),
        ("restore = 3", False),
        ("# store = 3", False),
        (None, False),
    ],
)
def test_a_broken_file_may_name_a_store(tmp_path: Path, text: str | None, named: bool) -> None:
    if text is not None:
        (tmp_path / "site.toml").write_text(text)
    assert names_store(tmp_path) is named
