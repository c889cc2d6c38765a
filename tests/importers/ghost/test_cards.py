"""Cards of Ghost's editors as HTML."""

from typing import Any

import pytest

from feedsvc.importers.ghost.cards import card_html

A_JPG = '<img src="/a.jpg" alt="">'


@pytest.mark.parametrize(
    ("name", "card", "made"),
    [
        ("image", {"src": "/a.jpg", "href": "/x"}, f'<figure><a href="/x">{A_JPG}</a></figure>'),
        (
            "gallery",
            {"images": [{"src": "/a.jpg"}, {"src": "/a.jpg"}], "caption": "Both"},
            f"<figure>{A_JPG}</figure>\n<figure>{A_JPG}</figure>\n<p>Both</p>",
        ),
        ("card-markdown", {"markdown": "**a** <u>b</u>"}, "<p><strong>a</strong> <u>b</u></p>"),
        ("html", {"html": "<b>x</b>"}, "<b>x</b>"),
        (
            "codeblock",
            {"code": "  a < b", "language": "python"},
            '<pre><code class="language-python">  a &lt; b</code></pre>',
        ),
        ("hr", {}, "<hr>"),
        (
            "bookmark",
            {"url": "https://x.example", "metadata": {"title": "X", "description": "Of x."}},
            '<p><a href="https://x.example">X</a>: Of x.</p>',
        ),
        (
            "embed",
            {"url": "https://youtu.be/x", "html": "<iframe></iframe>"},
            '<figure><a href="https://youtu.be/x">https://youtu.be/x</a></figure>',
        ),
        (
            "callout",
            {"calloutEmoji": "!", "calloutText": "x"},
            "<aside><p>! x</p></aside>",
        ),
        (
            "toggle",
            {"heading": "H", "content": "<p>c</p>"},
            "<details><summary>H</summary><p>c</p></details>",
        ),
        ("button", {"buttonUrl": "/x", "buttonText": "Go"}, '<p><a href="/x">Go</a></p>'),
        (
            "audio",
            {"src": "/a.mp3", "title": "A & B"},
            '<figure><audio controls src="/a.mp3"></audio>'
            "<figcaption>A &amp; B</figcaption></figure>",
        ),
        ("video", {"src": "/a.mp4"}, '<figure><video controls src="/a.mp4"></video></figure>'),
        ("file", {"src": "/a.pdf", "fileTitle": "F"}, '<p><a href="/a.pdf">F</a></p>'),
        (
            "product",
            {"productImageSrc": "/a.jpg", "productTitle": "P", "productDescription": "<p>d</p>"},
            f"<figure>{A_JPG}</figure>\n<h4>P</h4>\n<p>d</p>",
        ),
        ("header", {"heading": "H", "subheading": "S"}, "<h2>H</h2>\n<p>S</p>"),
        ("paywall", {}, ""),
        ("image", {}, ""),
    ],
)
def test_cards(name: str, card: dict[str, Any], made: str) -> None:
    told: list[str] = []
    assert card_html(name, card, told.append) == made
    assert told == []


def test_an_unknown_card_is_told() -> None:
    told: list[str] = []
    assert card_html("hologram", {}, told.append) == ""
    assert told == ["hologram"]
