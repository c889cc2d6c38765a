import pytest

from feedsvc.sources.formats.attribute_lists import without_attribute_lists


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](b){target=_blank} c", "[a](b) c"),
        ("[a](b 'c'){: target=\"_blank\" .d}", "[a](b 'c')"),
        ("[a](b_(c)){.d}", "[a](b_(c))"),
        ("[![a](b)](c){.d}", "[![a](b)](c)"),
        ("![a](b.jpg){width=50% height=2}", "![a](b.jpg)"),
        ("![a](b.jpg){#c .d}", '![a](b.jpg)<a id="c"></a>'),
        ("*a*{.b} __c__{.d} `e`{.f}", "*a* __c__ `e`"),
        ("[a b]{.c} [a][b]{.c} ![a]{.c}", "a b [a][b] ![a]"),
        ("a\n{.b}", "a\n{:}"),
        ("a\n{#b .c}", 'a\n<a id="b"></a>'),
        ("> a\n> {#b}", '> a\n> <a id="b"></a>'),
        ("## A\n{: #b}", "## A {#b}\n{:}"),
        ("{#b .c}\n## A", "{:}\n## A {#b}"),
        ("A\n---\n{#b}", "A {#b}\n---\n{:}"),
    ],
)
def test_lists_go_and_ids_stay(text: str, expected: str) -> None:
    assert without_attribute_lists(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("f(x){a=b}", "f(x) {.b}", "{a}", "{.a} b", "`[a](b){.c}`", "```\n[a](b){.c}\n{.d}\n```"),
        *("    {.a}", "[a](b){c}", "[a](b){{ c }}", "## A {#b .c}", "a](b c){.d}", "[a](b){.c"),
    ],
)
def test_others_stay(text: str) -> None:
    assert without_attribute_lists(text) == text
