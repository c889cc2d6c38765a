"""Settings that documents show make them anew."""

from typing import Any

import pytest

from feedsvc.feeds import fingerprint
from feedsvc.feeds.fingerprint import search_fingerprint, site_fingerprint
from feedsvc.model.feed import FORMATS
from feedsvc.settings.hooks import HookSettings
from feedsvc.settings.readers import ReadersSettings, ServeSettings
from feedsvc.settings.searches import SearchSettings
from feedsvc.settings.site import FeedSettings, Settings
from feedsvc.settings.theme import ThemeSettings
from feedsvc.settings.websub import WebsubSettings
from feedsvc.summary import thai


@pytest.mark.parametrize(
    "site", ['title = "Other"', 'base_url = "https://b.example"', '[feeds]\ncontent = "summary"']
)
def test_other_settings_give_other_documents(desk, site: str) -> None:
    desk.write("a.txt", "Title: Story\nDate: 2026-05-01\nTags: x\n\nA text.\n")
    newsroom = desk.open()
    before = {format: newsroom.document("feed", format) for format in FORMATS}
    desk.write("site.toml", f'id_base = "news.example,2026"\n{site}')
    newsroom = desk.open(scan=False)
    for format in FORMATS:
        after = newsroom.document("feed", format)
        assert after.tags() != before[format].tags()
        assert after.last_modified > before[format].last_modified


STORMS = {"storms": SearchSettings("storm")}
GALES = {"storms": SearchSettings("gale")}


@pytest.mark.parametrize(
    ("name", "one", "other", "same"),
    [
        ("feed", {"store": "a"}, {"store": "b"}, True),
        ("feed", {"redirects": {"old": "feed.atom"}}, {}, True),
        ("feed", {"searches": STORMS}, {"searches": GALES}, True),
        ("search/storms", {"searches": STORMS}, {"searches": GALES}, False),
        ("search/storms", {"searches": STORMS}, {"searches": STORMS}, True),
        ("feed", {"feeds": FeedSettings(deltas=True)}, {}, True),
        ("feed", {"title": "A"}, {"title": "B"}, False),
        ("feed", {"websub": WebsubSettings("own")}, {}, False),
        ("feed", {"websub": WebsubSettings("own")}, {"websub": WebsubSettings(["own"])}, True),
        ("feed", {"websub": WebsubSettings("", allow_private=True)}, {}, True),
        ("search/storms", {"title": "A", "searches": STORMS}, {"searches": STORMS}, False),
    ],
)
def test_a_document_is_made_anew_for_what_it_shows_alone(
    name: str, one: dict[str, Any], other: dict[str, Any], same: bool
) -> None:
    def made(values: dict[str, Any], id_base: str = "a.example,2026") -> str:
        settings = Settings(**values)
        found = site_fingerprint(settings, id_base)
        if name == "feed":
            return found
        return search_fingerprint(settings.searches["storms"], found)

    assert (made(one) == made(other)) is same
    assert made(one) != made(one, "b.example,2026")


def test_a_new_setting_with_its_default_makes_no_document_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fingerprint, "RENDERER_VERSION", 3)
    monkeypatch.setattr(fingerprint, "SUMMARIZER_VERSION", 2)
    monkeypatch.setattr(thai, "library", str)  # not installed
    before = "e60820b695cccdc788d655548890b56fd214bd9194e5b1312b065cba52250d05"
    assert site_fingerprint(Settings(), "a.example,2026") == before


@pytest.mark.parametrize(
    "given",
    [
        {"hooks": HookSettings(on_change="./notify.sh")},
        {"serve": ServeSettings(trusted_proxies=["10.0.0.0/8"])},
        {"readers": ReadersSettings(count=False)},
        {"theme": ThemeSettings(folder="theme", accent="#0b5c8a")},
    ],
)
def test_what_no_document_shows_makes_none_anew(given: dict[str, Any]) -> None:
    with_it, without = Settings(**given), Settings()
    assert site_fingerprint(with_it, "a") == site_fingerprint(without, "a")


def test_newsrooms_without_a_hub_have_no_setting_more() -> None:
    """Else an upgrade would make all documents anew."""
    assert [key for key in fingerprint._by_key(Settings()) if "websub" in key] == []
    assert fingerprint._by_key(Settings(websub=WebsubSettings("own")))["websub.hub"]
