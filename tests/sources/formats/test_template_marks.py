import pytest
from reading import article, reading

from feedsvc.model.article import ORIGIN, PAGE, SITE
from feedsvc.sources.formats.template_marks import meant_addresses

FIRST = f'<a href="{SITE}/articles/first">'


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("[A]({% post_url 2024-05-01-first %})", f"<p>{FIRST}A</a></p>"),
        ("[A]({{ site.baseurl }}{% post_url 2024-05-01-first %})", f"<p>{FIRST}A</a></p>"),
        ("[A]({{ site.url }}{{ site.baseurl }}/x)", f'<p><a href="{ORIGIN}/x">A</a></p>'),
        ("[A]({{ site.url }})", f'<p><a href="{ORIGIN}/">A</a></p>'),
        ("[A](<{% link first.md %}>)", f"<p>{FIRST}A</a></p>"),
        ("[A]\n\n[A]: {% link first.md %}", f"<p>{FIRST}A</a></p>"),
        ("<a href='{% link first.md %}'>A</a>", f"<p>{FIRST}A</a></p>"),
        ("[A]({{ page.url }}#b)", f'<p><a href="{PAGE}#b">A</a></p>'),
        ("at <{{ site.url }}/x>.", f'<p>at <a href="{ORIGIN}/x">/x</a>.</p>'),
        ("at <{{ page.repo }}>.", "<p>at .</p>"),
        ("{% post_link first 'A *b*' %}", f"<p>{FIRST}A *b*</a></p>"),
        ("see {% post_url 2024-05-01-first %}", f"<p>see {FIRST}First</a></p>"),
        ("`<{{ site.url }}/x>`", "<p><code>&lt;{{ site.url }}/x&gt;</code></p>"),
        (
            "[A]({% link first.md %} 'The \"B\"')",
            f'<p><a href="{SITE}/articles/first" title="The &quot;B&quot;">A</a></p>',
        ),
        (
            '{{< button href="https://x.example/a" >}}A{{< /button >}} b',
            '<p><a href="https://x.example/a">A</a> b</p>',
        ),
        (
            '{% button href="https://x.example/a" %}A{% endbutton %} b',
            '<p><a href="https://x.example/a">A</a> b</p>',
        ),
        ("{% post_link #a %} b", f'<p><a href="{PAGE}#a">#a</a> b</p>'),
        ("{% raw %}[A]({% link x %}){% endraw %}", "<p>[A]({% link x %})</p>"),
    ],
)
def test_marks_become_their_targets(text: str, content: str) -> None:
    assert article("a.md", f"# T\n\n{text}").content == content


def test_a_figure_is_one_where_there_is_room() -> None:
    mark = '{{< figure src="a.png" caption="A *b*" >}}'
    figure = f'<figure><img src="{SITE}/media/a.png"><figcaption>A <em>b</em></figcaption></figure>'
    small = f'<img src="{SITE}/media/a.png" alt=""><br>A <em>b</em>'
    found = article("a.md", f"# T\n\n{mark}\nB *c*\n\n> {mark}\n> d\n\n- {mark}\n\nin {mark} line")
    assert found.content == (
        f"{figure}\n<p>B <em>c</em></p>\n<blockquote>\n{figure}\n<p>d</p>\n</blockquote>\n"
        f"<ul>\n<li>{small}</li>\n</ul>\n<p>in {small} line</p>"
    )
    assert article("a.html", f"<h1>T</h1>{mark}").content == (
        f'<figure><img src="{SITE}/media/a.png"><figcaption>A *b*</figcaption></figure>'
    )


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "<div class='a'>\n{% img a.png %}\n</div>",
            f'<div>\n<img src="{SITE}/media/a.png">\n</div>',
        ),
        (
            "x\n\n<center>{% youtube abc %}</center>\n\n{% img a.png %}",
            '<p>x</p>\n<center><a href="https://www.youtube.com/watch?v=abc">'
            "https://www.youtube.com/watch?v=abc</a></center>\n"
            f'<p><img src="{SITE}/media/a.png" alt=""></p>',
        ),
        (
            "<div>\n\n{% img a.png %}\n\n</div>",
            f'<div>\n<p><img src="{SITE}/media/a.png" alt=""></p>\n</div>',
        ),
    ],
)
def test_in_html_a_mark_is_html(text: str, content: str) -> None:
    assert article("a.md", f"# T\n\n{text}").content == content


def test_hostile_blocks_of_html_take_no_time() -> None:
    assert article("a.md", "# T\n\n<div>\n" + "{% img a.png %}\n" * 20_000).headline == "T"


def test_what_is_left_out_is_told_once_a_name() -> None:
    text = "# T\n\n{% if a %}b{% endif %}\n{% if c %}\n{{ page.size }}\n\n{% include toc.html %}"
    found = [(p.line, p.message.partition(";")[0]) for p in reading("a.md", text).problems]
    assert found == [
        (3, "the template mark 'if' was left out"),
        (5, "the template mark 'page.size' was left out"),
        (7, "the template mark 'include toc.html' was left out"),
    ]


def test_plain_text_has_the_addresses_that_it_can_show() -> None:
    found = article("a.txt", "Title\n\nSee {{< youtube abc >}} and {{< ref x >}}.")
    address = "https://www.youtube.com/watch?v=abc"
    assert found.content == f'<p>See <a href="{address}">{address}</a> and .</p>'


def test_what_is_meant_is_found_with_its_place() -> None:
    text = 'a {{< ref "/b.md" >}} [[C|d]] {% if x %}'
    assert list(meant_addresses(text, "a.md")) == [(2, "b.md", "/b.md"), (22, "c", "d")]
    (picture,) = meant_addresses("{% img right /i/c.jpg 300 200 %}", "a.md")
    assert (picture.address, picture.written) == ("/i/c.jpg", "/i/c.jpg")


def test_marks_that_lay_out_are_not_told_and_a_label_keeps_its_text() -> None:
    text = "# T\n\n{% tabs a %}\nA.\n{% endtabs %}\n{% label primary @two < three %}."
    found = reading("a.md", text)
    assert found.problems == ()
    assert found.article is not None
    assert found.article.content == "<p>A.\ntwo &lt; three.</p>"


def test_a_caption_is_text() -> None:
    for caption, shown in (
        ("Ships & sails", "Ships &amp; sails"),
        ("A < *b*", "A &lt; <em>b</em>"),
    ):
        found = article("a.md", f'# T\n\n{{{{< figure src="a.png" caption="{caption}" >}}}}')
        assert f"<figcaption>{shown}</figcaption>" in found.content


def test_marks_of_ruby_are_left_out_and_told_by_their_words() -> None:
    found = reading("a.md", "# T\n\na <%= name %> b <% if x %>c")
    assert found.article is not None
    assert found.article.content == "<p>a  b c</p>"
    assert [(p.line, p.code, p.message.split("'")[1]) for p in found.problems] == [
        (3, "shortcode", "name"),
        (3, "shortcode", "if"),
    ]
