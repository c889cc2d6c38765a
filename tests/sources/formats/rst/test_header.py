"""Headers of reStructuredText: Nikola's comments, and fields below the title."""

import pytest

from feedsvc.sources.formats.rst.header import as_key_lines, split_header


def fields(text: str) -> dict[str, object]:
    return {key: field.value for key, field in split_header(text, 1).fields.items()}


@pytest.mark.parametrize(
    "text",
    [
        ".. title: T\n.. date: 2026-06-01\n\nText.",
        ".. -*- coding: utf-8 -*-\n\n.. title: T\n.. date: 2026-06-01\n",
        ":title: T\n:date: 2026-06-01\n\nText.",
        "Head\n====\n\n:title: T\n:date: 2026-06-01\n\nText.",
        "====\nHead\n====\n\nSub\n---\n\n:title: T\n:date: 2026-06-01",
        ".. _top:\n\nnot".replace(".. _top:\n\nnot", "Head\n####\n:title: T\n:date: 2026-06-01"),
    ],
)
def test_where_it_stands(text: str) -> None:
    assert fields(text) == {"title": "T", "date": "2026-06-01"}


def test_its_lines_are_those_of_the_file_and_leave_the_text() -> None:
    found = split_header("Head\n====\n\n:tags: a,\n   b\n:date: $Date: 2026/06/01 $\n\nText.", 5)
    assert [(key, f.value, f.line) for key, f in found.fields.items()] == [
        ("tags", "a, b", 8),
        ("date", "2026/06/01", 10),
    ]
    assert found.title == "Head"
    assert found.body == "Head\n====\n\n\n\n\n\nText."


def test_authors_and_lists() -> None:
    assert fields("T\n=\n\n:Authors: Ann; Bo\n:tags:\n  - a\n  - b") == {
        "authors": ["Ann", "Bo"],
        "tags": ["a", "b"],
    }


@pytest.mark.parametrize(
    "text",
    [
        "Text.\n\n:date: 2026-06-01",
        "Head\n====\n\nSection\n-------\n\n:param x: what it is\n\nText.",
        "Head\n====\n\n.. note:: A\n\n:date: 2026-06-01",
        "a: b\n\nText.",
    ],
)
def test_what_is_none(text: str) -> None:
    found = split_header(text, 1)
    assert (found.fields, found.body) == ({}, text)


def test_as_lines_for_what_holds_back() -> None:
    assert as_key_lines("T\n=\n\n:status: draft\n\nText.") == "status: draft"
    assert as_key_lines("---\ndraft: true\n---\nText.").startswith("---")


def test_hostile_headers_take_no_time() -> None:
    for line in (":a: b\n", ".. a: b\n", "..\n", ":" * 100 + "\n", "=\n", "a\n=\n", ":\\a\n"):
        assert split_header(line * 50_000, 1).body.count("\n") == 50_000 * line.count("\n")


def test_the_day_of_building_is_no_date() -> None:
    found = fields("Head\n====\n\n:Release: |version|\n:Date: |today|\n\nText.")
    assert found == {"Release": "|version|"}
    assert fields("Head\n====\n\n:embargo: |today|\n") == {"embargo": "|today|"}
    assert fields("Head\n====\n\n:date: |someday|\n") == {"date": "|someday|"}
