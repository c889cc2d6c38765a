"""The README's picture shows what feedsvc does."""

from tests.docs.picture import PICTURE, picture


def test_the_picture_is_true() -> None:
    drawn = picture()
    assert "The last boat leaves at eight." in drawn
    assert PICTURE.read_text(encoding="utf-8") == drawn, "run make pictures"
