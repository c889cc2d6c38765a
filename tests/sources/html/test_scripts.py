import pytest

from feedsvc.sources.html.scripts import scripted


@pytest.mark.parametrize(
    ("text", "raised", "lowered"),
    [
        ("6", "⁶", "₆"),
        ("-12", "⁻¹²", "₋₁₂"),
        ("n", "ⁿ", "n"),
        ("2n", "²ⁿ", "_(2n)"),
        ("2.5", "^(2.5)", "_(2.5)"),
        ("th", "th", "th"),
        ("[1]", "[1]", "[1]"),
        ("", "", ""),
    ],
)
def test_scripts(text: str, raised: str, lowered: str) -> None:
    assert scripted(text, raised=True) == raised
    assert scripted(text, raised=False) == lowered
