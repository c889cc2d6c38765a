"""`[theme]` of site.toml."""

from pathlib import Path

import pytest

from feedsvc.errors import SettingsError
from feedsvc.settings import load_settings
from feedsvc.settings.theme import ThemeSettings


@pytest.mark.parametrize("accent", ["", "#0b5c8a", "#ABCDEF"])
def test_a_colour(tmp_path: Path, accent: str) -> None:
    (tmp_path / "site.toml").write_text(f'[theme]\naccent = "{accent}"\nlogo = "logo.svg"\n')
    theme = load_settings(tmp_path, {}).theme
    assert (theme.accent, theme.logo) == (accent, "logo.svg")


@pytest.mark.parametrize("accent", ["blue", "#fff", "0b5c8a", "#0b5c8g", "#0b5c8a;}", "#0b5c8a\\n"])
def test_what_is_none(tmp_path: Path, accent: str) -> None:
    (tmp_path / "site.toml").write_text(f'title = "X"\n[theme]\naccent = "{accent}"\n')
    with pytest.raises(SettingsError, match=r"site\.toml:3: .*is no colour; write one such as"):
        load_settings(tmp_path, {})


@pytest.mark.parametrize(
    "folder", [".", "..", "a/../b", "/etc", "a//b", ".feedsvc", "a/.git", "a\\\\b", "./theme"]
)
def test_a_folder_that_is_none_below_the_newsroom(tmp_path: Path, folder: str) -> None:
    (tmp_path / "site.toml").write_text(f'[theme]\nfolder = "{folder}"\n')
    with pytest.raises(SettingsError, match=r"site\.toml:2: theme\.folder: .*is no folder below"):
        load_settings(tmp_path, {})


def test_what_a_folder_holds() -> None:
    theme = ThemeSettings(folder="looks/caf\u0065\u0301/")
    assert theme.place == "looks/caf\u00e9"
    assert theme.holds("looks/caf\u00e9/a/base.html")
    assert not theme.holds("looks/caf\u00e9.html")
    assert not ThemeSettings().holds("base.html")
