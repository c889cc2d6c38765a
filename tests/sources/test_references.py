import pytest

from feedsvc.sources.references import page_of, paths_of, place_of, root_of, slug_of


def test_the_root_is_that_of_the_content() -> None:
    assert root_of("a.md") == ""
    assert root_of("posts/2024/a.md") == "../../"
    assert root_of("site/content/posts/a.md") == "../"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("2024-05-01-first", "first"),
        ("sub/2024-05-01-first.md", "first"),
        ("Mooring lines", "mooring-lines"),
        ("posts/harbour/index.md", "harbour"),
        ("v1.2", "v1-2"),
    ],
)
def test_the_slug_of_a_name(name: str, slug: str) -> None:
    assert slug_of(name) == slug
    assert page_of(f"{name}#b", "x/y.md") == f"../{slug}#b"


def test_a_place_keeps_the_language_of_the_article() -> None:
    assert place_of("/posts/b.md", "content/posts/a.md") == "../posts/b.md"
    assert place_of("b", "posts/a.de.md") == "b.de.md"
    assert place_of("b.en.md", "posts/a.md") == "b.en.md"
    assert place_of("b", "posts/a.md", "fr") == "b.fr.md"
    assert place_of("#c", "a.md") == "#c"


@pytest.mark.parametrize(
    ("name", "path", "place"),
    [
        ("posts/b/", "a.md", "posts/b"),
        ("/posts/b.md#c", "x/y.md", "../posts/b.md#c"),
        ("b.txt?d=1#c", "a.md", "b.txt?d=1#c"),
        ("/tag/harbour", "a.md", "{tag}harbour"),
        ("tag/harbour", "a.md", "tag/harbour"),
        ("/tag/harbour/b", "a.md", "tag/harbour/b"),
        ("/tag/", "a.md", "tag"),
        ("/category/news/", "a/b.md", "{category}news"),
        ("b", "posts/a.de-AT.md", "b.de-AT.md"),
        ("b.de", "posts/a.de.md", "b.de"),
        ("/b", "content/posts/a.de.md", "../b.de.md"),
        (" /", "a.de.md", ""),
        ("v1.2", "a.md", "v1.2"),
    ],
)
def test_the_place_of_a_name(name: str, path: str, place: str) -> None:
    assert place_of(name, path) == place


def test_a_folder_that_ends_in_a_slash_means_the_same_files() -> None:
    assert paths_of("posts/b/") == paths_of("posts/b")
    assert paths_of("/posts/b")[0] == "/posts/b.md"
    assert "b.html" not in paths_of("b.html")


def test_the_files_that_a_name_may_mean() -> None:
    assert paths_of("posts/b")[:2] == ("posts/b.md", "posts/b.markdown")
    assert {"posts/b/index.md", "posts/b.html"} <= set(paths_of("posts/b"))
    assert {"b.de.md", "b/index.de.md", "b.md", "b/index.md"} <= set(paths_of("b.de"))
    assert "b.md" in paths_of("b.html")
