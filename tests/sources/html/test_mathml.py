import pytest

from feedsvc.sources.html.mathml import as_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<mfrac><mn>1</mn><mn>2</mn></mfrac>", "1/2"),
        ("<mn>1</mn><mfrac><mn>1</mn><mn>2</mn></mfrac>", "1 1/2"),
        ("<msup><mn>10</mn><mn>2</mn></msup>", "10²"),
        ("<mml:msup><mml:mn>10</mml:mn><mml:mn>6</mml:mn></mml:msup>", "10⁶"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mi>c</mi></mfrac>", "(a+b)/c"),
        ("<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>", "√(x+1)"),
        ("<msub><mi>x</mi><mn>1</mn></msub><mo>&lt;</mo><mn>2</mn>", "x₁<2"),
        ("<msubsup><mi>x</mi><mn>1</mn><mn>23</mn></msubsup>", "x₁²³"),
        ("<munderover><mo>∑</mo><mn>0</mn><mi>k</mi></munderover>", "∑₀ᵏ"),
        (
            "<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr>"
            "<mtr><mtd><mi>c</mi></mtd><mtd><mi>d</mi></mtd></mtr></mtable>",
            "a, b; c, d",
        ),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "³√x"),
        ("<semantics><mi>y</mi><annotation>y=1</annotation></semantics>", "y"),
        ("<annotation encoding='application/x-tex'>x^2</annotation>", "x^2"),
        ("<mfrac><mn>1</mn>", "1"),
        ("", ""),
    ],
)
def test_formulas(markup: str, text: str) -> None:
    assert as_text(markup) == text


def test_deep_and_long_ones_are_written() -> None:
    assert as_text("<mrow>" * 50_000 + "1") == "1"
    assert as_text("<mfrac>" * 20_000 + "<mn>1</mn>" * 20_000).count("1") == 20_000
    assert as_text("<" * 100_000) == ""
