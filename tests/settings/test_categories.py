"""Names of categories in site.toml are those of their URLs."""

import pytest

from feedsvc.settings import CategorySettings
from feedsvc.settings.categories import category_complaints


@pytest.mark.parametrize(
    ("name", "private", "wrong"),
    [
        ("world", True, False),
        ("world-news", False, False),
        ("World", False, True),
        ("world news", False, True),
        ("r&d", True, True),
        ("r&d", False, False),
    ],
)
def test_names(name: str, private: bool, wrong: bool) -> None:
    found = list(category_complaints({name: CategorySettings(private=private)}))
    assert bool(found) is wrong
    assert all(key == f"categories.{name}" for key, _ in found)
