"""Tags and expressions of JSX."""

import pytest

from feedsvc.sources.formats.jsx import expression_end, literal, tag_at


@pytest.mark.parametrize(
    ("text", "name", "given"),
    [
        ("<A>", "A", {}),
        ("<A.B c='d' e />", "A.B", {"c": "d", "e": ""}),
        ('<A b={"c>"} d={{e: "}"}} f={() => { g(">") }}>', "A", {"b": "c>"}),
        ("<A b={require('./c.png').default}>", "A", {"b": "./c.png"}),
        ("<A b={useBaseUrl('/c.png')} d={30} {...props}>", "A", {"b": "/c.png", "d": "30"}),
        ('<A\n  b="&amp;"\n>', "A", {"b": "&"}),
        ("<>", "", {}),
    ],
)
def test_tags(text: str, name: str, given: dict[str, str]) -> None:
    tag = tag_at(f"{text}rest", 0)
    assert tag is not None
    assert (tag.name, tag.given, tag.end) == (name, given, len(text))


@pytest.mark.parametrize("text", ["< a>", "<3", "<a", "<https://x.example>", "<A b='", "<A !>"])
def test_what_is_no_tag(text: str) -> None:
    assert tag_at(text, 0) is None


def test_elements_of_html_keep_what_is_known() -> None:
    tag = tag_at("<img src={'a.png'} style={{b: 1}} />", 0)
    assert tag is not None
    assert (tag.is_component, tag.as_html()) == (False, '<img src="a.png" />')


@pytest.mark.parametrize(
    ("text", "length"), [("{a}", 3), ('{"}"} b', 5), ("{a {b} c}", 9), ("{/* } */}", 9), ("{a", 1)]
)
def test_expressions(text: str, length: int) -> None:
    assert expression_end(text, 0) == length


@pytest.mark.parametrize(
    ("inner", "value"), [("' '", " "), ('"a"', "a"), ("`a`", "a"), ("`${a}`", None), ("a", None)]
)
def test_literals(inner: str, value: str | None) -> None:
    assert literal(inner) == value
