"""Nikola's files of two: the header stands in `ferry.meta`, the text in `ferry.md`."""

from collections.abc import Callable
from typing import Any

import pytest

from feedsvc.web import create_app
from tests.promises.reading.conftest import Items

META = ".. title: The ferry\n.. slug: crossing\n.. date: 2026-01-02 10:00:00 UTC+01:00\n{}"


def status(desk: Any, path: str) -> int:
    return create_app(desk.open(scan=False)).test_client().get(path).status_code


@pytest.mark.parametrize(("path", "text"), [("a/f.md", "It sails."), ("f.html", "<p>It sails.")])
def test_a_header_beside(desk: Any, items: Callable[..., Items], path: str, text: str) -> None:
    meta = path.rpartition(".")[0] + ".meta"
    item = items({path: text, meta: META.format("")})["crossing"]
    assert item["title"] == "The ferry"
    assert item["date_published"] == "2026-01-02T09:00:00+00:00"
    assert item["content_html"] == "<p>It sails.</p>"
    assert status(desk, f"/media/{meta}") == 404


def test_yaml_beside(items: Callable[..., Items]) -> None:
    assert list(items({"f.md": "x", "f.meta": "---\ntitle: T\nslug: s\n---\n"})) == ["s"]


@pytest.mark.parametrize("line", [".. status: draft\n", ".. status: perhaps\n", "odd\n"])
def test_what_it_holds_back_is_held_back(items: Callable[..., Items], line: str) -> None:
    assert items({"f.md": "It sails.", "f.meta": META.format(line)}) == {}


def test_two_headers_hold_it_back(items: Callable[..., Items]) -> None:
    files = {"f.md": "---\ntitle: T\n---\nx", "f.meta": META.format(".. status: draft\n")}
    assert items(files) == {}


def test_what_is_no_header_is_left(items: Callable[..., Items]) -> None:
    assert list(items({"f.md": "# Head\n\nIt sails.", "f.meta": "guid: 12\n"})) == ["f"]


def test_a_change_of_the_header_changes_the_entry(desk: Any, items: Callable[..., Items]) -> None:
    assert "crossing" in items({"f.md": "It sails.", "f.meta": META.format("")})
    newsroom = desk.open(scan=False)
    for line, public in (
        (".. status: draft\n", False),
        ("", True),
        (".. status: x\n", False),
        ("", True),
    ):
        desk.clock.forward(minutes=1)
        desk.write("f.meta", META.format(line))
        newsroom.index.update(["f.meta"])
        assert (b"It sails" in newsroom.document("feed", "json").body) is public
    desk.write("f.meta", META.format(".. status: draft\n"))
    assert items({}) == {}


def test_a_header_that_comes_later_counts(desk: Any, items: Callable[..., Items]) -> None:
    assert list(items({"f.md": "It sails."})) == ["f"]
    newsroom = desk.open(scan=False)
    desk.write("f.meta", META.format(".. status: draft\n"))
    newsroom.index.update(["f.meta"])
    assert b"It sails" not in newsroom.document("feed", "json").body


def test_problems_are_told_at_the_line_of_their_file(
    desk: Any, items: Callable[..., Items]
) -> None:
    items({"f.md": "It sails.\n\n<!-- open", "f.meta": META.format(".. lang: !\n")})
    told = {(p.path, p.line, p.code) for p in desk.open(scan=False).problems.all()}
    assert ("f.md", 3, "open-comment") in told
    assert ("f.md", 1, "language") in told
