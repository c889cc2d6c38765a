"""Which files are Jekyll's."""

import pytest

from feedsvc.sources.frontmatter.jekyll import is_jekyll


@pytest.mark.parametrize(
    ("path", "keys", "permalink", "expected"),
    [
        ("_posts/a.md", [], None, True),
        ("news/_drafts/deep/a.md", [], None, True),
        ("posts/a.md", ["layout", "title"], None, False),
        ("posts/2026-01-02-a.md", ["layout"], None, True),
        ("posts/2026-01-02-a.md", ["title"], None, False),
        ("a.md", ["redirect_from"], None, True),
        ("a.md", ["permalink"], "/:categories/:title.html", True),
        ("a.md", ["permalink"], "/about/", False),
        ("a.md", ["permalink"], ["/:title/"], False),
    ],
)
def test_signs(path: str, keys: list[str], permalink: object, expected: bool) -> None:
    assert is_jekyll(path, keys, permalink) is expected  # type: ignore[arg-type]
