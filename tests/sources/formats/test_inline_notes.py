import pytest
from reading import article

from feedsvc.sources.formats.inline_notes import with_inline_notes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A.^[b *c*] D.", "A.[^inline-1] D.\n\n[^inline-1]: b *c*"),
        ("A.^[see [b](c)]", "A.[^inline-1]\n\n[^inline-1]: see [b](c)"),
        ("^[a]^[b]", "[^inline-1][^inline-2]\n\n[^inline-1]: a\n\n[^inline-2]: b"),
        ("`a^[b]`", "`a^[b]`"),
        ("a^[b", "a^[b"),
        ("[a^[b]](c)", "[a[^inline-1]](c)\n\n[^inline-1]: b"),
        ("[^[a]", "[^[a]"),
    ],
)
def test_a_note_stands_at_the_end(text: str, expected: str) -> None:
    assert with_inline_notes(text) == expected


def test_it_is_no_part_of_the_text() -> None:
    found = article("a.md", "# T\n\nThe wall is high.^[Since 1903.] It stands.\n")
    assert found.sections[0].text.startswith("The wall is high. It stands.")
    assert "Since 1903." in found.content
