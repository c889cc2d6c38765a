import pytest

from feedsvc.sources.formats.asides import CLOSING, TAB_CLOSING, opening, quote_opening, tab_opening
from feedsvc.sources.formats.callouts import with_callouts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('!!! note "A b"\n    x\n\n    y\n\nz', f"{opening('A b')}\nx\n\ny\n{CLOSING}\nz"),
        ('=== "A"\n    x\n\n', f"{tab_opening('A')}\nx\n{TAB_CLOSING}\n"),
        ("!!! note\n\tx", f"{opening('Note')}\nx\n{CLOSING}"),
        ('!!! note ""\n    x', f"{opening('')}\nx\n{CLOSING}"),
        ('!!! note "Only"', f"{opening('Only')}\n{CLOSING}"),
        ("  ??? tip\n      x\n    y", f"  {opening('Tip')}\n  x\n  {CLOSING}\n    y"),
        ("> [!tip] A\n> x", f"> {quote_opening('A')}\n>\n> x"),
        ("1. > [!tip]\n   > x", f"1. > {quote_opening('Tip')}\n   >\n   > x"),
        ("!!! note\nx", f"{opening('Note')}\n{CLOSING}\nx"),
        ('!!! заметка "A б"\n    x', f"{opening('A б')}\nx\n{CLOSING}"),
        ("!!! 信息\n    x", f"{opening('信息')}\nx\n{CLOSING}"),
        ("!!! really nice\nx", "!!! really nice\nx"),
        ("!!!\n    x", "!!!\n    x"),
        ("> [!tip]x", "> [!tip]x"),
        ("> [!a b]", "> [!a b]"),
    ],
)
def test_callouts(text: str, expected: str) -> None:
    assert with_callouts(text) == expected
