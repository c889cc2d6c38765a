"""Entries as subscribers have them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from feedsvc.editor.desk import AsPublished
from feedsvc.errors import StoreError
from feedsvc.newsroom import Newsroom
from feedsvc.store.engine import FILE_NAME
from tests.editor.desk.editors import RAIN

DRAFT = "---\ntitle: Hail\ndraft: true\n---\nHard.\n"


@contextmanager
def rehearsed(desk: Any) -> Iterator[Newsroom]:
    """The newsroom of a preview that has read the folder."""
    with Newsroom.rehearsal(desk.folder, {}, desk.clock, preview=True) as newsroom:
        newsroom.scan(accept_deletions=True)
        yield newsroom


@pytest.fixture
def as_published(desk: Any, tmp_path: Path) -> AsPublished:
    place = tmp_path / "kept"
    place.mkdir()
    desk.write("world/rain.md", RAIN)
    desk.write("hail.md", DRAFT)
    return AsPublished(desk.folder, {}, place)


def had(as_published: AsPublished, newsroom: Newsroom) -> tuple[dict[str, str], bool]:
    """The headlines and texts of what subscribers have, and whether that is published."""
    ids = [entry.id for entry in newsroom.articles.every()]
    found = as_published.find(ids, newsroom.settings, newsroom.now())
    texts = {e.article.headline: e.article.content for e in found.entries.values()}
    return texts, found.published


def test_what_is_published_counts_whatever_the_folder_held(
    desk: Any, as_published: AsPublished
) -> None:
    desk.open().close()
    desk.write("world/rain.md", RAIN.replace("Wet.", "Dry."))
    with rehearsed(desk) as newsroom:
        as_published.begin(newsroom)
        assert had(as_published, newsroom) == ({"Rain": "<p>Wet.</p>"}, True)
        desk.open().close()
        assert had(as_published, newsroom) == ({"Rain": "<p>Dry.</p>"}, True)


def test_else_it_is_what_the_folder_held_at_the_beginning(
    desk: Any, as_published: AsPublished
) -> None:
    with rehearsed(desk) as newsroom:
        as_published.begin(newsroom)
        desk.write("world/rain.md", RAIN.replace("Wet.", "Dry."))
        newsroom.index.update(["world/rain.md"])
        assert had(as_published, newsroom) == ({"Rain": "<p>Wet.</p>"}, False)
    with rehearsed(desk) as newsroom:  # site.toml has changed: the beginning stays what it was
        as_published.begin(newsroom)
        assert had(as_published, newsroom) == ({"Rain": "<p>Wet.</p>"}, False)
        desk.open().close()
        assert had(as_published, newsroom) == ({"Rain": "<p>Dry.</p>"}, True)
    assert not (desk.folder / "began.db").exists()


def test_where_nothing_was_kept_nothing_is_known(desk: Any, as_published: AsPublished) -> None:
    with rehearsed(desk) as newsroom:
        assert had(as_published, newsroom) == ({}, False)


def test_a_store_that_cannot_be_read_stops_no_preview(desk: Any, as_published: AsPublished) -> None:
    with rehearsed(desk) as newsroom:
        (desk.folder / ".feedsvc").mkdir()
        (desk.folder / ".feedsvc" / FILE_NAME).write_bytes(b"no store at all" * 99)
        as_published.begin(newsroom)
        with pytest.raises(StoreError):
            had(as_published, newsroom)
