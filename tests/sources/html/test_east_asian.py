import pytest

from feedsvc.sources.html.east_asian import joined_lines


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("港は再\n開した。\n船", "港は再開した。船"),
        ("港は  \n\t再", "港は再"),
        ("港<b>は</b>\n<i>再</i>", "港<b>は</b><i>再</i>"),
        ("港は\n\n再", "港は\n\n再"),
        ("港\na\n再", "港\na\n再"),
        ("항구\n배", "항구\n배"),
        ("港は<br>\n再", "港は<br>\n再"),
        ("<pre>港\n再</pre>港\n再", "<pre>港\n再</pre>港再"),
    ],
)
def test_lines(text: str, joined: str) -> None:
    assert joined_lines(text) == joined
