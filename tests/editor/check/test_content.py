"""What proofreading looks at in the HTML of an article."""

import pytest

from feedsvc.editor.check.content import content_of


def test_links_and_what_is_shown_are_told_once_in_the_order_of_the_text() -> None:
    found = content_of(
        '<p><a href="b.md">B</a> <a href="a.md">A</a> <a href="b.md">B</a> <a id="x">no link</a>'
        '<img src="2.png" alt="Two"><img src="1.png" alt="One"><img src="2.png" alt="Two"></p>'
        '<video src="film.mp4" poster="film.png"></video><audio><source src="song.ogg"></audio>'
    )
    assert found.links == ("b.md", "a.md")
    assert found.shown == ("2.png", "1.png", "film.mp4", "film.png", "song.ogg")


@pytest.mark.parametrize(
    ("picture", "silent", "mute"),
    [
        ('<img src="a.png">', True, True),
        ('<img src="a.png" alt="">', True, False),
        ('<img src="a.png" alt=" ">', True, False),
        ('<img src="a.png" title=" ">', True, True),
        ('<img src="a.png" alt="The quay">', False, False),
        ('<img src="a.png" title="The quay">', False, False),
        ('<img src="a.png" width="1" height="1">', False, False),
        ('<img alt="">', False, False),
    ],
)
def test_pictures_without_a_word(picture: str, silent: bool, mute: bool) -> None:
    found = content_of(f"<p>{picture}</p>")
    assert found.silent == ({"a.png"} if silent else set())
    assert found.mute == ({"a.png"} if mute else set())


def test_every_id_is_an_anchor() -> None:
    found = content_of('<h2 id="one">One</h2><p><a id="two"></a><b>Text</b></p>')
    assert found.anchors == {"one", "two"}


def test_no_text_has_nothing() -> None:
    assert not any(content_of(""))
