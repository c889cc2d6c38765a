"""`A and B` are two authors where both are authors elsewhere, and one otherwise."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.promises.reading.conftest import Items

TEXT = "---\ntitle: T\nauthor: {}\n---\nText."


def names(found: Items) -> dict[str, list[str]]:
    return {name: [one["name"] for one in item["authors"]] for name, item in found.items()}


@pytest.mark.parametrize("order", ["abc", "cab", "bca"])
@pytest.mark.parametrize("between", [" and ", " & ", ", and ", " AND "])
def test_two_who_write_elsewhere(items: Callable[..., Items], order: str, between: str) -> None:
    by = ("Ann Lee", "Bo Day", f"Ann Lee{between}Bo Day")
    files = {f"{order[n]}.md": TEXT.format(f"'{who}'") for n, who in enumerate(by)}
    found = names(items(files))
    assert found[order[2]] == ["Ann Lee", "Bo Day"]


def test_three_of_them(items: Callable[..., Items]) -> None:
    files = {f"{who}.md": TEXT.format(who) for who in "ABC"}
    assert names(items({**files, "all.md": TEXT.format("A, B and C")}))["all"] == ["A", "B", "C"]


@pytest.mark.parametrize(
    "name", ["Health and Human Services", "Ann Lee and Bo", "Ann Lee, Bo Day", "R&D", "Ann and"]
)
def test_one_author(items: Callable[..., Items], name: str) -> None:
    files = {"a.md": TEXT.format("Ann Lee"), "b.md": TEXT.format("Bo Day")}
    found = names(items({**files, "c.md": TEXT.format(name), "d.md": TEXT.format("Health")}))
    assert found["c"] == [name]


def test_who_comes_later_is_told_apart_and_nothing_is_told_as_changed(
    desk: Any, items: Callable[..., Items]
) -> None:
    before = items({"a.md": TEXT.format("Ann Lee"), "c.md": TEXT.format("Ann Lee and Bo Day")})["c"]
    desk.clock.forward(hours=1)
    after = items({"b.md": TEXT.format("Bo Day")})["c"]
    assert [one["name"] for one in after["authors"]] == ["Ann Lee", "Bo Day"]
    assert after["date_modified"] == before["date_modified"]
    newsroom = desk.open(scan=False)
    desk.write("e.md", TEXT.format("Ann Lee and Cy Fox"))
    newsroom.index.update(["e.md"])
    desk.write("f.md", TEXT.format("Cy Fox"))
    newsroom.index.update(["f.md"])
    assert names(items({}))["e"] == ["Ann Lee", "Cy Fox"]
    assert b"Cy Fox" in newsroom.document("author/cy-fox", "json").body


def test_many_joint_names_take_no_time(items: Callable[..., Items]) -> None:
    files = {f"{n}.md": TEXT.format(" and ".join("ab" for _ in range(60))) for n in range(5)}
    files["x.md"] = TEXT.format("a, " * 50 + "a and" + " " * 1000 + "b")
    assert len(items(files)) == len(files)
