import pytest

from feedsvc.sources.embed_addresses import embed_address, site_of
from feedsvc.sources.formats.mark_arguments import read_arguments

VIDEO = "https://www.youtube.com/watch?v=a-B_1"


@pytest.mark.parametrize(
    ("inner", "address"),
    [
        ("youtube a-B_1", VIDEO),
        ('youtube id="a-B_1" title="T"', VIDEO),
        ("youtube a-B_1 video false", VIDEO),
        ('youtubePlayer id="a-B_1"', VIDEO),
        ("youtube-lite a-B_1", VIDEO),
        ('youtube "https://youtu.be/x"', "https://youtu.be/x"),
        ("youtube page.video.id", ""),
        ("vimeo 123", "https://vimeo.com/123"),
        ("gist spf13 7896402", "https://gist.github.com/spf13/7896402"),
        ('gist spf13 7896402 "a.html"', "https://gist.github.com/spf13/7896402"),
        ("gist someone/7896402", "https://gist.github.com/someone/7896402"),
        ("gist 7896402 a.py", "https://gist.github.com/7896402"),
        ("gist", ""),
        ('tweet user="a" id="12"', "https://twitter.com/a/status/12"),
        ("twitter 12", "https://twitter.com/i/status/12"),
        ('x user="a" id="12"', "https://twitter.com/a/status/12"),
        ("instagram BW_x hidecaption", "https://www.instagram.com/p/BW_x/"),
        ("codepen me abc", "https://codepen.io/abc/pen/me"),
        ('codepen id="abc" user="me"', "https://codepen.io/me/pen/abc"),
        ("soundcloud 78131362", "https://api.soundcloud.com/tracks/78131362"),
        ("jsfiddle ccWP7", "https://jsfiddle.net/ccWP7/"),
        ("asciinema 239367", "https://asciinema.org/a/239367"),
    ],
)
def test_the_address_of_an_embed(inner: str, address: str) -> None:
    given = read_arguments(inner)
    assert given is not None
    assert embed_address(site_of(given.name), given.values, given.named) == address


def test_other_names_are_no_sites() -> None:
    assert [site_of(name) for name in ("figure", "note", "image", "embed")] == [""] * 4
