"""A formula says what it means, once."""

from collections.abc import Callable

from tests.promises.reading.conftest import Items

HALF = "<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>"


def test_the_case(case: Callable[[str], Items]) -> None:
    (item,) = case("mathml").values()
    assert item["content_html"] == (
        "<p>About 1/2 of the fleet is laid up, and the wave was 10² cm high.</p>\n"
        "<p>Rendered: <span><span>y=x²</span></span> is the curve.</p>"
    )


def test_markdown_too_and_beside_a_number(items: Callable[..., Items]) -> None:
    (item,) = items({"a.md": f"# T\n\nIt took 3{HALF} days.\n"}).values()
    assert item["content_html"] == "<p>It took 3 1/2 days.</p>"


def test_hostile_formulas_take_no_time(items: Callable[..., Items]) -> None:
    again = '<span><math></math></span><span class="katex-html">'
    texts = ["<math>" * 200, HALF * 2_000, again * 100, "<math>" + "<mfrac>" * 5_000 + "</math>"]
    assert len(items({f"n{n}.html": "<h1>T</h1>x" + text for n, text in enumerate(texts)})) == 4
