import pytest

from feedsvc.sources.formats.quotations import attribution

SEA = '<cite><a href="https://sea.example/a">{}</a></cite>'


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", ""),
        (" Ann Bay ", "Ann Bay"),
        (' "Ann Bay" ', "Ann Bay"),
        (" Ann Bay, The Sea ", "Ann Bay, <cite>The Sea</cite>"),
        (" Ann Bay https://sea.example/a The Sea ", f"Ann Bay, {SEA.format('The Sea')}"),
        (" Ann, Desk https://sea.example/a The Sea ", f"Ann, Desk, {SEA.format('The Sea')}"),
        (" @bay https://sea.example/a ", f"@bay, {SEA.format('https://sea.example/a')}"),
        (" https://sea.example/a ", SEA.format("https://sea.example/a")),
        (' author="Ann Bay" source="The Sea" ', "Ann Bay, <cite>The Sea</cite>"),
        (' author="A" link="https://sea.example/a"', f"A, {SEA.format('https://sea.example/a')}"),
        ('(by="Ann & Bo")', "Ann &amp; Bo"),
        (' author="A" url="javascript:x" ', "A, <cite>javascript:x</cite>"),
        (' author="https://sea.example/a"', SEA.format("https://sea.example/a")),
        (
            ' author="https://sea.example/b" link="https://sea.example/a"',
            SEA.format("https://sea.example/a"),
        ),
        (" <b>A</b> ", "&lt;b&gt;A&lt;/b&gt;"),
    ],
)
def test_what_a_mark_says(given: str, expected: str) -> None:
    assert attribution("blockquote", given) == expected


def test_where_a_pull_quote_stands_is_nothing_to_say() -> None:
    assert attribution("pullquote", " left ") == ""


def test_hostile_marks_take_no_time() -> None:
    for piece in ("a, ", "http://", "https://a ", 'a="', "(", "'"):
        attribution("quote", piece * (200_000 // len(piece)))
