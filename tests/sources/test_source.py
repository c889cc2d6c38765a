"""What is found in a file is told, and not too often."""

from reading import reading

from feedsvc.sources.source import MAX_REPORTS


def test_problems_of_one_code_are_bounded() -> None:
    found = reading("a.md", "# T\n" + "{{< x >}}\n" * 1000)
    assert len(found.problems) <= MAX_REPORTS + 1
