"""No address leads out of a release, or to a name that no disk takes."""

import posixpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.static_site.paths import file_path, page_path


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/", "index.html"),
        ("/articles/ferry", "articles/ferry.html"),
        ("/category/world/page/2", "category/world/page/2.html"),
        ("/feed.atom", "feed.atom.html"),
        ("/articles/東京", "articles/東京.html"),
    ],
)
def test_pages_are_named_after_their_addresses(address: str, path: str) -> None:
    assert page_path(address) == path


@given(st.text(min_size=1).map(lambda text: f"/{text}"))
def test_every_path_stays_in_the_release_and_fits(address: str) -> None:
    for path in (page_path(address), file_path(address)):
        assert posixpath.normpath(path) == path
        assert not path.startswith(("/", "../"))
        for name in path.split("/"):
            assert name not in ("", ".", "..")
            assert len(name.encode("utf-8", "surrogatepass")) <= 251
            assert "\x00" not in name


def test_long_names_stay_apart_and_keep_their_suffix() -> None:
    long = "東" * 100
    first, second = page_path(f"/articles/{long}a"), page_path(f"/articles/{long}b")
    assert first != second
    assert first.startswith("articles/~")
    assert first.endswith(".html")
    assert file_path(f"/media/{long}.png").endswith(".png")
