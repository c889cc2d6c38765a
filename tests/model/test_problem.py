"""Problems stand in the order in which an editor goes through files."""

from feedsvc.model.problem import Problem


def test_problems_are_in_order_of_files_then_of_lines() -> None:
    tenth = Problem("a.md", 10, "error", "a", "A.")
    second = Problem("a.md", 2, "warning", "z", "Z.")
    other = Problem("b.md", 1, "error", "a", "A.")
    assert sorted([other, tenth, second]) == [second, tenth, other]
