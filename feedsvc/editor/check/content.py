"""Finds the links, pictures and anchors in the HTML of an article. Pure."""

from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

_SHOWING = "img,source,video,audio,track"
_PIXEL = frozenset({"0", "1"})  # width or height of pictures that only count readers


class Content(NamedTuple):
    """The parts of an article's HTML that are checked.

    Attributes:
        links: URLs that readers can follow, each once, in the order of the text.
        shown: URLs of pictures, videos and audio, in the same way.
        silent: URLs of pictures without an alternative text, by choice or not.
        mute: URLs of those that have no `alt` at all.
        anchors: ids that a link can lead to.
    """

    links: tuple[str, ...]
    shown: tuple[str, ...]
    silent: frozenset[str]
    mute: frozenset[str]
    anchors: frozenset[str]


def content_of(html: str) -> Content:
    """The links, pictures and anchors of an article's content.

    Args:
        html: sanitized; its URLs may begin with SITE, PAGE or ORIGIN.
    """
    tree = LexborHTMLParser(html)
    silent, mute = set(), set()
    for node in tree.css("img[src]"):
        given = node.attributes
        said = f"{given.get('alt') or ''}{given.get('title') or ''}"
        if said.strip() or _is_pixel(node):
            continue
        silent.add(given["src"] or "")
        if "alt" not in given:
            mute.add(given["src"] or "")
    links = (node.attributes["href"] or "" for node in tree.css("a[href]"))
    shown = (url for node in tree.css(_SHOWING) for url in _urls(node))
    return Content(
        tuple(dict.fromkeys(links)),
        tuple(dict.fromkeys(shown)),
        frozenset(silent),
        frozenset(mute),
        frozenset(node.attributes["id"] or "" for node in tree.css("[id]")),
    )


def _urls(node: LexborNode) -> Iterator[str]:
    given = node.attributes
    for name in ("src", "poster"):
        if url := given.get(name):
            yield url
    for candidate in (given.get("srcset") or "").split(", "):
        if url := candidate.split(" ")[0]:
            yield url


def _is_pixel(node: LexborNode) -> bool:
    return node.attributes.get("width") in _PIXEL or node.attributes.get("height") in _PIXEL
