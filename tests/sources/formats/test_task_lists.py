import pytest
from reading import article

from feedsvc.sources.formats.task_lists import with_tasks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- [ ] a", "- ☐ a"),
        ("* [x] a", "* ☑ a"),
        ("1. [X] a", "1. ☑ a"),
        ("> - [ ] a", "> - ☐ a"),
        ("- [/] a\n- [-] b\n- [>] c", "- ☐ a\n- ☒ b\n- ☐ c"),
        ("- - [x]  `[ ] b`", "- - ☑ `[ ] b`"),
    ],
)
def test_a_state_is_a_sign(text: str, expected: str) -> None:
    assert with_tasks(text) == expected


@pytest.mark.parametrize(
    "text",
    ["- [x](b) a", "[x] a", "a [ ] b", "- [y] a", "- [ ]", "```\n- [ ] a\n```", "a\n\n    - [x] b"],
)
def test_others_stay(text: str) -> None:
    assert with_tasks(text) == text


def test_tasks_are_items_without_marks() -> None:
    found = article("a.md", "# T\n\n- [x] measured\n- [ ] mended\n").content
    assert found == "<ul>\n<li>☑ measured</li>\n<li>☐ mended</li>\n</ul>"
