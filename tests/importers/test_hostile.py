"""Sources that are broken, or made to break: they are imported or refused, and never end badly."""

import json
import random
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from feedsvc.errors import FeedsvcError
from feedsvc.importers import Import, Source
from tests.importers.exports import meta, picture, post, term, wxr
from tests.importers.news_agency.test_ninjs import VERSION_1, VERSION_2
from tests.importers.news_agency.test_nitf import nitf

WXR = wxr(
    post(1, '[gallery ids="5"]\n\n<!-- wp:image {"id":5} -->x<!-- /wp:image -->',
         term("category", "a", "A"), meta("_thumbnail_id", "5"), meta("footnotes", "[1]")),
    post(2, '[caption id="1"]<img src="a.jpg"> c[/caption] [audio mp3="https://x.example/a.mp3"]'),
    picture(5, "a.jpg", 1, "alt"),
)  # fmt: skip
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://x.example/">
<link rel="prev-archive" href="a.atom"/><entry><id>a</id><title type="xhtml"><div>T</div></title>
<updated>2020-01-01T00:00:00Z</updated><link rel="enclosure" href="a.mp3" length="1"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>x</p></div></content></entry></feed>"""
RSS = """<rss><channel><item><guid>a</guid><title>T</title><pubDate>Sun, 01 Mar 2020 10:00:00 GMT
</pubDate><enclosure url="http://x.example/a.mp3" length="1"/><description>x</description></item>
</channel></rss>"""
JSON_FEED = {
    "items": [
        {
            "id": 1,
            "content_html": "<p>x</p>",
            "authors": [{"name": "A"}],
            "tags": ["a"],
            "attachments": [{"url": "http://x.example/a.mp3", "size_in_bytes": 1}],
            "_feedsvc": {"sections": [{}], "corrections": [{"text": "c"}], "image": {"alt": "x"}},
        }
    ],
    "_feedsvc": {"deleted": [{"id": "x"}]},
}
NODES = [
    {"type": "paragraph", "children": [{"type": "text", "text": "x", "format": 3}]},
    {"type": "image", "src": "/a.jpg"},
]
MOBILEDOC = {
    "markups": [["a", ["href", "x"]]],
    "atoms": [["soft-return", "", {}]],
    "cards": [["gallery", {"images": [{"src": "/a.jpg"}]}]],
    "sections": [
        [1, "p", [[0, [0], 1, "x"], [1, [], 0, 0]]],
        [10, 0],
        [3, "ul", [[[0, [], 0, "y"]]]],
    ],
}
GHOST = {
    "data": {
        "posts": [
            {
                "id": "1",
                "slug": "a",
                "title": "T",
                "lexical": json.dumps({"root": {"children": NODES}}),
            },
            {"id": "2", "slug": "b", "title": "T", "mobiledoc": json.dumps(MOBILEDOC)},
        ],
        "users": [{"id": "1", "name": "A"}],
        "posts_authors": [{"post_id": "1", "author_id": "1", "sort_order": 0}],
        "posts_meta": [{"post_id": "1", "feature_image_alt": "x"}],
    }
}
SAMPLES: list[tuple[str, Any]] = [
    ("wxr", WXR),
    ("feed", ATOM),
    ("feed", RSS),
    ("feed", JSON_FEED),
    ("ghost", GHOST),
    ("ninjs", VERSION_1),
    ("ninjs", VERSION_2),
    ("nitf", nitf()),
]
ODD: list[Any] = [None, True, 0, -1, 1e400, "", "\0", "x", [], {}, [[]], [None], {"": 1}, 10**30]
TEXTS = ["", "x", "9" * 30, "-1", "http://[", "<b>", "[gallery", "{{", "0000-00-00 00:00:00", "é"]
PIECES = [
    "<",
    ">",
    "&",
    "]]>",
    "<![CDATA[",
    "\0",
    "\ud800",
    "<p>",
    "</p>",
    '"',
    "9" * 40,
    "--",
    "é",
]


def changed(value: Any, chance: random.Random) -> Any:
    """A value with some of its parts replaced, of any depth."""
    if chance.random() < 0.08:
        return chance.choice(ODD)
    if isinstance(value, dict):
        return {key: changed(one, chance) for key, one in value.items() if chance.random() < 0.97}
    if isinstance(value, list):
        return [changed(one, chance) for one in value]
    return value


def broken(text: str, chance: random.Random) -> str:
    """A text with some of its parts cut out, repeated or replaced."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(text))
        end = min(start + chance.randint(0, 30), len(text))
        text = text[:start] + chance.choice([*PIECES, "", text[start:end] * 3]) + text[end:]
    return text


def rearranged(text: str, chance: random.Random) -> str:
    """A document with some elements gone, doubled, or with other texts and attributes."""
    root = ElementTree.fromstring(text)
    for element in [*root.iter()]:
        for child in [*element]:
            if chance.random() < 0.05:
                element.remove(child)
            elif chance.random() < 0.05:
                element.append(child)
        if chance.random() < 0.08:
            element.text = chance.choice(TEXTS)
        for key in [*element.attrib]:
            if chance.random() < 0.1:
                element.set(key, chance.choice(TEXTS))
    return ElementTree.tostring(root, encoding="unicode")


@pytest.mark.parametrize("number", range(len(SAMPLES)))
def test_what_is_broken_is_imported_or_refused(number: int, tmp_path: Path) -> None:
    kind, sample = SAMPLES[number]
    chance = random.Random(number)
    file = tmp_path / "source"
    imported = 0
    for turn in range(150):
        given = sample if turn == 0 else None
        if isinstance(sample, str):
            text = given or (broken if turn % 3 else rearranged)(sample, chance)
        else:
            text = json.dumps(given or changed(sample, chance))
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        moving = Import(Source(kind, str(file)), tmp_path / "articles", dry_run=True)
        refused = ""
        try:
            moving.survey(lambda done, total: None)
            moving.run(lambda done, total: None)
        except FeedsvcError as error:
            refused = str(error)
        assert "\n" not in refused
        imported += not refused
    assert imported >= 20
