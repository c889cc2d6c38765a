"""Which comments end a teaser."""

import pytest

from feedsvc.sources.formats.teaser import is_teaser_end, with_teaser_end


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("<!--more-->", True),
        ("<!--MORE-->", True),
        ("<!-- read more -->", True),
        ("<!--more the words of a link-->", True),
        ("<!-- more of this another day -->", False),
        ("<!-- nothing more -->", False),
        ("{/* truncate */}", True),
        ("{/* a note */}", False),
        ("<!--more" + " word" * 100 + "-->", False),
    ],
)
def test_marks(comment: str, expected: bool) -> None:
    assert is_teaser_end(comment) is expected


def test_a_separator_that_is_no_comment_is_left() -> None:
    assert with_teaser_end("a---b", "---") == "a---b"
    assert with_teaser_end("a<!-- x -->b<!-- x -->", "<!-- x -->") == "a<!--more-->b<!-- x -->"
