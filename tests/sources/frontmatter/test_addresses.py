"""Addresses elsewhere and before, in every way in which people write them."""

import pytest
from reading import codes, headed


@pytest.mark.parametrize(
    ("front", "aliases"),
    [
        ("aliases: [/a, /b]\nredirect_from: [/b, /c]", ("/a", "/b", "/c")),
        ("redirect_from: /a\nurl: /z", ("/z", "/a")),
        ("permalink: /a/\npath: b/c", ("/a", "/b/c")),
        ("permalink: false\nredirect_from: ['']", ()),
        ("aliases: [Another name]", ("Another%20name",)),
    ],
)
def test_aliases(front: str, aliases: tuple[str, ...]) -> None:
    assert headed(front).aliases == aliases


def test_what_is_no_path_is_told() -> None:
    text = "---\ntitle: T\nredirect_from: [{a: b}]\n---\nx"
    assert codes("a.md", text) == [(3, "warning", "wrong-type")]
