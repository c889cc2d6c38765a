"""Media files that a proxy sends, and the threads that are spared."""

from pathlib import Path

import pytest

from feedsvc.errors import SettingsError
from feedsvc.settings import Settings, load_settings


def settings_of(folder: Path, text: str, **environ: str) -> Settings:
    (folder / "site.toml").write_text(text)
    return load_settings(folder, environ)


def test_no_download_keeps_a_thread_where_a_proxy_sends_files(tmp_path: Path) -> None:
    here = settings_of(tmp_path, "").limits
    there = settings_of(tmp_path, '[media]\naccel = "/_media/"\n').limits
    assert there.requests == 12 < here.requests
    assert there.downloads < there.requests
    by_variable = settings_of(tmp_path, "", FEEDSVC_MEDIA_ACCEL="/_media/").limits
    assert by_variable == there


def test_what_was_set_stays(tmp_path: Path) -> None:
    text = '[media]\naccel = "/_media/"\n[limits]\nrequests = 30\n'
    limits = settings_of(tmp_path, text, FEEDSVC_LIMITS_DOWNLOADS="20").limits
    assert (limits.requests, limits.downloads) == (30, 20)


@pytest.mark.parametrize("wrong", ["media", "/media", "media/", "/me dia/", "/media/?x/", "/"])
def test_a_location_stands_between_slashes(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(SettingsError, match=r"media\.accel: .* is no location; write one such as"):
        settings_of(tmp_path, f'[media]\naccel = "{wrong}"\n')
