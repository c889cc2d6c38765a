"""The marks of notes are no part of summaries, and bold lines are sections where that is sure."""

from collections.abc import Callable

from tests.promises.reading.conftest import Items


def test_the_case(case: Callable[[str], Items]) -> None:
    (item,) = case("notes-in-summaries").values()
    assert [one["summary"] for one in item["_feedsvc"]["sections"]] == [
        "The hull dates from 1998 and was lengthened.",
        "The engine dates from 2007 and runs on gas.",
    ]
    assert "<sup>1</sup>" in item["content_html"]


def test_bold_lines_are_headings_where_there_are_no_others(items: Callable[..., Items]) -> None:
    text = "**Summer**\n\nThe ferry sails hourly.\n\n**Winter**\n\nIt sails at noon."
    (item,) = items({"a.md": f"---\ntitle: T\n---\n{text}"}).values()
    sections = item["_feedsvc"]["sections"]
    assert [(one["id"], one["heading"]) for one in sections] == [
        ("summer", "Summer"),
        ("winter", "Winter"),
    ]
    assert '<p id="winter"><strong>Winter</strong></p>' in item["content_html"]


def test_beside_a_heading_they_are_text(items: Callable[..., Items]) -> None:
    text = "**Summer**\n\nHourly.\n\n## Winter\n\nAt noon.\n\n**Spring**\n\nNever."
    (item,) = items({"a.md": f"---\ntitle: T\n---\n{text}"}).values()
    assert [one.get("heading") for one in item["_feedsvc"]["sections"]] == [None, "Winter"]
