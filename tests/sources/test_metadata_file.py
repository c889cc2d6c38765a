"""A header from beside a file goes before its text."""

import pytest

from feedsvc.sources import is_source, with_metadata


@pytest.mark.parametrize(
    ("metadata", "whole", "lines"),
    [
        (b".. title: T\n", b"<!--\n.. title: T\n-->\nx", 3),
        (b"\xef\xbb\xbf.. title: T-->\n", b"<!--\n.. title: T--&gt;\n-->\nx", 3),
        (b"---\ntitle: T\n---\n\n", b"---\ntitle: T\n---\nx", 3),
        (b"title\nslug\n", b"x", 0),
        (b"", b"x", 0),
    ],
)
def test_joined(metadata: bytes, whole: bytes, lines: int) -> None:
    assert with_metadata(metadata, "a.md", b"x") == (whole, lines)


def test_joined_to_restructuredtext() -> None:
    assert with_metadata(b".. title: T\n", "a.rst", b"x") == (b".. title: T\n\nx", 2)


def test_paths() -> None:
    assert [p for p in ("a.meta", "a.md", "site.toml", "a.png", "a.xyz") if is_source(p)] == [
        *("a.meta", "a.md", "site.toml")
    ]
