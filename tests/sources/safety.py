"""What must hold of any article's content, whatever was in the file."""

import re

import lxml.html
from selectolax.lexbor import LexborHTMLParser

from feedsvc.model.article import ORIGIN, PAGE, SITE, TOP, Article
from feedsvc.model.characters import legal

_MARKS = (SITE + "/", PAGE + "#", PAGE + "?", ORIGIN + "/")
_ABSOLUTE = re.compile("(https?|mailto|tel|xmpp|geo|sms|ftp|magnet):.", re.IGNORECASE)
_GONE = {"script", "style", "iframe", "object", "embed", "form", "input", "svg", "math", "base"}
_URLS = ("href", "src", "poster", "cite")


def is_absolute(url: str) -> bool:
    return url.startswith(_MARKS) or _ABSOLUTE.match(url) is not None


def assert_safe(article: Article) -> None:
    content = article.content
    tree = LexborHTMLParser(content)
    assert tree.body is not None
    assert (tree.body.inner_html or "").strip() == content
    seen: set[str] = set()
    for node in tree.body.css("*"):
        assert node.tag not in _GONE
        for name, value in node.attributes.items():
            value = value or ""
            assert not name.startswith("on")
            assert name not in ("style", "srcdoc", "action", "formaction")
            if name in _URLS:
                assert is_absolute(value), value
            elif name == "srcset":
                assert all(is_absolute(c.split()[0]) for c in value.split(", ")), value
            elif name == "id":
                assert value
                assert value != TOP
                assert value not in seen
                seen.add(value)
            else:
                assert legal(value) == value
    assert legal(tree.body.text()) == tree.body.text()
    if content:
        fragment = lxml.html.fragment_fromstring(legal(content), create_parent="div")
        assert not fragment.xpath("//script|//@onerror|//@onclick|//@style")
    anchors = [section.id for section in article.sections if section.id != TOP]
    assert set(anchors) <= seen
    assert len(set(anchors)) == len(anchors)
    for section in article.sections:
        assert legal(section.heading + section.text) == section.heading + section.text
        assert section.heading or section.id == TOP
    for path in article.media:
        parts = path.split("/")
        assert not any(part.startswith(".") or not part for part in parts[:-1])
