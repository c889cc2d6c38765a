"""What is wrong with YAML is told in plain words, on the line where it is."""

from zoneinfo import ZoneInfo

import pytest

from feedsvc import sources
from feedsvc.sources.frontmatter.yaml_faults import yaml_fault


@pytest.mark.parametrize(
    ("header", "line", "told"),
    [
        ("title: A\n\ttags: x", 3, "begins with a tab"),
        ("title: “A: b”\nx: y", 2, "curly quotes"),
        ("“title”: “A\nb", 2, "curly quotes"),
        ("title: A\ndate：2024-01-01", 3, "full-width"),
        ('title: "A\ndate: 2024-01-01', 2, "has no end"),
        ("title: 'It's so'\ndate: 2024-01-01", 2, "within the quotes"),
        ("title:A\ndate: 2024-01-01", 2, "write `title: A`"),
        ("title: A: b", 2, "holds `: `"),
        ("tags: [a, b\ndate: x", 2, "write ]"),
        ("title: A\n  sub: b", 3, "indented below a value of 'title'"),
        ("title: A\n- b", 3, "a list stands below 'title'"),
        ("title: @home", 2, "begins with '@'"),
        ("title: `x`", 2, "begins with '`'"),
    ],
)
def test_words_and_lines(header: str, line: int, told: str) -> None:
    data = f"---\n{header}\n---\nText.\n".encode()
    (problem,) = sources.read("a.md", data, zone=ZoneInfo("UTC")).problems
    assert (problem.severity, problem.code, problem.line) == ("error", "front-matter", line)
    assert told in problem.message


def test_what_is_not_known_is_told_in_the_words_of_the_parser() -> None:
    fault = yaml_fault("title: A\n? [b", 2, "did not find it")
    assert fault.reason.startswith("did not find it")


def test_hostile_headers_take_no_time() -> None:
    for line in ("a: 'b\n", "\t\n", "a:b\n", "- " * 50 + "\n", "a: [\n", "“" * 99 + "\n"):
        text = line * (60_000 // len(line))
        assert yaml_fault(text, text.count("\n"), "expected").line <= text.count("\n")
