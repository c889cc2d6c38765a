import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reading import article
from selectolax.lexbor import LexborHTMLParser, LexborNode

from feedsvc.errors import UnreadableArticle
from feedsvc.settings.limits import DEFAULTS
from feedsvc.sources.html import tokenizer
from feedsvc.sources.html.tokenizer import tame

ORDINARY = [
    "<p>x",
    "<li>x",
    "<br>",
    "<p><b>x",
    "<p><span>x</p>",
    "<div><span>x</div>",
    "<a name=x>y",
    "<h2>x<p>y",
    "<tr><td>x",
    "<table><tr><td><font color=red>x</table>",
    "<dt>x<dd>y",
    "<b><p>x</b></p>",
    "<img src=x>",
    "<ul><li>a<ul><li>b</ul></ul>",
    "<table><tr><td>x</table>",
    "x < y ",
]


@pytest.mark.parametrize("pattern", ORDINARY)
def test_ordinary_unclosed_tags_are_not_deep(pattern: str) -> None:
    tame(pattern * 2000)
    tame("<table>" + pattern * 2000)


@pytest.mark.parametrize(
    "pattern",
    [
        "<div>",
        "<b>",
        "<span>",
        "<blockquote><p>",
        "<ul><li>",
        "<table><tr><td>",
        "<b><div></b>",
        "<span><div></span>",
        "<p><div>",
        "<rt>",
        "<div><b></div>x",
        "<div><!-- </div> -->",
        '<div title="</div>">',
        "<div><script></div></script>",
        "<div><select></div></select>",
        "<ul><tr>",
        "<unknown><div>",
    ],
)
def test_deep_nesting_is_refused(pattern: str) -> None:
    with pytest.raises(UnreadableArticle) as caught:
        tame(pattern * 1000)
    assert caught.value.code == "too-deep"


def test_the_limit_itself() -> None:
    tame("<div>" * DEFAULTS.nesting)
    with pytest.raises(UnreadableArticle):
        tame("<div>" * (DEFAULTS.nesting + 1))


def test_formatting_opened_anew_is_bounded() -> None:
    opened = "".join(f"<b id={number}>" for number in range(150))
    with pytest.raises(UnreadableArticle):
        tame("<p>" + opened + "<p>x" * 10000)


def test_attributes_are_bounded() -> None:
    many = " ".join(f"a{number}=1" for number in range(DEFAULTS.attributes + 1))
    tame(f"<p {' '.join(many.split()[1:])}>")
    with pytest.raises(UnreadableArticle) as caught:
        tame(f"a\n<p {many}>", exact_lines=True)
    assert (caught.value.code, caught.value.line) == ("too-many-attributes", 2)


def test_long_tags_are_refused_but_pictures_dropped() -> None:
    long = "x" * (DEFAULTS.tag_kilobytes * 1024 + 1)
    with pytest.raises(UnreadableArticle) as caught:
        tame(f'<p title="{long}">')
    assert caught.value.code == "tag-too-long"
    assert tame(f'a<img src="data:{long}">b') == "ab"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<script>a</scriptx></script >b", "b"),
        ("<script>a", ""),
        ("<textarea>a", "a"),
        ("<title>a<b></title>c", "c"),
        ("</script>a</iframe>", "a"),
        ("<!-->a<!--->b<!-- --!>c", "abc"),
        ("<p><table>", "<p></p><table>"),
        ("<a href='x>y", "&lt;a href='x>y"),
        ("a<b", "a&lt;b"),
        ("<noscript>a</noscript>", "a"),
    ],
)
def test_what_is_left_out(text: str, expected: str) -> None:
    assert tame(text) == expected


def test_attributes() -> None:
    tag = " A=1 b = '2 &amp; 3' c  A=4 d=\"x>y\" / e=/f"
    assert tokenizer.attributes(tag) == {"a": "1", "b": "2 & 3", "c": "", "d": "x>y", "e": "/f"}


def depth(node: LexborNode | None) -> int:
    deepest = 0
    stack = [(node, 0)]
    while stack:
        at, level = stack.pop()
        deepest = max(deepest, level)
        child = at.child if at is not None else None
        while child is not None:
            stack.append((child, level + (child.tag != "-text")))
            child = child.next
    return deepest


_names = st.sampled_from(
    [
        "div",
        "p",
        "li",
        "ul",
        "b",
        "i",
        "a",
        "span",
        "table",
        "tr",
        "td",
        "th",
        "h2",
        "dd",
        "blockquote",
        "font",
        "x",
        "ruby",
        "rt",
    ]
)
_tokens = st.lists(
    st.tuples(st.sampled_from(["<", "<", "</", ""]), _names).map(
        lambda pair: f"{pair[0]}{pair[1]}>" if pair[0] else "x"
    ),
    min_size=1,
    max_size=6,
)


@given(_tokens)
@example(["<ruby>", "<p>", "<rt>"])
@settings(deadline=None, max_examples=300)
def test_what_is_accepted_is_not_deep(tokens: list[str]) -> None:
    try:
        text = tame("".join(tokens) * 300)
    except UnreadableArticle:
        return
    assert depth(LexborHTMLParser(text).body) <= 2 * DEFAULTS.nesting


@given(st.text("<>/=\"' !-abp&;\n", max_size=60))
@settings(deadline=None, max_examples=300)
def test_taming_twice_changes_nothing(text: str) -> None:
    once = tame(text)
    assert tame(once) == once


@pytest.mark.parametrize("text", ["&amp;", "\u00a0", "a &lt; b ", "\n", "x"])
def test_long_texts_are_the_same_texts(text: str) -> None:
    long = f"<p>{text * (3 * tokenizer._LONG_RUN)}</p>"
    assert LexborHTMLParser(tame(long)).text() == LexborHTMLParser(long).text()
    whole = article("a.html", f"<h1>T</h1>{long}").content
    assert "<!--" not in whole
    assert LexborHTMLParser(whole).text().strip() == LexborHTMLParser(long).text().strip()


def test_tags_are_bounded() -> None:
    tame("<br>" * DEFAULTS.tags)
    with pytest.raises(UnreadableArticle) as caught:
        tame("<br>" * (DEFAULTS.tags + 1), first_line=3)
    assert (caught.value.code, caught.value.line) == ("too-large", 3)


TAGS = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<ul>", "<li>", "</ul>", "<h2>", "</h2>", "text",
     "<br />", '<a href="x">', "</a>", '<img src="y" />', "<pre><code>", "</code></pre>", "\n",
     "<table>", "<script>", "<", "<p class=x>", "<!-- c -->", "<P>", "<a href='x'>", "<pfoo>"]
)  # fmt: skip


@given(st.lists(TAGS, max_size=60).map("".join))
def test_plain_html_is_tamed_as_any_other_is(text: str) -> None:
    tamed = tokenizer._Tamer(text, 1, False, frozenset(), DEFAULTS).pieces()
    assert tokenizer.tame(text) == "".join(tamed)


@pytest.mark.parametrize("number", [199, 200, 201, 5000])
def test_plain_html_has_the_same_bounds(number: int) -> None:
    for tag in ("blockquote", "b", "li"):
        text = f"<{tag}>" * number
        try:
            whole = "".join(tokenizer._Tamer(text, 1, False, frozenset(), DEFAULTS).pieces())
        except UnreadableArticle:
            with pytest.raises(UnreadableArticle):
                tokenizer.tame(text)
        else:
            assert tokenizer.tame(text) == whole
