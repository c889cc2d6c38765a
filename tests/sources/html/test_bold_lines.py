import pytest
from selectolax.lexbor import LexborHTMLParser

from feedsvc.sources.html.bold_lines import bold_lines

FIRST = "<p><strong>First</strong></p><p>Text.</p>"


def found(html: str) -> int:
    return len(bold_lines(LexborHTMLParser(html)))


@pytest.mark.parametrize(
    "second",
    [
        "<p><strong>Second</strong></p>\n<p>Text.</p>",
        "<p> <b>Second <i>part</i></b>\n</p><ul><li>a</li></ul>",
        "<p><strong>Third?</strong></p><p><strong>Bold</strong> text.</p>",
    ],
)
def test_lines_that_are_surely_headings(second: str) -> None:
    assert found(FIRST + second) == 2


@pytest.mark.parametrize(
    "second",
    [
        "",
        "<p><strong>Ends.</strong></p><p>Text.</p>",
        "<p><strong>Note:</strong></p><p>Text.</p>",
        "<p><strong>First</strong></p><p>Text.</p>",
        "<p><strong>Second</strong></p>",
        "<p><strong>Second</strong></p><p><b>Third</b></p><p>Text.</p>",
        "<p><strong>Second</strong></p><hr><p>Text.</p>",
        f"<p><strong>{'long ' * 30}</strong></p><p>Text.</p>",
        "<p><strong>* * *</strong></p><p>Text.</p>",
    ],
)
def test_lines_that_may_be_anything(second: str) -> None:
    assert found(FIRST + second) == 0


def test_what_is_not_bold_as_a_whole_does_not_count() -> None:
    more = "<p><strong>So</strong> it is.</p><blockquote><p><b>Quoted</b></p></blockquote>"
    assert found(FIRST + more + FIRST.replace("First", "Second")) == 2
