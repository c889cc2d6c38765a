"""Settings of what is counted, and of proxies."""

from pathlib import Path

import pytest

from feedsvc.errors import SettingsError
from feedsvc.settings import load_settings


def load(folder: Path, text: str, **environ: str):
    (folder / "site.toml").write_text(text)
    return load_settings(folder, environ)


@pytest.mark.parametrize("good", ["10.0.0.1", "10.0.0.0/8", "10.1.2.3/8", "::1", "2001:db8::/32"])
def test_addresses_and_networks(tmp_path: Path, good: str) -> None:
    found = load(tmp_path, f'[serve]\ntrusted_proxies = ["{good}"]\n')
    assert found.serve.trusted_proxies == [good]


@pytest.mark.parametrize("bad", ["proxy.example", "10.0.0.0/33", "", "10.0.0.1:80"])
def test_what_is_none_is_named(tmp_path: Path, bad: str) -> None:
    with pytest.raises(SettingsError, match=r"serve\.trusted_proxies: .*no address or network"):
        load(tmp_path, f'[serve]\ntrusted_proxies = ["{bad}"]\n')


def test_a_variable_has_them_with_commas(tmp_path: Path) -> None:
    given = {"FEEDSVC_SERVE_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8"}
    assert load(tmp_path, "", **given).serve.trusted_proxies == ["127.0.0.1", "10.0.0.0/8"]
    with pytest.raises(SettingsError, match="FEEDSVC_SERVE_TRUSTED_PROXIES"):
        load(tmp_path, "", FEEDSVC_SERVE_TRUSTED_PROXIES="nobody")


def test_counting_is_on_unless_it_is_turned_off(tmp_path: Path) -> None:
    assert load(tmp_path, "").readers.count
    assert not load(tmp_path, "[readers]\ncount = false\n").readers.count
    assert not load(tmp_path, "", FEEDSVC_READERS_COUNT="false").readers.count
