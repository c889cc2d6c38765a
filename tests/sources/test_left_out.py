"""Files that are no articles by their names, and names that only look like theirs."""

import pytest

from feedsvc.settings import Settings
from feedsvc.settings.theme import ThemeSettings
from feedsvc.sources import left_out

COPIES = [
    "ferry (desk's conflicted copy 2026-06-01).md",
    "world/ferry (conflicted copy 2026-06-01 120000).md",
    "ferry (Ann (Mac)'s conflicted copy 2026-06-01 (1)).md",
    "ferry (Case Conflict).md",
    "ferry (Case Conflict 1).md",
    "ferry (Selective Sync Conflict).md",
    "ferry (In Konflikt stehende Kopie von Ann 2026-06-01).md",
    "ferry (Copie en conflit de Ann 2026-06-01).md",
    "ferry (SFConflict ann@example.org 2026-06-01-12-00-00).md",
    "ferry (Conflict).md",
    "ferry [conflicted].md",
    "story.sync-conflict-20260601-120000-ABCDEFG.md",
    "ferry_conflict-20260601-120000.md",
    "ferry-DESKTOP-AB12CD3.md",
    "ferry.Conflict.md",
    "ferry~.md",
    "#ferry#.md",
    "ferry.orig.md",
    "ferry_REMOTE_4711.md",
]
OTHERS = [
    "README.md",
    "readme.txt",
    "README.de.md",
    "LICENSE.md",
    "LICENCE-MIT.txt",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "CODE_OF_CONDUCT.md",
    "robots.txt",
    "world/humans.txt",
    "requirements.txt",
    "requirements-dev.txt",
    "_notes.md",
    "_posts/_half.md",
]
SILENT = [
    *("node_modules/x/README.md", "site/node_modules/a.md", "vendor/bundle/gems/a.md"),
    *("_layouts/post.html", "blog/_includes/figure.html", "_site/2026/a.html", "_data/a/b.md"),
]
ARTICLES = [
    "a.md",
    "world/README.md",
    "_posts/2026-06-01-a.md",
    "_drafts/a.md",
    "_guides/a.md",
    "layouts/a.md",
    "world/_index.md",
    "license-plates-go-digital.md",
    "history.md",
    "security-review.md",
    "vendor/a.md",
    "the-conflict-in-the-north.md",
    "conflicted-copy-editors.md",
    "Conflict resolution (2026).md",
    "robots.md",
    "requirements.md",
    "#metoo.md",
    "~tilde.md",
]


@pytest.mark.parametrize(
    ("paths", "told"),
    [(COPIES, ["conflict-copy"]), (OTHERS, ["left-out"]), (SILENT, []), (ARTICLES, None)],
    ids=["copies", "others", "silent", "articles"],
)
def test_names(paths: list[str], told: list[str] | None) -> None:
    for path in paths:
        found = left_out(path, Settings())
        assert (None if found is None else [problem.code for problem in found]) == told, path


def test_what_settings_exclude_and_include() -> None:
    settings = Settings(exclude=["notes/", "!notes/b.md", "*.draft.md"], include=["/README.md"])
    assert left_out("notes/a.md", settings) == ()
    assert left_out("world/a.draft.md", settings) == ()
    assert left_out("README.md", settings) is None
    assert left_out("LICENSE.md", settings) is not None
    assert left_out("a.md", settings) is None
    assert left_out("_half.md", Settings(include=["_*.md"])) is None


def test_the_folder_of_a_theme_is_left_out_whatever_is_included() -> None:
    settings = Settings(include=["*.html"], theme=ThemeSettings(folder="looks/theme"))
    for path in ("looks/theme/base.html", "looks/theme/parts/story.md"):
        assert left_out(path, settings) == ()
    for path in ("looks/theme.html", "looks/themes/base.html", "theme/base.html"):
        assert left_out(path, settings) is None
