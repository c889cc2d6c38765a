"""Where Nikola's header ends, and what is none."""

import pytest

from feedsvc.sources.frontmatter.nikola import nikola_header


@pytest.mark.parametrize(
    ("text", "lines", "skipped", "body"),
    [
        ("<!--\n.. title: T\n.. link: \n-->\n\nx", "title: T\nlink: \n", 1, "\nx"),
        ("<!-- .. title: T\n.. slug: s -->\nx", "title: T\nslug: s\n", 0, "x"),
        ("<!--\n\n.. title: T\n\n-->\nx", "title: T\n", 2, "x"),
        (".. title: a: b\n.. date: 2024-01-02\n\nx", "title: a: b\ndate: 2024-01-02\n", 0, "x"),
        (".. title: T", "title: T\n", 0, ""),
    ],
)
def test_headers(text: str, lines: str, skipped: int, body: str) -> None:
    found = nikola_header(text)
    assert found is not None
    assert (found.lines, found.skipped, text[found.end :]) == (lines, skipped, body)


@pytest.mark.parametrize(
    "text",
    [
        "<!-- a comment -->\nx",
        "<!--\n.. title: T\nno line of it\n-->\nx",
        "<!--\n.. title: T\n",
        ".. and then: nothing\n\nx",
        ".. note:: Mind the gap\n\nx",
        ".. title: T\nno line of it\n\nx",
        "... title: T\n\nx",
    ],
)
def test_what_is_none(text: str) -> None:
    assert nikola_header(text) is None
