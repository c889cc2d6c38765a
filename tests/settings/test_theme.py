"""`[theme]` of site.toml."""

from pathlib import Path

import pytest

from feedsvc.errors import SettingsError
from feedsvc.settings import load_settings


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
