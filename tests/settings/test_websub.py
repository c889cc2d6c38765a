"""What `[websub]` may say."""

import importlib.util

import pytest

from feedsvc.errors import SettingsError
from feedsvc.settings import load_settings
from feedsvc.settings.websub import WebsubSettings

HUB = "https://hub.example.org/"
OWN = "https://news.example/hub"
BAD = {
    "theirs": "neither",
    "own.example": "neither",
    "https://": "neither",
    "ftp://hub.example.org/": "neither",
    "https://hub.example.org:99999/": "neither",
    "https://hüb.example/": "neither",
    "https://hub.example.org/<x>": "neither",
    "https://user:pass123@hub.example.org/": "user name",
    "https://hub.example.org/#a": "fragment",
}


@pytest.mark.parametrize(
    ("said", "hubs", "own", "foreign"),
    [
        ('""', (), False, ()),
        ("[]", (), False, ()),
        ('"own"', (OWN,), True, ()),
        (f'"{HUB}"', (HUB,), False, (HUB,)),
        (f'["{HUB}", "https://b.example/?x=1"]', (HUB, "https://b.example/?x=1"), False, None),
        (f'["own", "{HUB}", "own", "{HUB}"]', (OWN, HUB), True, (HUB,)),
    ],
)
def test_the_hubs_that_are_announced(site, said, hubs, own, foreign) -> None:
    found = site(f'base_url = "https://news.example/"\n[websub]\nhub = {said}')
    assert found.hubs == hubs
    assert found.websub.own is own
    assert found.websub.foreign == (hubs if foreign is None else foreign)


def test_a_variable_holds_several(tmp_path) -> None:
    given = {"FEEDSVC_WEBSUB_HUB": f"own, {HUB}", "FEEDSVC_BASE_URL": "https://news.example"}
    assert load_settings(tmp_path, given).hubs == (OWN, HUB)


@pytest.mark.parametrize("hub", BAD)
def test_what_is_wrong_is_said(site, hub: str) -> None:
    with pytest.raises(SettingsError, match=BAD[hub]) as error:
        site(f'[websub]\nhub = "{hub}"')
    assert "websub.hub: " in str(error.value)


def test_a_place_elsewhere_has_no_hub(site) -> None:
    moved = site('[websub]\nhub = "own"').elsewhere("http://127.0.0.1:8001")
    assert (moved.site, moved.hubs) == ("http://127.0.0.1:8001", ())


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert WebsubSettings("own").lacks == ""
    monkeypatch.setattr("feedsvc.settings.websub.find_spec", lambda name: None)
    assert importlib.util.find_spec("pycurl") is not None
    assert "pip install 'feedsvc[push]'" in WebsubSettings("own").lacks
    assert "pip install" in WebsubSettings(HUB).lacks
    assert WebsubSettings().lacks == ""
