import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import article, codes

from feedsvc.model.article import ORIGIN
from feedsvc.sources.formats.shortcodes import Syntax, remove_shortcodes, shielded
from feedsvc.sources.source import Findings


def removed(text: str, syntax: Syntax = "markdown") -> str:
    return remove_shortcodes(text, syntax, 1, Findings("a.md"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a {{< x >}} b", "a  b"),
        ('a {{% x y="z" %}}b{{% /x %}}', "a b"),
        ("{% include x.html %}b", "b"),
        ("{%- if x -%}b{%- endif -%}", "b"),
        ("a {{ page.title }} b", "a  b"),
        ('a\n{{< img\n  src="x"\n>}}\nb', "a\nb"),
        ("a\n  {{< x >}} {{< y >}}\t\nb", "a\nb"),
        ("{{< box >}}\nin\n{{< /box >}}\n", "in\n"),
        ("a {% comment %}gone\n\ngone{% endcomment %} b", "a  b"),
        ("a {% raw %}{{ kept }}{% endraw %} b", "a {{ kept }} b"),
        ("a {{< broken b {{< x >}} c", "a  broken b  c"),
        ("a {% broken", "a  broken"),
        ("{ a } {{b", "{ a } {{b"),
        ("# T\n{: .x}\nb", "# T\nb"),
        ('[a](b){:target="_blank"} c', "[a](b) c"),
        ("a {: b}", "a {: b}"),
    ],
)
def test_marks_are_left_out(text: str, expected: str) -> None:
    assert removed(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "`{{< x >}}`",
        "``a ` {{< x >}}``",
        "```\n{{< x >}}\n```\n",
        "~~~ html\n```\n{% x %}\n~~~\n",
        "a\n\n    {% x %}\n",
        "- a\n\n  ```\n  {{< x >}}\n  ```\n",
        "> ```\n> {{< x >}}\n> ```\n",
        "```\n{{< x >}} without an end",
        "<pre>{{ x }}</pre>",
        "<CODE class='a'>{{ x }}</CODE>",
    ],
)
def test_code_stays(text: str) -> None:
    assert removed(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\\`{{< x >}}`", "\\``"),
        ("`a\n\n{{< x >}}`", "`a\n\n`"),
        ("a ``` {{< x >}} b", "a ```  b"),
        ("`` {{< x >}} `", "``  `"),
        ("<pre {{< x >}}", "<pre "),
    ],
)
def test_what_looks_like_code_is_none(text: str, expected: str) -> None:
    assert removed(text) == expected


def test_plain_text_and_html_know_no_backticks() -> None:
    assert removed("`{{< x >}}`", "text") == "``"
    assert removed("`{{< x >}}`", "html") == "``"
    assert removed("<code>{{< x >}}</code>", "text") == "<code></code>"


def test_each_is_reported_with_its_line() -> None:
    text = "---\ntitle: T\n---\na {{< box x >}}\n\n{% if y %}\n{{ z }}\n"
    assert codes("a.md", text) == [(n, "info", "shortcode") for n in (4, 6, 7)]
    assert codes("a.html", text) == codes("a.txt", text) == codes("a.md", text)


def test_a_link_to_nothing_is_its_text() -> None:
    text = """# T

[A]({{< box "/x" >}}) [B]({{< box "/x" >}} "a "b" c") [C]({{% box x %}}#y) [D](<{% box x.md %}#z>)
![i]({{< img >}}) <a href="{{< box x >}}#y">E</a> [F]({{ page.source }})
"""
    assert article("a.md", text).content == "<p>A B C D\n E F</p>"


def test_a_value_before_a_path_leaves_the_path() -> None:
    found = article("a.md", "# T\n\n[A]({{ site.baseurl }}/about) <a href='{{ site.url }}/b'>B</a>")
    assert found.content == (f'<p><a href="{ORIGIN}/about">A</a> <a href="{ORIGIN}/b">B</a></p>')


_pieces = st.lists(
    st.sampled_from(["{{<", ">}}", "{{%", "%}}", "{%", "%}", "{{", "}}", " a ", "\n", "{:", "}"]),
    max_size=30,
).map("".join)


@given(_pieces)
@settings(deadline=None)
def test_no_opening_mark_remains(text: str) -> None:
    if "raw" not in text:
        left = removed(text)
        assert "{{<" not in left.replace("{{{", "")
        assert "{%" not in left.replace("{{%", "")


def test_the_titles_of_tabs_stay() -> None:
    text = "<!-- tab Summer @sun -->\nA.\n<!-- endtab -->\n<!-- tab -->\nB.\n<!-- endtab -->"
    found = article("a.md", f"# T\n\n{text}").content
    assert found.split() == ["<p><strong>Summer</strong><br>", "A.</p>", "<p>B.</p>"]


def test_other_comments_say_nothing() -> None:
    assert "table" not in article("a.md", "# T\n\nA.\n\n<!-- table of fares -->").content


@pytest.mark.parametrize(
    "text",
    ["{{ x }}", "{% x %}", "{# x #}", "{{< x >}}", '[caption id="1"]a[/caption]', "[gallery]"],
)
def test_what_is_shielded_is_no_mark(text: str) -> None:
    findings = Findings("a.html")
    kept = remove_shortcodes(shielded(text), "html", 1, findings)
    assert html.unescape(kept) == text
    assert findings.problems() == ()
