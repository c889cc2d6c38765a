"""A file that is renamed while a scan walks through the folder is the article that it was."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

STORY = "---\ntitle: {0}\ndate: 2026-05-01\n---\nAbout {0}.\n"


def ids(newsroom: Any) -> dict[str, str]:
    items = json.loads(newsroom.document("feed", "json").body)["items"]
    return {item["title"]: item["id"] for item in items}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("world/snow.md", "arts/snow.md"),  # met at neither place
        ("arts/rain.md", "world/rain.md"),  # met at both
        ("world/snow.md", "sport/snow.md"),
        ("arts/rain.md", "arts/hail.md"),
    ],
)
def test_its_id_stays_and_nothing_is_withdrawn(
    desk: Any, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    for path in ("arts/rain.md", "sport/wind.md", "world/snow.md", "world/sun.md"):
        desk.write(path, STORY.format(path))
    newsroom = desk.open()
    before = ids(newsroom)
    assert len(before) == 4
    files, walks = newsroom.folder.files, []

    def walk(*given: Any) -> Iterator[Any]:
        walks.append(given)
        for number, found in enumerate(files(*given)):
            if number == 0 and len(walks) == 1:  # the first folder is listed, others are not
                (desk.folder / old).rename(desk.folder / new)
            yield found

    monkeypatch.setattr(newsroom.folder, "files", walk)
    newsroom.scan()
    newsroom.scan()
    assert ids(newsroom) == before
    assert b"deleted-entry" not in newsroom.document("feed", "atom").body


def test_what_is_deleted_while_looking_leaves(desk: Any) -> None:
    for path in ("arts/rain.md", "sport/wind.md", "world/snow.md", "world/sun.md", "world/fog.md"):
        desk.write(path, STORY.format(path))
    newsroom = desk.open()
    (desk.folder / "world/snow.md").unlink()
    newsroom.scan()
    assert "world/snow.md" not in ids(newsroom)
    assert len(ids(newsroom)) == 4
