import pytest
from reading import codes, headed

from feedsvc.model.article import ORIGIN, SITE, Enclosure


def test_image() -> None:
    found = headed("image: ../img/cover one.jpg", path="world/2024/a.md")
    assert found.image == Enclosure(SITE + "/media/world/img/cover%20one.jpg", "image/jpeg")
    assert found.media == ("world/img/cover one.jpg",)
    assert headed("images: [/a.png, b.png]").image == Enclosure(ORIGIN + "/a.png", "image/png")
    assert headed("image: {src: https://x.y/z}").image == Enclosure(
        "https://x.y/z", "application/octet-stream"
    )


def test_enclosures() -> None:
    front = (
        "enclosure:\n - {url: ep.mp3, length: 123}\n - {url: 'https://x.y/v', type: Video/MP4}\n"
        " - {href: f.pdf, length: many, type: nonsense}\n - ep.mp3"
    )
    found = headed(front, path="w/a.md")
    assert found.enclosures == (
        Enclosure(SITE + "/media/w/ep.mp3", "audio/mpeg", 123),
        Enclosure("https://x.y/v", "video/mp4"),
        Enclosure(SITE + "/media/w/f.pdf", "application/pdf"),
    )
    assert found.media == ("w/ep.mp3", "w/f.pdf")


def test_what_should_be_a_text_and_is_none_says_nothing() -> None:
    front = "enclosure: {url: ep.mp3, length: [1], type: {a: b}, src: []}"
    found = headed(front, path="w/a.md")
    assert found.enclosures == (Enclosure(SITE + "/media/w/ep.mp3", "audio/mpeg"),)


@pytest.mark.parametrize("odd", ["[a.mp3]", "[[a.mp3]]", "5", "null", "true", "''", "{}", "[]"])
def test_what_is_neither_a_name_nor_a_table_is_left_out_beside_others(odd: str) -> None:
    found = headed(f"enclosure:\n - {odd}\n - ep.mp3", path="w/a.md")
    assert Enclosure(SITE + "/media/w/ep.mp3", "audio/mpeg") in found.enclosures


@pytest.mark.parametrize(
    ("length", "known"),
    [
        *(("0", 0), ("123", 123), (" 7 ", 7), ("'9'", 9), ("-1", None), ("''", None)),
        *(("1.5", None), ("9" * 15, int("9" * 15)), ("'" + "9" * 16 + "'", None), ("'١٢'", None)),
    ],
)
def test_lengths(length: str, known: int | None) -> None:
    (found,) = headed(f"enclosure: {{url: ep.mp3, length: {length}}}").enclosures
    assert found.length == known


def test_wordpress_writes_three_lines() -> None:
    front = 'enclosure: "https://x.y/ep.bin\\n77\\naudio/ogg"'
    assert headed(front).enclosures == (Enclosure("https://x.y/ep.bin", "audio/ogg", 77),)


@pytest.mark.parametrize("value", ["javascript:x", "../../up.mp3", "{length: 1}", ".hidden/a.mp3"])
def test_what_names_no_file_is_a_warning(value: str) -> None:
    text = f"---\ntitle: T\nenclosure: {value}\n---\nx"
    assert codes("w/a.md", text) == [(3, "warning", "enclosure")]
