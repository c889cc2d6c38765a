import pytest
from reading import article

from feedsvc.sources.formats.kramdown_tables import with_kramdown_tables


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("| a | b |\n|---+---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |"),
        ("| a | b |\n|:--+--:|\n| 1 | 2 |", "| a | b |\n|:--|--:|\n| 1 | 2 |"),
        ("| a | b |\n|---\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n|===\n| 3 | 4 |", None),
        ("| 1 | 2 |\n| 3 | 4 |", "|  |  |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |"),
    ],
)
def test_a_table_is_one(text: str, expected: str | None) -> None:
    if expected:
        assert with_kramdown_tables(f"x\n\n{text}\n\ny") == f"x\n\n{expected}\n\ny"
    found = article("a.md", f"# T\n\n{text}\n").content
    assert found.count("<table>") == 1
    assert "|" not in found


@pytest.mark.parametrize(
    "text",
    [
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "| a |\n|---|\n| 1 |",
        "| a | b\n| c | d",
        "| one line |",
        "x\n| a | b |\n| c | d |",
        "```\n| a | b |\n| c | d |\n```",
        "| a | b |\n| c |",
    ],
)
def test_others_stay(text: str) -> None:
    assert with_kramdown_tables(text) == text
