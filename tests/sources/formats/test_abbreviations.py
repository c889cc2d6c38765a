import pytest
from reading import article

from feedsvc.sources.formats.abbreviations import with_meanings, without_definitions


def test_a_definition_is_no_text_and_explains_the_words() -> None:
    found = article("a.md", "# T\n\nThe HTML of `HTML`, and XHTML.\n\n*[HTML]: Hyper Text\n")
    assert found.content == (
        '<p>The <abbr title="Hyper Text">HTML</abbr> of <code>HTML</code>, and XHTML.</p>'
    )
    assert found.sections[0].text == "The HTML of HTML, and XHTML."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*[A]: b\n*[A]: c", {"A": "b"}),
        ("*[A B]:", {"A B": ""}),
        ("  *[A]: b", {"A": "b"}),
        ("`*[A]: b`", {}),
        ("    *[A]: b", {}),
        ("*[A](b)*", {}),
        ("- *[A]: b", {}),
    ],
)
def test_definitions(text: str, expected: dict[str, str]) -> None:
    left, found = without_definitions(text)
    assert found == expected
    assert (left == text) == (not expected)


def test_a_meaning_cannot_leave_its_attribute() -> None:
    assert with_meanings("<p title='A'>A</p>", {"A": '"><b>'}) == (
        "<p title='A'><abbr title=\"&quot;&gt;&lt;b&gt;\">A</abbr></p>"
    )


@pytest.mark.parametrize("name", ["code", "pre", "kbd"])
def test_all_code_stays_with_what_is_in_it(name: str) -> None:
    html = f"<p>x <{name}>A <b>A</b> A<br> A</{name}> A</p>"
    expected = html.removesuffix("A</p>") + '<abbr title="b">A</abbr></p>'
    assert with_meanings(html, {"A": "b"}) == expected
