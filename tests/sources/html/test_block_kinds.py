"""What the blocks of an article are, as its section summaries tell."""

import pytest

from feedsvc.model import blocks
from tests.sources.reading import article

PROSE = "The pier is closed."


def kinds(html: str) -> list[tuple[str, str]]:
    """Each line of the first section, with its kind."""
    read = article("a.html", f"<h1>Pier</h1>{html}")
    (section,) = read.sections
    lines = section.text.splitlines()
    letters = section.kinds or blocks.PROSE * len(lines)
    assert len(letters) == len(lines)
    return list(zip(lines, letters, strict=True))


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        (f"<p>{PROSE}</p>", blocks.PROSE),
        (f"<p><strong>{PROSE}</strong></p>", blocks.PROSE),
        ("<p><strong>Python 3.10+</strong></p>", blocks.CAPTION),
        ("<aside><p><b>By the <i>way</i></b></p></aside>", blocks.CAPTION),
        ("<p><strong>The pier</strong> is closed</p>", blocks.PROSE),
        ("<p>The <strong>pier</strong></p>", blocks.PROSE),
        ("<p><b>“Never again.”</b></p>", blocks.PROSE),
        ("<p><b>पुल बंद है।</b></p>", blocks.PROSE),
        (f"<ul><li>{PROSE}</li></ul>", blocks.ITEM),
        (f"<ol><li><p>{PROSE}</p></li></ol>", blocks.ITEM),
        (f"<dl><dd>{PROSE}</dd></dl>", blocks.ITEM),
        (f"<blockquote><p>{PROSE}</p></blockquote>", blocks.QUOTATION),
        (f"<blockquote><ul><li>{PROSE}</li></ul></blockquote>", blocks.QUOTATION),
        (f"<aside><p>{PROSE}</p></aside>", blocks.ASIDE),
        (f"<details open><p>{PROSE}</p></details>", blocks.PROSE),
        (f"<details><p>{PROSE}</p></details>", blocks.HIDDEN),
        (f"<p><a href='https://x.example/'>{PROSE}</a></p>", blocks.LINK),
        (f"<p><code>{PROSE}</code></p>", blocks.CODE),
        (f"<p>So: <a href='https://x.example/'>{PROSE}</a></p>", blocks.PROSE),
        (f"<p><code>pier</code> is {PROSE}</p>", blocks.PROSE),
        ("<p><img src=a.png></p> <p><em>The pier at noon</em></p>", blocks.CAPTION),
        ("<img src=a.png><p><em>The pier at noon</em></p>", blocks.CAPTION),
        ("<figure><img src=a.png></figure><p><em>The pier at noon</em></p>", blocks.CAPTION),
        ("<hr><p><em>The pier at noon</em></p>", blocks.PROSE),
        ("<p><br></p><p><em>The pier at noon</em></p>", blocks.PROSE),
        ("<p>By Harbour Desk</p>", blocks.BYLINE),
        ("<p>Posted by the Harbour Desk</p>", blocks.BYLINE),
        ("<p>Von Hafenredaktion</p>", blocks.BYLINE),
        ("<p>By the harbour desk</p>", blocks.BYLINE),
        ("<p>From our own correspondent in Kyiv</p>", blocks.BYLINE),
        ("<p>Von unserer Redaktion</p>", blocks.BYLINE),
        ("<p>By the harbour</p>", blocks.PROSE),
        ("<p>By night the pier is closed.</p>", blocks.PROSE),
        ("<p>by night and day</p>", blocks.PROSE),
        ("<p>Photo: Harbour Desk</p>", blocks.CAPTION),
        ("<p>(Photo by the harbour desk)</p>", blocks.CAPTION),
        ("<p>Photos of the pier are for sale.</p>", blocks.PROSE),
    ],
)
def test_a_block_is_what_its_elements_say(html: str, kind: str) -> None:
    found = kinds(f"<p>First of all.</p>{html}<p>Last of all.</p>")
    assert [letter for _, letter in found] == [blocks.PROSE, kind, blocks.PROSE]


def test_small_print_below_a_picture_is_its_caption() -> None:
    picture = "<p><img src='https://x.example/a.png' alt='A pier'></p>"
    found = kinds(f"<p>First.</p>{picture}<p><em>The pier at noon</em></p><p><em>So it is</em></p>")
    assert found == [
        ("First.", blocks.PROSE),
        ("The pier at noon", blocks.CAPTION),
        ("So it is", blocks.PROSE),
    ]


def test_a_section_of_prose_alone_says_nothing_of_it() -> None:
    read = article("a.html", f"<h1>Pier</h1><p>{PROSE}</p><p>{PROSE}</p>")
    assert [section.kinds for section in read.sections] == [""]
