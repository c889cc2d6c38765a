"""Texts of WordPress's block editor without the editor's comments."""

import json

import pytest

from feedsvc.importers.wordpress.blocks import has_blocks, without_blocks
from feedsvc.importers.wordpress.library import Library

LINK = '<a href="https://youtu.be/x">https://youtu.be/x</a>'


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("<!-- wp:paragraph -->\n<p>One.</p>\n<!-- /wp:paragraph -->", "<p>One.</p>"),
        (
            '<!-- wp:heading {"level":3} -->\n<h3>Head</h3>\n<!-- /wp:heading -->\n\n'
            "<!-- wp:paragraph -->\n<p>a\nb</p>\n<!-- /wp:paragraph -->",
            "<h3>Head</h3>\n\n<p>a\nb</p>",
        ),
        (
            '<!-- wp:embed {"url":"https://youtu.be/x"} -->\n<figure class="wp-block-embed">'
            '<div class="wp-block-embed__wrapper">\nhttps://youtu.be/x\n</div></figure>\n'
            "<!-- /wp:embed -->",
            f'<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">{LINK}</div>'
            "</figure>",
        ),
        ('<!-- wp:core-embed/youtube {"url":"https://youtu.be/x"} /-->', f"<p>{LINK}</p>"),
        (
            '<!-- wp:cover {"url":"https://a.example/a.jpg"} -->\n<div class="wp-block-cover"'
            ' style="background-image:url(https://a.example/a.jpg)">x</div>\n<!-- /wp:cover -->',
            '<div class="wp-block-cover" style="background-image:url(https://a.example/a.jpg)">'
            '<img src="https://a.example/a.jpg">x</div>',
        ),
        ("Classic\n\ntext\n\n<!-- wp:spacer /-->", "<p>Classic</p>\n<p>text</p>"),
        ('<!-- wp:block {"ref":3} /-->', "<p>Again</p>\n<p>and again</p>"),
    ],
)
def test_what_stays(text: str, made: str) -> None:
    library = Library()
    library.blocks[3] = "Again\n\nand again"
    told: list[str] = []
    assert has_blocks(text)
    assert without_blocks(text, library, lambda *one: told.append(one[1]), {}).strip() == made
    assert told == []


def test_what_only_wordpress_knows_is_told() -> None:
    told: list[str] = []
    text = '<!-- wp:latest-posts {"n":5} /--><!-- wp:acme/map /--><!-- wp:block {"ref":9} /-->'
    assert without_blocks(text, Library(), lambda *one: told.append(one[1]), {}).strip() == ""
    assert [one.split("'")[1] for one in told] == ["latest-posts", "acme/map", "block"]


def test_a_block_that_is_in_itself_ends() -> None:
    library = Library()
    library.blocks[3] = '<!-- wp:block {"ref":3} /-->'
    told: list[str] = []
    without_blocks(library.blocks[3], library, lambda *one: told.append(one[1]), {})
    assert len(told) == 1


def test_footnotes_come_from_beside_the_text() -> None:
    notes = json.dumps([{"id": "n1", "content": "A <em>note</em>."}])
    made = without_blocks("<!-- wp:footnotes /-->", Library(), print, {"footnotes": notes})
    assert '<li id="n1">A <em>note</em>.</li>' in made
