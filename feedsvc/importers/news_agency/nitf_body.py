"""Makes HTML of the text of a NITF document (NITF 3.6, `body.content`). Pure.

https://iptc.org/std/NITF/3.6/: its elements of text are much like those of HTML; what only names a
person, a place or the like within a text is left out, and its words stay.
"""

import html
from collections.abc import Callable
from typing import NamedTuple
from xml.etree.ElementTree import Element

from feedsvc.importers.xml_stream import children

_SAME = frozenset(
    {"p", "ul", "ol", "li", "dl", "dt", "dd", "pre", "br", "hr", "a", "em", "strong", "b", "i", "u"}
    | {"q", "sub", "sup", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "col"}
    | {"colgroup", "code"}
)
_AS = {
    "hl1": "h2",
    "hl2": "h2",
    "hl3": "h3",
    "hl4": "h4",
    "hl5": "h5",
    "bq": "blockquote",
    "note": "aside",
    "byline": "p",
    "tagline": "p",
    "dateline": "p",
    "nitf-table": "table",
    "credit": "p",
    "fn": "aside",
}
_LEFT_OUT = frozenset({"table-metadata", "nitf-table-metadata", "media-metadata", "pronounce"})
_BLOCKS = frozenset({"block", "content"})  # which group what is in them
_VOID = frozenset({"br", "hr", "col"})
_KEPT = {
    "a": ("href", "title"),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
}
_FLOW = frozenset({"", "aside", "blockquote", "li", "dd", "td", "th"})


class NitfMedia(NamedTuple):
    """A media file of a document.

    Attributes:
        kind: image, audio or video.
        url: its address.
        type: media type, or empty.
        alt, caption, credit: plain text.
    """

    kind: str
    url: str
    type: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""


def captioned(caption: str, credit: str) -> str:
    """A caption with the credit behind it."""
    between = " " if caption.endswith((".", "!", "?", ":")) else ": "
    return between.join(filter(None, (caption, credit)))


def words(element: Element | None) -> str:
    """All text in an element, on one line."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def media_of(element: Element) -> NitfMedia:
    """What a `media` element shows; without an address where there is none that can be used."""
    kind = element.get("media-type", "image").casefold()
    alt = ""
    for one in children(element, "media-reference"):
        alt = alt or one.get("alternate-text", "")
        url = one.get("source") or one.get("data-location") or ""
        if url:
            return NitfMedia(
                "image" if kind in ("image", "graphic", "photo") else kind,
                url,
                one.get("mime-type", ""),
                alt,
                " ".join(words(one) for one in children(element, "media-caption")),
                " ".join(words(one) for one in children(element, "media-producer")),
            )
    return NitfMedia(kind, "")


def body_html(content: Element, tell: Callable[[str], None]) -> str:
    """The text as HTML.

    Args:
        content: `body.content`, or a part of it.
        tell: told what is left out.
    """
    return "".join(_inner(content, tell, ""))


def _inner(element: Element, tell: Callable[[str], None], within: str) -> list[str]:
    parts = [html.escape(element.text or "", quote=False)]
    for child in element:
        parts += _element(child, tell, within)
        parts.append(html.escape(child.tail or "", quote=False))
    return parts


def _element(element: Element, tell: Callable[[str], None], within: str) -> list[str]:
    name = element.tag
    if name == "media":
        return [_figure(element, tell)]
    if name == "frac-sep":
        return [element.text or "/"]
    if name in _LEFT_OUT:
        return []
    if name in _BLOCKS:
        return _inner(element, tell, within)
    as_html = _AS.get(name, name if name in _SAME else "")
    if name == "em" and element.get("class") == "bold":
        as_html = "strong"
    if not as_html:
        return _inner(element, tell, within)
    given = "".join(
        f' {key}="{html.escape(element.get(key, ""))}"'
        for key in _KEPT.get(as_html, ())
        if element.get(key)
    )
    if as_html in _VOID:
        return [f"<{as_html}>"]
    if as_html == "p" and within not in _FLOW:
        return _inner(element, tell, within)
    return [f"<{as_html}{given}>", *_inner(element, tell, as_html), f"</{as_html}>"]


def _figure(element: Element, tell: Callable[[str], None]) -> str:
    media = media_of(element)
    if not media.url:
        tell(media.kind)
        return ""
    url = html.escape(media.url)
    if media.kind in ("audio", "video"):
        inner = f'<{media.kind} controls src="{url}"></{media.kind}>'
    elif media.kind == "image":
        inner = f'<img src="{url}" alt="{html.escape(media.alt or media.caption)}">'
    else:
        inner = f'<a href="{url}">{html.escape(media.caption or media.url)}</a>'
    note = html.escape(captioned(media.caption, media.credit), quote=False)
    return f"<figure>{inner}{f'<figcaption>{note}</figcaption>' if note else ''}</figure>"
