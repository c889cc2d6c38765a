"""Marks that say how a page is made are no text: tables of contents, attributes."""

from collections.abc import Callable

from tests.promises.reading.conftest import Items


def test_the_case_of_tables_of_contents(case: Callable[[str], Items]) -> None:
    (item,) = case("toc-marks").values()
    assert item["content_html"] == '<h2 id="start">Start</h2>\n<p>The guide starts here.</p>'
    assert [one["heading"] for one in item["_feedsvc"]["sections"]] == ["Start"]


def test_attributes_go_and_ids_stay(items: Callable[..., Items]) -> None:
    text = (
        "[Fares](b.md){target=_blank} and ![a pier](pier.jpg){#pic .wide}\n{: .lead }\n\n"
        "> Quoted.\n{.quote}\n\n## More\n{: #more-of-it }\n\n| a |\n|---|\n| b |\n{.table}\n"
    )
    (item,) = items({"a.md": f"# T\n\n{text}"}).values()
    assert "{" not in item["content_html"]
    assert '<a id="pic"></a>' in item["content_html"]
    assert '<h2 id="more-of-it">More</h2>' in item["content_html"]


def test_lines_of_problems_stay(desk: object, items: Callable[..., Items]) -> None:
    found = items({"a.md": "# T\n\n* TOC\n{:toc}\n\n{.x}\n\nText."})
    assert found["a"]["content_html"] == "<p>Text.</p>"


def test_hostile_marks_take_no_time(items: Callable[..., Items]) -> None:
    marks = [
        "[a](b){.c}" * 20_000,
        "[a](b){" + ".c" * 100_000,
        "{.a " * 50_000,
        "[a](" + "(" * 50_000 + "){.c}",
        "*a*{#b}" * 10_000,
        "```toc\n" * 20_000,
        "* a\n" * 20_000 + "{:toc}",
        "- a\n{:toc}\n" * 10_000,
        "{:toc}\n" * 20_000,
        "# a\n{#b}\n" * 2_000,
    ]
    assert (
        len(items({f"n{n}.md": f"# T{n}\n\n{text}\n\nEnd." for n, text in enumerate(marks)})) >= 8
    )


def test_words_and_emoji(items: Callable[..., Items]) -> None:
    text = (
        "## :rocket: Start\n\nHi :wave: at 10:30:45, ==so== it is: if i<u then x>y, `:wave: ==a==`."
    )
    (item,) = items({"a.md": f'---\ntitle: "Up :tada:"\n---\n{text}'}).values()
    assert item["title"] == "Up 🎉"
    assert item["content_html"] == (
        '<h2 id="rocket-start">🚀 Start</h2>\n<p>Hi 👋 at 10:30:45, <mark>so</mark> it is: '
        "if i&lt;u then x&gt;y, <code>:wave: ==a==</code>.</p>"
    )
    (section,) = item["_feedsvc"]["sections"]
    assert (section["heading"], section["id"]) == ("🚀 Start", "rocket-start")


def test_formulas_of_tex(items: Callable[..., Items]) -> None:
    script = '<span class="MathJax_Preview">x^2</span><script type="math/tex">x^2</script>'
    shown = f'<span class="MathJax"><span>x</span><span>2</span></span>{script}'
    found = items(
        {
            "a.md": "# T\n\n$$a_1 * b_2 * c$$ so",
            "b.html": f"<h1>U</h1><p>As {script} is.</p><p>As {shown} is.</p>",
            "c.html": '<h1>V</h1><p>As <span class="MathJax_Preview">x^2</span> is.</p>',
        }
    )
    assert found["a"]["content_html"] == "<p>$$a_1 * b_2 * c$$ so</p>"
    assert found["b"]["content_html"] == "<p>As x^2 is.</p><p>As x^2 is.</p>"
    assert found["c"]["content_html"] == "<p>As <span>x^2</span> is.</p>"


def test_a_standfirst_that_repeats_the_headline_is_none(items: Callable[..., Items]) -> None:
    head = "---\ntitle: The pier\ndescription: {}\n---\nText here."
    found = items({"a.md": head.format("the pier."), "b.md": head.format("A pier.")})
    assert not found["a"]["summary"].startswith("the pier")
    assert found["b"]["summary"].startswith("A pier.")


def test_comments_of_obsidian_are_left_out(items: Callable[..., Items]) -> None:
    (item,) = items({"a.md": "# T\n\nA %%not so%% b.\n\n%%\nnor\n\nthis\n%%\n\nC."}).values()
    assert item["content_html"] == "<p>A  b.</p>\n<p>C.</p>"
