"""Searches in site.toml: what is wrong with one is told by its key."""

from typing import Any

import pytest

from feedsvc.errors import SettingsError
from feedsvc.settings.site import check_settings


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"storms": {"query": 'storm "gale'}}, "searches.storms.query: bad query.*character 7"),
        ({"storms": {}}, "searches.storms.query: bad query: it is empty"),
        ({"High Water": {"query": "a"}}, r"\[searches.high-water\]"),
        ({"a/b": {"query": "a"}}, r"\[searches.a-b\]"),
        ({"": {"query": "a"}}, "searches"),
        ({"a": {"query": "a", "title": "x\x01"}}, "searches.a: .*control character"),
        ({"a": {"query": 1}}, "searches"),
        ({"a": "storm"}, "searches"),
    ],
)
def test_a_wrong_setting_is_named(values: dict[str, Any], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        check_settings({"searches": values})


def test_an_unknown_key_is_named(desk: Any) -> None:
    desk.write("site.toml", "[searches.storms]\nquerry = 'storm'\n")
    with pytest.raises(SettingsError, match=r"searches.storms.querry.*did you mean"):
        desk.open()
