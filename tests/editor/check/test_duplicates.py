"""Articles that readers or their software may take for one another."""

from typing import Any

import pytest


def test_the_later_of_two_with_one_headline_is_told_of_the_first(office: Any) -> None:
    office.article("a.md", title="Ferry sails  AGAIN", header="embargo: 2026-05-03\n")
    office.article("b.md", title="Ferry sails again")
    office.article("c.md", title="ferry sails again", header="embargo: 2026-05-02\n")
    assert office.found() == [
        ("a.md", 2, "warning", "same-headline"),
        ("c.md", 2, "warning", "same-headline"),
    ]
    assert all("b.md" in problem.message for problem in office.problems())


@pytest.mark.parametrize(
    ("header", "told"),
    [("draft: true\n", 1), ("embargo: 2026-07-01\n", 1), ("expires: 2026-05-20\n", 0)],
)
def test_a_draft_is_told_of_a_published_headline_and_not_the_other_way(
    office: Any, header: str, told: int
) -> None:
    office.article("a.md", title="Ferry", header=header)
    office.article("b.md", title="Ferry")
    assert [p.path for p in office.problems("same-headline")] == ["a.md"] * told


def test_translations_may_have_one_headline(office: Any) -> None:
    office.article("a.md", title="Ferry")
    office.article("b.md", title="Ferry", header="lang: de\n")
    office.article("c.md", title="Ferry", header="lang: de-AT\n")
    assert [p.path for p in office.problems("same-headline")] == ["c.md"]


def test_two_drafts_may_have_one_headline(office: Any) -> None:
    office.article("a.md", title="Ferry", header="draft: true\n")
    office.article("b.md", title="Ferry", header="draft: true\n")
    assert office.problems() == []


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("https://old.example/Ferry", "https://old.example/ferry", True),
        ("https://old.example/ferry", "http://old.example/ferry", True),
        ("https://old.example/ferry", "https://old.example/ferry/", True),
        ("https://old.example/a-ferry", "https://old.example/a_ferry", True),
        ("urn:x:ferry-2", "urn:x:ferry.2", True),
        ("urn:x:ferry-2", "urn:x:ferry-3", False),
        ("urn:x:1.1", "urn:x:11", False),
        ("https://old.example/?p=1", "https://old.example/?p=11", False),
        ("urn:x:c++", "urn:x:c#", False),
    ],
)
def test_ids_that_are_nearly_the_same(office: Any, one: str, other: str, told: bool) -> None:
    office.article("a.md", header=f"id: {one}\n")
    office.article("b.md", header=f"id: {other}\n")
    office.article("c.md")
    expected = [("a.md", 5, "warning", "near-id"), ("b.md", 5, "warning", "near-id")]
    assert office.found() == (expected if told else [])
    if told:
        first, second = office.problems()
        assert "b.md" in first.message
        assert other in first.message
        assert one in second.message


def test_an_id_that_is_nearly_one_that_feedsvc_gave(office: Any) -> None:
    office.article("b.md")
    office.article("copy.md", header="id: tag:news.example,2026:B.md\n")
    assert office.found() == [("copy.md", 5, "warning", "near-id")]
