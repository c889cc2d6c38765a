import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import article
from selectolax.lexbor import LexborHTMLParser

from feedsvc.errors import UnreadableArticle
from feedsvc.settings.limits import DEFAULTS
from feedsvc.sources.html import tokenizer
from feedsvc.sources.html.tokenizer import tame


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


FORMULA = '<script type="math/tex">x < y</script>'
PREVIEW = '<span class="MathJax_Preview">x</span><span class="MathJax"><span>x</span></span>'


@pytest.mark.parametrize("before", ["", PREVIEW, f"<div class=MathJax_Display>{PREVIEW}</div>"])
def test_a_formula_of_mathjax_is_shown_once(before: str) -> None:
    shown = article("a.html", f"<h1>T</h1><p>a</p>{before}{FORMULA}<p>b</p>").content
    assert shown.count("x") == 1
    assert "x &lt; y" in shown
    assert PREVIEW in tame(f"{PREVIEW}<p>no formula follows</p>")


def test_attributes() -> None:
    tag = " A=1 b = '2 &amp; 3' c  A=4 d=\"x>y\" / e=/f"
    assert tokenizer.attributes(tag) == {"a": "1", "b": "2 & 3", "c": "", "d": "x>y", "e": "/f"}


@given(st.text("<>/=\"' !-abp&;\n", max_size=60))
@settings(deadline=None, max_examples=300)
def test_taming_twice_changes_nothing(text: str) -> None:
    if "<!--" in text:
        text = f"{text}-->"  # else it may be refused
    once = tame(text)
    assert tame(once) == once


@pytest.mark.parametrize(
    "text", ["<!-->a", "<!--->a", "<!-- x --!>a", "<script><!--</script>a", "<title><!--</title>a"]
)
def test_a_comment_ends_as_in_a_browser(text: str) -> None:
    assert tame(text) == "a"


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
        except UnreadableArticle as refused:
            with pytest.raises(UnreadableArticle, match=re.escape(str(refused))):
                tokenizer.tame(text)
        else:
            assert tokenizer.tame(text) == whole
