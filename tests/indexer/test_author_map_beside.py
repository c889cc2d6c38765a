"""An article follows the file with its authors' names."""

import json
from typing import Any

import pytest

from feedsvc.web import create_app

TEXT = "---\ntitle: Buoys\ndate: 2026-05-01\nauthors: [buoys]\ntags: [buoys]\n---\nText.\n"


def entry(newsroom: Any) -> dict[str, Any]:
    (item,) = json.loads(newsroom.document("feed", "json").body)["items"]
    return dict(item)


def names(newsroom: Any) -> list[str]:
    return [author["name"] for author in entry(newsroom)["authors"]]


@pytest.mark.each_database
def test_names_arrive_change_and_go(desk: Any) -> None:
    desk.write("blog/2026/buoys.md", TEXT)
    newsroom = desk.open()
    assert names(newsroom) == ["buoys"]
    for text, name in (("buoys: {name: Buoy desk}", "Buoy desk"), ("buoys: {name: Ann}", "Ann")):
        desk.write("blog/authors.yml", text)
        newsroom.scan()
        assert names(newsroom) == [name]
    desk.write("blog/tags.yml", "buoys: {label: All buoys}")
    newsroom.scan()
    assert "All buoys" in entry(newsroom)["tags"]
    (desk.folder / "blog/authors.yml").unlink()
    newsroom.scan()
    assert names(newsroom) == ["buoys"]


@pytest.mark.each_database
def test_the_file_is_never_given_out(desk: Any) -> None:
    desk.write("buoys.md", TEXT)
    desk.write("authors.yml", "buoys: {name: Buoy desk, email: secret@buoys.example}")
    client = create_app(desk.open()).test_client()
    assert client.get("/media/authors.yml").status_code == 404
