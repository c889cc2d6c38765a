"""Languages that were found are remembered; those of site.toml go before."""

from typing import Any

import pytest

from feedsvc.indexer.find_languages import with_languages
from feedsvc.settings import Settings


@pytest.mark.each_database
def test_what_was_found_stays(desk: Any) -> None:
    for path in ("de/a.md", "en/a.md"):
        desk.write(path, "Text.")
    newsroom = desk.open(scan=False)

    def languages(settings: Settings, *, look: bool) -> list[str]:
        made = with_languages(newsroom.store, newsroom.folder, settings, look=look)
        return made.languages

    assert languages(Settings(), look=False) == []
    assert languages(Settings(), look=True) == ["de", "en"]
    (desk.folder / "de/a.md").unlink()
    assert languages(Settings(), look=True) == ["de", "en"]
    assert languages(Settings(), look=False) == ["de", "en"]
    assert languages(Settings(languages=["fr"]), look=True) == ["fr"]
