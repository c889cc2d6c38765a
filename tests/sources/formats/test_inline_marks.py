import pytest

from feedsvc.sources.formats import gfm
from feedsvc.sources.formats.inline_marks import with_inline_marks
from feedsvc.sources.html.sanitizer import WORDS


def read(markdown: str) -> str:
    return with_inline_marks(gfm.render(markdown)).strip().removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("a ==b *c* d== e", "a <mark>b <em>c</em> d</mark> e"),
        ("**==b==**, (==c==)", "<strong><mark>b</mark></strong>, (<mark>c</mark>)"),
        ("这是==重要==的", "这是<mark>重要</mark>的"),
        ("==`b`==", "<mark><code>b</code></mark>"),
        ('"==b=="', "&quot;<mark>b</mark>&quot;"),
        ("==b== and ==c==", "<mark>b</mark> and <mark>c</mark>"),
        ("==b\nc==", "<mark>b\nc</mark>"),
        ("Hi :wave: ==:tada:==", "Hi 👋 <mark>🎉</mark>"),
        ("if i<u then x>y", "if i&lt;u then x&gt;y"),
        ("a <b and c> d", "a &lt;b and c&gt; d"),
        ("a List<String> and vector<int>", "a List&lt;String&gt; and vector&lt;int&gt;"),
    ],
)
def test_marks(markdown: str, html: str) -> None:
    assert read(markdown) == html


@pytest.mark.parametrize(
    "markdown",
    [
        *("use == and == so", "a==b and c==d", "===b===", "==b", "==a **b== c**", "a == b == c"),
        *("`a`==`b` and `c`==`d`", "`==b== :wave: i<u then x>y`", "x<kbd>K</kbd>"),
        "'a'=='b' and 'c'=='d'",
        *("x<y>z</y>", "<details open>b</details>", "a<br>b", '<img src="a" hidden>'),
        *("<Badge new>", "<my-card wide tall>", "10:30:45", "a<b>c</b>"),
    ],
)
def test_others_stay(markdown: str) -> None:
    assert with_inline_marks(gfm.render(markdown)) == gfm.render(markdown)


def test_a_mark_ends_with_its_block() -> None:
    assert "<mark>" not in read("==a\n\nb==")


def test_a_heading_keeps_the_anchor_that_the_name_of_its_emoji_gives() -> None:
    heading = with_inline_marks(gfm.render("# A **big** :tada: day"))
    assert f'{WORDS}="A big :tada: day"' in heading
    assert "🎉" in heading
    assert with_inline_marks(gfm.render("# A day\n\n:tada:")).count(WORDS) == 0


def test_hostile_marks_take_no_time() -> None:
    for text in ("==a " * 50_000, "a== " * 50_000, ":wave" * 50_000, "x<y" * 50_000 + ">"):
        assert with_inline_marks(text)
    assert with_inline_marks("<p>" + "x<y> " * 20_000).count("&lt;y") == 20_000
    assert with_inline_marks("<code>" * 20_000 + "==a==").endswith("==a==")
