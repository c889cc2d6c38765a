"""Which files say something for which articles."""

from collections.abc import Collection

import pytest

from feedsvc.sources.folder_files.names import Reach, files_for, is_folder_file, reach_of

NAMES = {
    "": {"_index.md", "_config.yml", "site.json"},
    "posts": {"_index.md", "_index.de.md", "posts.json", "posts.11tydata.js", "harbour.json"},
}


def found(path: str, languages: Collection[str] = ()) -> list[str]:
    return list(files_for(path, lambda folder: NAMES.get(folder, set()), "site", languages))


@pytest.mark.parametrize(
    "path",
    [
        "_index.md",
        "a/_index.de.html",
        "a/_Index.adoc",
        "a/a.json",
        "a/b.11tydata.cjs",
        "_config.toml",
        "f.meta",
    ],
)
def test_files_of_folders(path: str) -> None:
    assert is_folder_file(path)


@pytest.mark.parametrize(
    "path", ["index.md", "a/_indexes.md", "_index.png", "_config.md", "node_modules/a/a.json"]
)
def test_others(path: str) -> None:
    assert not is_folder_file(path)


def test_the_nearest_come_first() -> None:
    assert found("posts/harbour.md") == [
        "posts/harbour.json",
        "posts/posts.11tydata.js",
        "posts/posts.json",
        "posts/_index.md",
        "site.json",
        "_index.md",
        "_config.yml",
    ]


def test_pages_count_in_their_language() -> None:
    assert "posts/_index.de.md" in found("posts/harbour.de.md")
    assert "posts/_index.md" not in found("posts/harbour.de.md")
    assert "posts/_index.md" in found("posts/harbour.fr.md")


@pytest.mark.parametrize(
    ("path", "reach"),
    [
        ("a/_index.md", Reach(("a",))),
        ("_config.yml", Reach(("",))),
        ("a/a.json", Reach(("a",), ("a/a",))),
        ("a/b.11tydata.json", Reach((), ("a/b",))),
        ("site.json", Reach(("",), ("site",))),
        ("a/b.meta", Reach((), ("a/b",))),
    ],
)
def test_what_they_reach(path: str, reach: Reach) -> None:
    assert reach_of(path, "site") == reach
