"""How long an article takes to read is told in whole minutes."""

import pytest

from feedsvc.pages.reading_time import reading_minutes


@pytest.mark.parametrize(
    ("html", "minutes"),
    [
        ("", 1),
        ("<p>One word.</p>", 1),
        ("<p>" + "word " * 230 + "</p>", 1),
        ("<p>" + "word " * 231 + "</p>", 2),
        ("<p>" + "isn't " * 460 + "</p>", 2),
        ('<p title="a b c d">word</p>' * 230, 1),
        ("<p>" + "字" * 480 + "</p>", 1),
        ("<p>" + "字" * 481 + "</p>", 2),
        ("<p>" + "字" * 480 + " word" * 230 + "</p>", 2),
        ("<p>" + "글자 " * 480 + "</p>", 2),
    ],
)
def test_minutes(html: str, minutes: int) -> None:
    assert reading_minutes(html) == minutes
