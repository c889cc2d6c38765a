import pytest
from reading import article

from feedsvc.model.article import PAGE
from feedsvc.sources.formats.block_ids import with_block_ids


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A. ^abc123", 'A.<a id="block-abc123"></a>'),
        ("- a ^x-1\n- b", '- a<a id="block-x-1"></a>\n- b'),
        ("| a |\n\n^tab1", '| a |\n\n<a id="block-tab1"></a>'),
        ("> a\n> ^q1", '> a\n> <a id="block-q1"></a>'),
    ],
)
def test_an_id_is_an_anchor(text: str, expected: str) -> None:
    assert with_block_ids(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("10 ^6", "x ^n", "a ^b c", "2^10", "A ^abc\nand more", "`A ^abc`", "```\nA ^abc\n```"),
        *("    A ^abc", "^", "A^abc", "A ^a_b", "a\n\n^ b"),
    ],
)
def test_others_stay(text: str) -> None:
    assert with_block_ids(text) == text


def test_a_link_within_the_note_leads_there() -> None:
    found = article("a.md", "# T\n\nA. ^quay\n\nSee [[#^quay|above]].").content
    assert f'<a href="{PAGE}#block-quay">above</a>' in found
    assert '<a id="block-quay"></a>' in found
