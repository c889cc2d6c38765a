"""What site.toml may say of podcasts, and which feeds are some by it."""

from typing import Any

import pytest

from feedsvc.errors import SettingsError
from feedsvc.settings import check_settings

SHOW = {"category": "News"}


def test_a_category_of_directories_makes_a_feed_a_podcast() -> None:
    assert check_settings({}).podcasts == {}
    values = {"podcast": SHOW, "categories": {"show": {"podcast": SHOW}, "world": {}}}
    assert list(check_settings(values).podcasts) == ["feed", "category/show"]


def test_its_artwork_is_given_out_though_no_article_names_it() -> None:
    values = {"podcast": SHOW | {"image": "art.jpg"}, "icon": "icon.png"}
    assert check_settings(values).pictures == {"art.jpg", "icon.png"}


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"podcast": {"image": "art.jpg"}}, "podcast.category"),
        ({"podcast": SHOW | {"title": "a\x07"}}, "podcast.title"),
        ({"podcast": SHOW | {"owner_email": "nobody"}}, "podcast.owner_email"),
        ({"podcast": SHOW | {"guid": "1234"}}, "podcast.guid"),
        ({"podcast": SHOW | {"episodes": 0}}, "podcast.episodes"),
        ({"podcast": SHOW | {"type": "weekly"}}, "podcast.type"),
        ({"podcast": SHOW | {"medium": "text"}}, "podcast.medium"),
        ({"categories": {"show": {"podcast": {"locked": True}}}}, "show.podcast.category"),
        ({"categories": {"show": {"podcast": SHOW, "private": True}}}, "show.podcast"),
    ],
)
def test_what_is_wrong_is_told_by_its_key(values: dict[str, Any], key: str) -> None:
    with pytest.raises(SettingsError, match=key.replace(".", r"\.")):
        check_settings(values)
