"""A file that a note names by its name alone is found in folders of attachments."""

from typing import Any

import pytest

from feedsvc.sources.attachments import places_of
from feedsvc.web import create_app

NOTE = "---\ntitle: Walls\ndate: 2026-05-01\n---\n![[wall.png]] and ![A map](map.png).\n"


def client_of(desk: Any, *files: str) -> Any:
    desk.write("notes/harbour/walls.md", NOTE)
    for file in files:
        desk.write(file, file)
    return create_app(desk.open()).test_client()


def given(client: Any, path: str) -> str:
    """The text of a file that is served; the status where it is not."""
    with client.get(f"/media/{path}") as answer:
        return str(answer.text if answer.status_code == 200 else answer.status_code)


@pytest.mark.parametrize(
    "place",
    [
        *("notes/harbour/wall.png", "notes/harbour/attachments/wall.png", "notes/assets/wall.png"),
        *("Attachments/wall.png", "wall.png", "notes/wall.png"),
    ],
)
def test_it_is_served(desk: Any, place: str) -> None:
    client = client_of(desk, place)
    assert given(client, "notes/harbour/wall.png") == place
    assert given(client, "notes/harbour/map.png") == "404"


def test_the_nearest_is_meant(desk: Any) -> None:
    client = client_of(desk, "attachments/wall.png", "notes/harbour/images/wall.png")
    assert given(client, "notes/harbour/wall.png") == "notes/harbour/images/wall.png"


def test_what_no_article_names_is_not_served(desk: Any) -> None:
    client = client_of(desk, "Attachments/other.png", "walls/wall.png")
    for path in ("notes/harbour/other.png", "Attachments/other.png", "notes/harbour/wall.png"):
        assert given(client, path) == "404"


def test_few_places_are_looked_at() -> None:
    assert len(list(places_of("a/" * 1_000 + "b.png"))) < 120
    assert next(places_of("b.png")) == "attachments/b.png"
