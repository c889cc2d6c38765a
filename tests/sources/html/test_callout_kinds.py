import pytest

from feedsvc.sources.html.callout_kinds import title_of


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("WARNING", "Warning"),
        ("my-own", "My own"),
        ("tldr", "TL;DR"),
        ("seealso", "See also"),
        ("callout", ""),
    ],
)
def test_a_kind_is_a_title(kind: str, title: str) -> None:
    assert title_of(kind) == title
