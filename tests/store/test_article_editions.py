"""A follower of the store finds exactly the articles that changed, also those that are gone."""

from typing import Any

from feedsvc.store import changed_since
from feedsvc.store.article_editions import changed_articles


def changed(newsroom: Any, edition: int) -> set[str]:
    with newsroom.store.reading() as connection:
        return {one.rpartition(":")[2] for one in changed_articles(connection, edition)}


def edition(newsroom: Any) -> int:
    with newsroom.store.reading() as connection:
        return changed_since(connection, 0).edition


def test_articles_that_come_change_and_leave_are_found(desk: Any) -> None:
    for name in ("rain", "snow", "hail"):
        desk.write(f"{name}.md", f"{name.title()}\n\nIt falls.\n")
    with desk.open() as newsroom:
        assert changed(newsroom, 0) == {"rain.md", "snow.md", "hail.md"}
        begun = edition(newsroom)
        assert changed(newsroom, begun) == set()
        desk.write("rain.md", "Rain\n\nIt falls hard.\n")
        (desk.folder / "snow.md").unlink()
        newsroom.scan(accept_deletions=True)
        assert changed(newsroom, begun) == {"rain.md", "snow.md"}
        assert changed(newsroom, edition(newsroom)) == set()
