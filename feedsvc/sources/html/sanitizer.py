"""Sanitizes HTML: returns a tree with only the elements and attributes that an entry may hold.

What feed readers keep is allowed: text, links, tables, media. Everything that runs code, loads
other pages or asks for input is removed.
"""

import re
from collections.abc import Iterator

import nh3
from selectolax.lexbor import LexborHTMLParser

from feedsvc.model.characters import first_illegal, legal
from feedsvc.sources.html import class_asides, code_listings, publisher_urls, urls
from feedsvc.sources.html.east_asian import joined_lines
from feedsvc.sources.html.permalinks import remove_permalinks
from feedsvc.sources.html.tokenizer import ELEMENTS, tame
from feedsvc.sources.source import Findings, Source

WORDS = "data-words"  # the attribute with the words of a heading that has emoji
_ATTRIBUTES = {
    "*": {"dir", "lang", "id", "title"},
    "a": {"href", "hreflang", "name", "class", "role", "rel", "aria-hidden"},
    "article": {"class"},
    "aside": {"class", "role"},
    "audio": {"src"},
    "blockquote": {"cite", "class"},
    "code": {"class"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "div": {"class", "role"},
    "dl": {"class", "role"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height"},
    "ins": {"cite", "datetime"},
    **{f"h{level}": {WORDS} for level in range(1, 7)},
    "li": {"value", "role"},
    "ol": {"start", "reversed", "type", "class", "role"},
    "p": {"class"},
    "pre": {"class"},
    "q": {"cite"},
    "section": {"class", "role"},
    "source": {"src", "srcset", "sizes", "type", "media", "width", "height"},
    "span": {"class", "role", "aria-hidden"},
    "sup": {"class", "role"},
    "td": {"class", "colspan", "rowspan", "headers", "align"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr", "align"},
    "time": {"datetime"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "ul": {"class", "role"},
    "video": {"src", "poster", "width", "height", "loop", "muted"},
}
_CLEANER = nh3.Cleaner(
    tags=set(ELEMENTS),
    attributes=_ATTRIBUTES,
    url_schemes=set(urls.SCHEMES | publisher_urls.SCHEMES),  # all are resolved below
    link_rel=None,
)
FOOTNOTES = "footnotes"  # the class that cmark gives to the section of footnotes
_NAMING = (' class="', ' role="', ' rel="', " aria-", f" {WORDS}=")
_MEDIA = ("<img", "<source", "<track", "<audio", "<video", "<picture")
_CLASS = re.compile(r"language-[A-Za-z0-9_+#.-]{1,40}")
_REFERENCE = re.compile(r"&#(?:([0-9]+)|[xX]([0-9A-Fa-f]+));?")
_PASSES = 4
_URLS = (("href", False), ("cite", False), ("src", True), ("poster", True))  # True: embedded


def clean_tree(
    html: str, source: Source, first_line: int
) -> tuple[LexborHTMLParser, tuple[str, ...], bool]:
    """The sanitized tree with resolved URLs, and the local files that it shows or links to.

    Besides, whether there are classes and roles in it still; see drop_classes.

    Args:
        html: without characters that XML forbids.
        source: gives the path, against which relative URLs are resolved, the limits, and findings,
            which get a warning for references to characters that XML forbids.
        first_line: the line of the file at which the HTML begins, from 1.

    Raises:
        UnreadableArticle: too-large, too-deep, too-many-attributes, tag-too-long.
    """
    html = without_illegal(html, first_line, source.findings)
    html = tame(html, first_line=first_line, limits=source.limits)
    referring = "&#" in html
    html = _CLEANER.clean(html)
    if referring:
        # The cleaner decodes references, which is the last step that can make an illegal character.
        html = legal(html)
    if ' class="' in html and class_asides.SIGNS.search(html):
        html = class_asides.with_class_asides(html)
    if not html.isascii():
        html = joined_lines(html)
    tree = LexborHTMLParser(html)
    # The tree is searched only for what occurs in the text, because searching the text is faster.
    media: dict[str, None] = {}
    if any(name in html for name, _ in _URLS):
        media = dict.fromkeys(_resolve_urls(tree, source.path))
    if any(tag in html for tag in _MEDIA):
        _drop_empty_media(tree)
    if "<a" in html:
        _drop_bare_links(tree)
    if "<pre" in html and any(sign in html for sign in code_listings.SIGNS):
        code_listings.remove_line_numbers(tree)
    if any(sign in html for sign in ("#", "¶", "§")):
        remove_permalinks(tree, html)
    return tree, tuple(media), any(name in html for name in _NAMING)


def without_illegal(html: str, first_line: int, findings: Findings) -> str:
    """The HTML without characters that XML forbids and without references to them.

    If there are any, `findings` gets one warning.
    """
    removed = 0

    def replace(match: re.Match[str], by: str = "") -> str:
        nonlocal removed
        digits = (match[1] or match[2]).lstrip("0")[:8]
        code = int(digits or "0", 10 if match[1] else 16)
        if code <= 0x10FFFF and first_illegal(chr(code)) < 0:
            return match[0]
        removed += 1
        return by

    if "&#" in html:
        for _ in range(_PASSES):  # what remains of `&#&#1;1;` is a reference again
            before = removed
            html = _REFERENCE.sub(replace, html)
            if removed == before:
                break
        else:
            html = _REFERENCE.sub(lambda match: replace(match, " "), html)
    kept = legal(html)
    removed += len(html) - len(kept)
    if removed:
        findings.add(
            "warning",
            "illegal-characters",
            f"{removed} reference{'s' * (removed > 1)} to control characters left out;"
            " delete what is written like &#1;",
            first_line,
        )
    return kept


def _resolve_urls(tree: LexborHTMLParser, path: str) -> Iterator[str]:
    """Make every URL in a tree absolute, or drop it; yield the local files that they name."""
    found = {n.mem_id: n for n in tree.css("[href],[src],[srcset],[poster],[cite]")}
    for node in found.values():  # each once, because resolved URLs cannot be resolved again
        given = node.attributes
        for name, embedded in _URLS:
            if name in given:
                url = urls.target(given[name] or "", path, embedded=embedded)
                if url is None:
                    del node.attrs[name]
                    continue
                node.attrs[name] = url
                if local := urls.media_path(url):
                    yield local
        if "srcset" in given:
            candidates = urls.srcset(given["srcset"] or "", path)
            if not candidates:
                del node.attrs["srcset"]
                continue
            node.attrs["srcset"] = candidates
            for candidate in candidates.split(", "):
                if local := urls.media_path(candidate.split(" ")[0]):
                    yield local


def _drop_empty_media(tree: LexborHTMLParser) -> None:
    for node in tree.css("img,source,track"):
        if "src" not in node.attributes and "srcset" not in node.attributes:
            node.decompose()
    for node in tree.css("audio,video"):
        if "src" not in node.attributes and node.css_first("source") is None:
            node.unwrap(delete_empty=True)
        else:
            node.attrs["controls"] = ""  # without controls it could not be played
    for node in tree.css("source,track"):
        if node.parent is None or node.parent.tag not in ("audio", "video", "picture"):
            node.decompose()
    for node in tree.css("picture"):
        if node.css_first("img") is None:
            node.unwrap(delete_empty=True)


def _drop_bare_links(tree: LexborHTMLParser) -> None:
    for node in tree.css("a"):
        given = node.attributes
        if "name" in given:
            if not given.get("id") and given["name"]:
                node.attrs["id"] = given["name"]
            del node.attrs["name"]
        if not given.get("href") and not node.attributes.get("id"):
            node.unwrap(delete_empty=True)


def drop_classes(tree: LexborHTMLParser) -> None:
    """Remove the classes and roles by which the parts of a text were told apart.

    The language of code stays, and so does the name of a section of footnotes.
    """
    for node in tree.css(f"[class],[role],[rel],[aria-hidden],[{WORDS}]"):
        for name in ("role", "rel", "aria-hidden", WORDS):
            if name in node.attributes:
                del node.attrs[name]
        names = (node.attributes.get("class") or "").split()
        if node.tag == "section":
            kept = [name for name in names if name == FOOTNOTES]
        else:
            kept = [
                name for name in names if node.tag in ("code", "pre") and _CLASS.fullmatch(name)
            ]
        if kept:
            node.attrs["class"] = kept[0]
        elif "class" in node.attributes:
            del node.attrs["class"]
