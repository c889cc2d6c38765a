"""Shortcodes of WordPress as pictures, links and players."""

import pytest

from feedsvc.importers.wordpress.library import Library, Medium
from feedsvc.importers.wordpress.shortcodes import arguments, with_shortcodes

UPLOADS = "https://old.example/wp-content/uploads"


@pytest.fixture
def library() -> Library:
    made = Library()
    made.add_medium(5, 1, Medium(f"{UPLOADS}/boat.jpg", 'A "boat"', "The <em>boat</em>"))
    made.add_medium(6, 1, Medium(f"{UPLOADS}/gull.png"))
    made.add_medium(7, 1, Medium(f"{UPLOADS}/song.mp3", title="The song"))
    made.add_medium(8, 2, Medium(f"{UPLOADS}/pier.jpg"))
    return made


BOAT = (
    f'<figure><img src="{UPLOADS}/boat.jpg" alt="A &quot;boat&quot;">'
    "<figcaption>The <em>boat</em></figcaption></figure>"
)
GULL = f'<figure><img src="{UPLOADS}/gull.png" alt=""></figure>'
PIER = f'<figure><img src="{UPLOADS}/pier.jpg" alt=""></figure>'
SONG = (
    f'<figure><audio controls src="{UPLOADS}/song.mp3"></audio>'
    "<figcaption>The song</figcaption></figure>"
)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            '[caption id="attachment_5" width="300"]<a href="/b"><img src="/b.jpg" /></a> The boat'
            "[/caption]",
            '<figure><a href="/b"><img src="/b.jpg" /></a>'
            "<figcaption>The boat</figcaption></figure>",
        ),
        (
            '[caption caption="In it"]<img src="/b.jpg">[/caption]',
            '<figure><img src="/b.jpg"><figcaption>In it</figcaption></figure>',
        ),
        ("[caption]No picture[/caption]", "No picture"),
        ("[caption]Open", "Open"),
        ('[gallery ids="6,5"]', f"{GULL}\n\n{BOAT}"),
        ("[gallery ids=&#8221;6&#8243; link=”file”]", GULL),
        ("[gallery]", f"{BOAT}\n\n{GULL}"),
        ('[gallery exclude="5"]', GULL),
        ('[gallery id="2"]', PIER),
        ('[gallery ids="99"]', ""),
        ("[playlist]", SONG),
        ("[audio]", SONG),
        (
            "[embed]https://youtu.be/x[/embed]",
            '<p><a href="https://youtu.be/x">https://youtu.be/x</a></p>',
        ),
        (
            '[audio mp3="https://a.example/a.mp3"][/audio]',
            '<p><audio controls src="https://a.example/a.mp3"></audio></p>',
        ),
        (
            '[video width="640" mp4="https://a.example/a.mp4" poster="https://a.example/a.jpg"]'
            "[/video]",
            '<p><video controls src="https://a.example/a.mp4" poster="https://a.example/a.jpg">'
            "</video></p>",
        ),
        (
            '[video src="https://vimeo.com/1"]',
            '<p><a href="https://vimeo.com/1">https://vimeo.com/1</a></p>',
        ),
        ("[[gallery]]", "&#91;gallery]"),
        ('[[caption id="x"]a[/caption]]', '&#91;caption id="x"]a[/caption]'),
        ("<pre>[gallery]</pre>", "<pre>[gallery]</pre>"),
        ("[galleryish] [not a code] a[1]", "[galleryish] [not a code] a[1]"),
        ('[plugin id="3"]', '[plugin id="3"]'),
    ],
)
def test_what_stands_for_it(text: str, made: str, library: Library) -> None:
    assert with_shortcodes(text, library, 1, lambda *told: None).strip() == made


def test_two_captions_in_a_row(library: Library) -> None:
    one = '[caption]<img src="/a.jpg"> A[/caption]'
    two = '[caption]<img src="/b.jpg"> B[/caption]'
    made = with_shortcodes(one + two, library, 1, lambda *told: None)
    assert made.count("<figure>") == 2
    assert "[" not in made


def test_named_values() -> None:
    assert arguments(""" a="x y" B='z' c=1 """) == {"a": "x y", "b": "z", "c": "1"}


@pytest.mark.parametrize(
    ("text", "missing"),
    [("[gallery ids='5,99']", 1), ("[playlist ids='99']", 1), ("[gallery ids='5,6']", 0)],
)
def test_media_that_are_missing_are_told(text: str, missing: int, library: Library) -> None:
    told: list[str] = []
    with_shortcodes(text, library, 1, lambda code, message: told.append(code))
    assert told == ["media-missing"] * missing
