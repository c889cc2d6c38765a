"""Source text to line: of links, pictures and subheadings, in every format."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.editor.check.line_numbers import Place, SourceLines
from feedsvc.model.article import ORIGIN, PAGE, SITE, Section

YAML = "---\ntitle: Ferry\nimage: quay.md\n---\n"
TOML = '+++\ntitle = "Ferry"\n+++\n'
LINES = "Title: Ferry\nDate: 2026-05-01\n\n"


@pytest.mark.parametrize("front", [YAML, TOML, LINES, ""])
@pytest.mark.parametrize(
    ("body", "url", "line", "written"),
    [
        ("A.\n\n[x](quay.md)\n", "/articles/quay.md", 3, "quay.md"),
        ("A [x]( <quay.md> 'T')\n", "/articles/quay.md", 1, "quay.md"),
        ("A [x](\nquay.md)\n", "/articles/quay.md", 2, "quay.md"),
        ("A [x][q].\n\n[q]: quay.md\n", "/articles/quay.md", 3, "quay.md"),
        ("A.\n\n<a\nhref='quay.md'>x</a>\n", "/articles/quay.md", 4, "quay.md"),
        ("`[x](quay.md)`\n\n[x](quay.md)\n", "/articles/quay.md", 3, "quay.md"),
        ("``` x\n[x](quay.md)\n```\n[x](quay.md)\n", "/articles/quay.md", 4, "quay.md"),
        ("~~~\n[x](quay.md)\n```\n~~~\n[x](quay.md)\n", "/articles/quay.md", 5, "quay.md"),
        ("<!--\n[x](quay.md) -->\n[x](quay.md)\n", "/articles/quay.md", 3, "quay.md"),
        ("<pre>\n[x](quay.md)</pre>\n[x](quay.md)\n", "/articles/quay.md", 3, "quay.md"),
        ("\\`[x](quay.md)\\`\n[x](quay.md)\n", "/articles/quay.md", 1, "quay.md"),
        ("`` ` ``\n[x](quay.md)\n", "/articles/quay.md", 2, "quay.md"),
        ("`one\n\n[x](quay.md)`\n", "/articles/quay.md", 3, "quay.md"),
        ("A.\n[x](a\\_b.md)\n", "/articles/a_b.md", 2, "a_b.md"),
        ("A.\n[x](a_(b).md)\n", "/articles/a_(b).md", 2, "a_(b).md"),
        ("A.\n[x](ä.md?x=1&amp;y#ö)\n", "/articles/%C3%A4.md?x=1&y#%C3%B6", 2, "ä.md?x=1&y#ö"),
        ("A.\n[x](%C3%A4.md)\n", "/articles/%C3%A4.md", 2, "%C3%A4.md"),
        ("A.\n![x](quay.png)\n", "/media/quay.png", 2, "quay.png"),
        ("A.\n<img srcset='a.png 1x,\nb.png 2x'>\n", "/media/b.png", 3, "b.png"),
    ],
)
def test_markdown(front: str, body: str, url: str, line: int, written: str) -> None:
    places = SourceLines(front + body, "ferry.md")
    assert places.of(SITE + url) == Place(front.count("\n") + line, written)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        (f"{PAGE}#part", Place(2, "#part")),
        (f"{ORIGIN}/old/one", Place(3, "/old/one")),
        ("https://news.example/articles/x", Place(4, "https://news.example/articles/x")),
        (f"{SITE}/articles/quay.md", Place(5, "../quay.md")),
        (f"{SITE}/articles/nowhere.md", Place(1, "nowhere.md")),
    ],
)
@pytest.mark.parametrize("suffix", ["md", "html"])
def test_kinds_of_urls(url: str, place: Place, suffix: str) -> None:
    links = ["#part", "/old/one", "https://news.example/articles/x", "../quay.md"]
    if suffix == "md":
        text = "A.\n" + "".join(f"[x]({link})\n" for link in links)
    else:
        text = "A.\n" + "".join(f'<a href="{link}">x</a>\n' for link in links)
    assert SourceLines(text, f"world/ferry.{suffix}").of(url) == place


def test_plain_text() -> None:
    text = "Ferry\n\nIt sails.\n\nSee (https://news.example/articles/quay).\n"
    place = SourceLines(text, "ferry.txt").of("https://news.example/articles/quay")
    assert place == Place(5, "https://news.example/articles/quay")


def test_html_passes_over_comments_and_scripts() -> None:
    text = "<!-- <a href=x.md> -->\n<script>'<a href=x.md>'</script>\n<p>\n<a href=x.md>x</a>\n"
    assert SourceLines(text, "ferry.html").of(f"{SITE}/articles/x.md").line == 4


def test_keys_of_the_header() -> None:
    places = SourceLines("---\nheadline: A\npubDate: 2026-05-01\n---\n", "a.md")
    assert [places.key(name) for name in ("headline", "date", "id")] == [2, 3, 1]
    assert SourceLines("---\ntitle: [\n---\n", "a.md").key("headline") == 1  # saved just now


BLOCKS = st.sampled_from(
    [
        "A paragraph.\n\n",
        "`code` and ``more ` of it``\n\n",
        "```\n[x](wanted.md)\n```\n\n",
        "> ~~~ text\n> [x](wanted.md)\n> ~~~\n\n",
        "<!-- [x](wanted.md)\n\n-->\n\n",
        "* one\n* two `[x](wanted.md)`\n\n",
        "\\`\n\n",
        "`` unclosed\n\n",
        "<code>[x](wanted.md)</code>\n\n",
        "| a | b |\n| - | - |\n| `|` | [y](other.md) |\n\n",
        "## Wanted and unwanted\n\nText.\n\n",
        "```md\n## Wanted\n```\n\n",
    ]
)


@given(st.lists(BLOCKS, max_size=8), st.lists(BLOCKS, max_size=4), st.sampled_from([YAML, ""]))
def test_the_line_is_that_of_the_link_whatever_stands_around_it(
    before: list[str], after: list[str], front: str
) -> None:
    start = front + "".join(before)
    text = start + "> * A [link](wanted.md 'T').\n\n" + "".join(after)
    place = SourceLines(text, "a.md").of(f"{SITE}/articles/wanted.md")
    assert place == Place(start.count("\n") + 1, "wanted.md")


@given(st.lists(BLOCKS, max_size=8), st.sampled_from(["## Wanted", "Wanted\n------", "<h2>Wanted"]))
def test_the_line_is_that_of_the_subheading(before: list[str], heading: str) -> None:
    start = "".join(block for block in before if "unwanted" not in block)
    text = f"{start}{heading}\n\nText.\n"
    sections = [Section("wanted", "Wanted", 2, "Text.")]
    assert SourceLines(text, "a.md").headings(sections) == [start.count("\n") + 1]


@given(st.text("[]()!`<>-\\ \n~#=ahref:'\"/.&;{}", max_size=200), st.sampled_from(["md", "html"]))
def test_any_text_can_be_looked_at(text: str, suffix: str) -> None:
    places = SourceLines(text, f"a.{suffix}")
    lines = text.count("\n") + 1
    assert 1 <= places.of(f"{SITE}/articles/a").line <= lines
    assert all(1 <= place.line <= lines for _, place in places.bare_pictures())
    assert all(1 <= place.line <= lines for place in places.lost_pictures())
    assert places.headings([Section("a", "a", 1, "")])[0] <= lines


PIECES = ["`", "`a``", "![", "](", "](  ", "<img ", "<img '", '<a href="', "<!--", "[a]: ", "((("]


@pytest.mark.parametrize("piece", PIECES)
def test_no_text_takes_long(piece: str) -> None:
    places = SourceLines((piece * 300_000)[:500_000], "a.md")
    assert places.of(f"{SITE}/articles/a").line == 1
    places.lost_pictures()
    assert places.headings([Section("a", "a", 1, "")]) == [1]
