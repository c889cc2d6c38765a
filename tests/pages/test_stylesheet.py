"""The style has the site's colour, and another address for each other style."""

import re

from feedsvc.pages import STATIC, stylesheet
from feedsvc.pages.accent import DARK, LIGHT, accent_on


def test_without_a_colour_it_is_the_style_itself() -> None:
    assert stylesheet("").document.body == (STATIC / "style.css").read_bytes()


def test_a_colour_is_there_for_light_and_dark() -> None:
    text = stylesheet("#0B5C8A").document.body.decode()
    own = (STATIC / "style.css").read_text()
    assert text.startswith(own)
    added = text.removeprefix(own)
    assert re.findall(r"--accent: (#\w+);", added) == [
        accent_on("#0b5c8a", LIGHT).colour,
        accent_on("#0b5c8a", DARK).colour,
    ]


def test_each_style_has_an_address_of_its_own() -> None:
    paths = {stylesheet(colour).path for colour in ("", "#0b5c8a", "#0b5c8b")}
    assert len(paths) == 3
    assert stylesheet("#0b5c8a").path in paths
    assert all(re.fullmatch(r"/static/style-[0-9a-f]{16}\.css", path) for path in paths)
