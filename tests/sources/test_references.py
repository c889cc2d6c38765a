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


def test_the_files_that_a_name_may_mean() -> None:
    assert paths_of("posts/b")[:2] == ("posts/b.md", "posts/b.markdown")
    assert {"posts/b/index.md", "posts/b.html"} <= set(paths_of("posts/b"))
    assert {"b.de.md", "b/index.de.md", "b.md", "b/index.md"} <= set(paths_of("b.de"))
    assert "b.md" in paths_of("b.html")
