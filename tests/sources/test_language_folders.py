"""Languages that the folders of a newsroom show."""

from pathlib import Path

import pytest

from feedsvc.sources import Folder, is_article, languages_of


@pytest.mark.parametrize(
    ("files", "languages"),
    [
        (["de/a.md", "en/a.md"], {"de", "en"}),
        (["content/de/x/a.md", "content/en/x/a.md", "content/fr/b.md"], {"de", "en"}),
        (["de/a.md", "en/b.md"], set()),
        (["it/index.md", "hr/index.md", "it/_index.md", "hr/_index.md"], set()),
        (["de/a.md"], set()),
        (["de/a.txt", "en/a.md"], set()),
        (["x/de/a.md", "y/en/a.md"], set()),
        (["a/b/c/d/de/a.md", "a/b/c/d/en/a.md"], set()),
    ],
)
def test_translations_show_them(tmp_path: Path, files: list[str], languages: set[str]) -> None:
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert languages_of(Folder(tmp_path, is_article)) == languages


def test_many_folders_are_no_trouble(tmp_path: Path) -> None:
    for one in "abcdefghklmnprstuvwz":
        for other in "aegilnorstuvyz":
            folder = tmp_path / (one + other)
            folder.mkdir()
            (folder / f"{one}{other}.md").write_text("x")
    assert languages_of(Folder(tmp_path, is_article)) == set()
