"""Where a source text names links and pictures, and how it writes them."""

import pytest

from feedsvc.editor.check.mentions import MAX_MENTIONS, Mention, mentions


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("A [x](b.md) and [y](<c d.md> 'T').", [Mention("b.md", 1), Mention("c d.md", 1)]),
        ("![Quay](quay.png)", [Mention("quay.png", 1, shown=True)]),
        ("A\n![ ](quay.png)", [Mention("quay.png", 2, shown=True, bare=True)]),
        ("    ![](quay.png)", [Mention("quay.png", 1)]),
        ("[x](a\\_b.md?c=1&amp;d)", [Mention("a_b.md?c=1&d", 1)]),
        (
            "![][Q]\n\n[q]: quay.png",
            [Mention("quay.png", 3), Mention("quay.png", 1, shown=True, bare=True)],
        ),
        ("`[x](b.md)` <!-- [x](b.md) -->", []),
    ],
)
def test_markdown(body: str, found: list[Mention]) -> None:
    assert mentions(body, "a.md", 1) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<a\nhref='b.md'>x</a>", [Mention("b.md", 2)]),
        ("<a href=b.md>x</a><!-- <a href=c.md> -->", [Mention("b.md", 1)]),
        ("<a href='b.md?c=1&amp;d'>x</a>", [Mention("b.md?c=1&d", 1)]),
        (
            "<img\nsrc='quay.png'>",
            [Mention("quay.png", 2), Mention("quay.png", 2, shown=True, bare=True)],
        ),
        (
            "<img alt='' src='quay.png'>",
            [Mention("quay.png", 1), Mention("quay.png", 1, shown=True)],
        ),
        ("[x](b.md)", []),
    ],
)
@pytest.mark.parametrize("suffix", ["html", "HTM"])
def test_html(body: str, found: list[Mention], suffix: str) -> None:
    assert mentions(body, f"a.{suffix}", 1) == found


def test_each_picture_of_a_choice_is_on_its_line() -> None:
    found = mentions("<img alt='x'\nsrcset='one.png 1x,\ntwo.png 2x'>", "a.html", 5)
    assert Mention("one.png", 6) in found
    assert Mention("two.png", 7) in found


def test_plain_text_names_addresses_alone() -> None:
    body = "See (https://x.example/a_(b)).\n[x](b.md) <a href='c.md'>"
    assert mentions(body, "a.txt", 3) == [
        Mention("https://x.example/a_(b)).", 3),
        Mention("https://x.example/a_(b", 3),
    ]


def test_no_more_are_looked_at_than_anybody_writes() -> None:
    assert len(mentions("[x](b.md) " * (MAX_MENTIONS + 5), "a.md", 1)) == MAX_MENTIONS
