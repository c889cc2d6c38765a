"""What makes a feed a podcast: its identifier, and which pictures are artwork."""

import pytest

from feedsvc.model.article import Enclosure
from feedsvc.render import podcast_guid
from feedsvc.render.podcast import is_artwork


@pytest.mark.parametrize(
    ("address", "guid"),
    [
        # The examples of podcast-namespace, docs/tags/guid.md
        ("https://mp3s.nashownotes.com/pc20rss.xml", "917393e3-1b1e-5cef-ace4-edaa54e1f810"),
        ("http://podnews.net/rss/", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("podnews.net/rss", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
    ],
)
def test_the_identifier_is_that_of_the_specification(address: str, guid: str) -> None:
    assert podcast_guid(address) == guid


@pytest.mark.parametrize(
    ("type", "width", "height", "fits"),
    [
        ("image/jpeg", 1400, 1400, True),
        ("image/png", 3000, 3000, True),
        ("image/webp", 1400, 1400, False),
        ("image/jpeg", 1399, 1399, False),
        ("image/jpeg", 3001, 3001, False),
        ("image/jpeg", 1400, 1500, False),
        ("image/jpeg", None, None, False),
    ],
)
def test_artwork_is_square_and_of_a_size_that_directories_take(
    type: str, width: int | None, height: int | None, fits: bool
) -> None:
    assert is_artwork(Enclosure("a", type, None, width, height)) is fits
