"""Which articles a pattern means."""

from time import process_time

import pytest

from feedsvc.sources.folder_files.targets import is_target, matches, place_of

PLACE = place_of("posts/2024/A ferry.de.md", "content", ())


@pytest.mark.parametrize(
    "pattern",
    [
        "/posts/**",
        "posts/**",
        "/posts/2024/a-ferry",
        "/posts/*/a-ferry",
        "{/news,/posts}/**",
        "/posts/20[12]4/*",
        "/posts/20?4/*",
        "/**",
        "**ferry**",
        "/news/content/posts/**",  # the newsroom's folder is a section
        "/content/posts/**",
        "{" + ",".join("abcdefgh" * 20) + "}",  # beyond all measure
        "*" * 2000,
    ],
)
def test_means_it(pattern: str) -> None:
    assert is_target({"path": pattern}, PLACE)


@pytest.mark.parametrize("pattern", ["/posts", "/posts/*", "/news/**", "/**/b", "{/a,/b}/**"])
def test_means_it_not(pattern: str) -> None:
    assert not is_target({"path": pattern}, PLACE)


def test_a_bundle_has_the_path_of_its_folder() -> None:
    bundle = place_of("posts/ferry/index.md", "posts", ())
    assert is_target({"path": "/posts/ferry"}, bundle)
    assert is_target({"path": "/POSTS/posts/ferry"}, bundle)


@pytest.mark.parametrize(
    ("target", "means"),
    [
        ({"lang": "de"}, True),
        ({"lang": "{en,fr}"}, False),
        ({"Kind": "page"}, True),
        ({"kind": "{section,home}"}, False),
        ({"environment": "production"}, True),
        ({"environment": "staging"}, False),
        ({"something": "new"}, True),
        ({}, True),
    ],
)
def test_other_targets(target: dict[str, str], means: bool) -> None:
    assert is_target(target, PLACE) is means


def test_a_folder_that_is_meant_means_all_below() -> None:
    assert matches("_posts/2024*", "_posts/2024-a/b.md", begins=True)
    assert matches("_posts", "_posts/b.md", begins=True)
    assert not matches("_post", "_posts/b.md", begins=True)


@pytest.mark.usefixtures("uncollected")
def test_a_hostile_pattern_takes_no_time() -> None:
    began = process_time()
    matches("*a" * 450 + "b", "a" * 4000)
    matches("{a,b}" * 190, "a" * 4000)
    matches("{" * 900, "a" * 4000)
    assert process_time() - began < 20
