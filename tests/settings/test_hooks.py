"""What `[hooks]` may say."""

import pytest

from feedsvc.errors import SettingsError

GOOD = (
    "./notify.sh",
    "/usr/bin/notify --topic 'the news'",
    "https://example.org/hook?key=1",
    "HTTP://[::1]:8080/",
    "httpd-notify",
)
BAD = {
    "https://": "no web address",
    "https://user:pass123@example.org/": "user name",
    "https://example.org/a b": "no web address",
    "http://example.org:99999/": "no web address",
    "notify 'one": "close the quote",
    "''": "no command",
    "   ": "no command",
    "a\\u0001b": "control character",
}


@pytest.mark.parametrize("target", GOOD)
def test_what_is_right(site, target: str) -> None:
    hooks = site(f'[hooks]\non_change = "{target}"').hooks
    assert hooks.on_change == target
    assert hooks.is_url is ("://" in target)


@pytest.mark.parametrize("target", BAD)
def test_what_is_wrong_is_said_without_secrets(site, target: str) -> None:
    with pytest.raises(SettingsError, match=BAD[target]) as error:
        site(f'[hooks]\non_change = "{target}"')
    assert "hooks.on_change: " in str(error.value)
    assert "pass123" not in str(error.value)
