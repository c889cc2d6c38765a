"""Writes what a mark stands for as a part of the text around it: as Markdown with HTML, or HTML."""

import html
import re
from urllib.parse import quote

from feedsvc.sources.formats import gfm
from feedsvc.sources.formats.comments import Syntax
from feedsvc.sources.formats.mark_meanings import Meaning

# Behind an element on a line of its own, so that Markdown takes the line as a paragraph: CommonMark
# 4.6, condition 7, ends a block of HTML only at an empty line.
_NO_BLOCK = "<!-- -->"
_SAFE = "/:?#@!$&'*+,;=%~-._{}"
_SIGNS = re.compile(r"([\\`*_\[\]<&|])")
_PIXELS = re.compile(r"(\d{1,5})(?:px)?")
_MARKUP = re.compile(r"[*_`\[<]")
_PARAGRAPH = re.compile(r"\A<p>(.*)</p>\s*\Z", re.DOTALL)
_LONGEST_CAPTION = 4_000


def as_target(address: str, syntax: Syntax) -> str:
    """An address where a target is wanted: between the brackets of a link, or in an attribute."""
    if syntax == "html":
        return html.escape(address)
    return quote(address, safe=_SAFE).replace("[", "%5B").replace("]", "%5D")


def inline(meaning: Meaning, syntax: Syntax) -> str:
    """A meaning as a part of a line."""
    label = " ".join(meaning.label.split())
    if syntax == "text":  # it has no links but those that are written out
        return meaning.address if "://" in meaning.address else ""
    if meaning.kind == "picture":
        return _picture(meaning, label, syntax)
    if meaning.kind in ("audio", "video"):
        shown = f'<{meaning.kind} src="{_attribute(meaning.address)}" controls></{meaning.kind}>'
        return shown + (f"<br>{_plain(label, syntax)}" if label else "")
    label = label or meaning.address
    if syntax == "html":
        return f'<a href="{html.escape(meaning.address)}">{html.escape(label)}</a>'
    return f"[{_plain(label, syntax)}]({as_target(meaning.address, syntax)})"


def _picture(meaning: Meaning, label: str, syntax: Syntax) -> str:
    if syntax == "html" or any(meaning.size):
        shown = _element(meaning)
        if meaning.link:
            shown = f'<a href="{_attribute(meaning.link)}">{shown}</a>'
        shown += _NO_BLOCK if syntax == "markdown" else ""
    else:
        shown = f"![{_plain(label, syntax)}]({as_target(meaning.address, syntax)})"
        if meaning.link:
            shown = f"[{shown}]({as_target(meaning.link, syntax)})"
    return shown + (f"<br>{_caption(meaning.caption, syntax)}" if meaning.caption else "")


def block(meaning: Meaning, syntax: Syntax) -> str:
    """A picture with its caption as a block; empty where a meaning needs none."""
    if meaning.kind != "picture" or not meaning.caption or syntax == "text":
        return ""
    caption = _caption(meaning.caption, syntax)
    shown = _element(meaning)
    if meaning.link:
        shown = f'<a href="{_attribute(meaning.link)}">{shown}</a>'
    return f"<figure>{shown}<figcaption>{caption}</figcaption></figure>"


def _element(meaning: Meaning) -> str:
    shown = f'<img src="{_attribute(meaning.address)}"'
    if meaning.label:
        shown += f' alt="{_attribute(meaning.label)}"'
    for name, size in zip(("width", "height"), meaning.size, strict=True):
        if pixels := _PIXELS.fullmatch(size):
            shown += f' {name}="{pixels[1]}"'
    return f"{shown}>"


def _caption(text: str, syntax: Syntax) -> str:
    """A caption as inline HTML; in Markdown, and in Hugo's marks anywhere, it may be Markdown."""
    text = " ".join(text.split())
    if not _MARKUP.search(text) or len(text) > _LONGEST_CAPTION:
        return html.escape(text, quote=False)
    if syntax == "html":
        return text
    found = _PARAGRAPH.match(gfm.render(text))
    return found[1].replace("\n", " ") if found and "<p>" not in found[1] else html.escape(text)


def _attribute(text: str) -> str:
    # A bar would end a cell of a table.
    return html.escape(" ".join(text.split())).replace("|", "&#124;")


def _plain(text: str, syntax: Syntax) -> str:
    """A text whose signs mean nothing."""
    return _SIGNS.sub(r"\\\1", text) if syntax == "markdown" else html.escape(text, quote=False)
