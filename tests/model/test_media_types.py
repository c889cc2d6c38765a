"""Media types by suffix."""

import pytest

from feedsvc.model.media_types import media_type


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("a.MP3", "audio/mpeg"),
        ("https://x.y/a.m4a?x=.png#y.gif", "audio/mp4"),
        ("a%2Ewebp", "image/webp"),
        ("https://[x", "application/octet-stream"),
        ("a", "application/octet-stream"),
    ],
)
def test_types(url: str, expected: str) -> None:
    assert media_type(url) == expected
