"""The store of what is published, read-only."""

from typing import Any

import pytest

from feedsvc.editor.diff import published_store
from feedsvc.errors import StoreError
from feedsvc.settings import Settings
from feedsvc.store import articles


def test_a_folder_that_nobody_published_has_none(desk: Any) -> None:
    desk.write("rain.md", "# Rain\n\nWet.\n")
    with published_store(desk.folder, {}, Settings()) as store:
        assert store is None
    assert not (desk.folder / ".feedsvc").exists()


def test_what_is_published_is_read_and_not_written(desk: Any) -> None:
    desk.write("rain.md", "# Rain\n\nWet.\n")
    desk.open().close()
    with published_store(desk.folder, {}, Settings()) as store:
        assert store is not None
        with store.reading() as connection:
            assert len(articles.entries_at(connection, ["rain.md"])) == 1
        with pytest.raises(StoreError), store.writing() as connection:
            articles.doubt(connection)
