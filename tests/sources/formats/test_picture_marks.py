import pytest

from feedsvc.sources.formats.picture_marks import with_picture_marks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![A boat|80](b.png)", "![A boat](b.png)"),
        ("![A boat|80x60](b.png) and ![|9](c.png)", "![A boat](b.png) and ![](c.png)"),
        (
            "![](https://www.youtube.com/watch?v=a)",
            "[https://www.youtube.com/watch?v=a](https://www.youtube.com/watch?v=a)",
        ),
        ("![A film](https://youtu.be/a)", "[A film](https://youtu.be/a)"),
        ("![](https://x.com/a/status/1)", "[https://x.com/a/status/1](https://x.com/a/status/1)"),
    ],
)
def test_a_picture_has_no_mark_and_a_page_is_no_picture(text: str, expected: str) -> None:
    assert with_picture_marks(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "[a|80](b)",
        "`![a|80](b)`",
        "![a|b](c)",
        "![](https://youtube.example/x)",
        "    ![a|8](b)",
        "![a|8](b) `c`",
    ],
)
def test_others_stay(text: str) -> None:
    assert with_picture_marks(text) == text
