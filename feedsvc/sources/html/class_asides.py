"""Finds the callouts of HTML that are told by their class alone, and makes asides of them.

- `<div class="admonition note">` with an `admonition-title`: docutils, Sphinx, MkDocs, Docusaurus
  (https://docutils.sourceforge.io/docs/ref/rst/directives.html#admonitions)
- `<div class="alert alert-info">`: Bootstrap and the themes made with it
  (https://getbootstrap.com/docs/5.3/components/alerts/)
- `<p class="notice--warning">`: https://mmistakes.github.io/minimal-mistakes/docs/utility-classes/
- `<blockquote class="prompt-tip">`: https://chirpy.cotes.page/posts/write-a-new-post/
- `markdown-alert` of GitHub, `custom-block` of VuePress, `callout` of Obsidian, and their like
"""

import re
from typing import NamedTuple

from feedsvc.model.characters import words
from feedsvc.sources.html.callout_kinds import KINDS, title_of

# A text of HTML in which this finds nothing has no callouts.
SIGNS = re.compile(
    r' class="[^"]*(?:admonition|alert|attention|callout|caution|custom-block|danger|hint'
    r"|important|message is-|notice|note|prompt-|tip|warning)"
)
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?P<given>(?>(?: [a-z-]+=\"[^\"]*\")*))>")
_CLASS = re.compile(r' class="([^"]*)"')
_ID = re.compile(r' id="[^"]*"')
_BLOCKS = words("article aside blockquote div p section")
_VOID = words("br col hr img source track wbr")
_FAMILIES = words("admonition admonitionblock alert callout custom-block hint-container notice")
_OF_FAMILY = re.compile(
    r"(?:(?:theme-|markdown-)?(?:admonition|alert)|(?:bd-|bs-)?callout|notice|prompt|hint|is)"
    r"-{1,2}([a-z]+)"
)
# Sure without more, where an element of text has the name.
_ALONE = words("attention caution danger hint important note tip warning")
_COLORS = words("dark light primary secondary")  # they say nothing of the text
_TITLE = re.compile(
    r"(?:admonition|alert|callout|custom-block|hint-container|markdown-alert|message)[-_]?"
    r"(?:title|heading|header)(?:_\w+)?",
    re.IGNORECASE,
)
_HOLDS_MORE = words("h1 h2 main")
_NO_TITLE_WANTED = re.compile(r"\s*(?:<p[^>]*>\s*)?<(?:strong|b|h[1-6])\b")
_FIRST_HEADING = re.compile(
    r"\s*<(?P<name>h[3-6])(?P<given>[^>]*)>(?P<inner>.*?)</(?P=name)>", re.DOTALL
)
_IN_TITLE = re.compile(r"</?(?:b|div|h[1-6]|p|span|strong)\b[^>]*>")


# Asciidoctor lays its callouts out as tables:
# https://docs.asciidoctor.org/asciidoc/latest/blocks/admonitions/
_IN_TABLE = re.compile(
    r'<div class="admonitionblock (?P<kind>[a-z]{1,20})"(?P<id>(?: id="[^"]*")?)>\s*<table[^>]*>\s*'
    r"<tbody>\s*<tr>\s*<td class=\"icon\">(?:(?!</td>)[\s\S])*</td>\s*<td class=\"content\">"
    r"(?P<content>[\s\S]*?)</td>\s*</tr>\s*</tbody>\s*</table>\s*</div>"
)


class _Found(NamedTuple):
    """An element that is a callout or the title of one, by the places of its tags."""

    opens: re.Match[str]
    closes: re.Match[str]
    kind: str


class _Open:
    """An element that is open, and, where it is a callout, what was found in it."""

    def __init__(self, tag: re.Match[str], kind: str | None) -> None:
        self.tag, self.kind = tag, kind
        self.name = tag["name"]
        self.is_title = False
        self.holds_more = False
        self.title: _Found | None = None


def kind_of_classes(names: list[str]) -> str | None:
    """The kind of callout that the classes of an element name; empty: of none; None: it is none."""
    lowered = [name.lower() for name in names]
    for name in lowered:
        found = _OF_FAMILY.fullmatch(name)
        bulma = name.startswith("is-") and "message" not in lowered
        if found and not bulma and (found[1] in KINDS or found[1] in _COLORS):
            return "" if found[1] in _COLORS else found[1]
    if not _FAMILIES.isdisjoint(lowered):
        return next((name for name in lowered if name in KINDS - _FAMILIES), "")
    return next((name for name in lowered if name in _ALONE), None)


def with_class_asides(html: str) -> str:
    """The HTML with such callouts as `<aside>` elements with their titles. Takes linear time.

    An element that holds the headings of an article, or all of it, is no callout.

    Args:
        html: as the cleaner writes it: well-formed, with double quotes.
    """
    if "admonitionblock" in html:
        html = _IN_TABLE.sub(r'<div class="admonition \g<kind>"\g<id>>\g<content></div>', html)
    return "".join(_pieces(html, _callouts(html)))


def _callouts(html: str) -> list[tuple[_Found, _Found | None]]:
    """The callouts and their titles, in the order of their ends."""
    found: list[tuple[_Found, _Found | None]] = []
    opened: list[_Open] = []
    around: list[_Open] = []  # the callouts among them
    first, last = len(html) - len(html.lstrip()), len(html.rstrip())
    for tag in _TAG.finditer(html):
        name = tag["name"]
        if name in _VOID:
            continue
        if not tag["end"]:
            one = _opened(tag, around)
            opened.append(one)
            if one.kind is not None:
                around.append(one)
            elif around and name in _HOLDS_MORE:
                around[-1].holds_more = True
            continue
        if not opened or opened[-1].name != name:
            continue
        one = opened.pop()
        if one.kind is None:
            if one.is_title and around and not around[-1].title:
                around[-1].title = _Found(one.tag, tag, "")
            continue
        around.pop()
        if one.holds_more and around:
            around[-1].holds_more = True
        alone = one.tag.start() <= first and tag.end() >= last
        if not (one.holds_more or (alone and name != "aside")):
            found.append((_Found(one.tag, tag, one.kind), one.title))
    return found


def _opened(tag: re.Match[str], around: list[_Open]) -> _Open:
    given = _CLASS.search(tag["given"]) if ' class="' in tag["given"] else None
    names = given[1].split() if given else []
    is_title = any(_TITLE.fullmatch(name) for name in names) if around else False
    block = names and tag["name"] in _BLOCKS and not is_title
    one = _Open(tag, kind_of_classes(names) if block else None)
    one.is_title = is_title
    return one


def _pieces(html: str, found: list[tuple[_Found, _Found | None]]) -> list[str]:
    edits: list[tuple[int, int, str]] = []
    for callout, title in found:
        opens, closes = callout.opens, callout.closes
        after = opens.end()
        paragraph = opens["name"] == "p"
        written = ""
        if title:
            shown = _title(html[title.opens.end() : title.closes.start()], callout.kind)
            id = _ID.search(title.opens["given"])
            edits.append((title.opens.start(), title.closes.end(), _bold(shown, id)))
        elif not paragraph and (heading := _FIRST_HEADING.match(html, after, closes.start())):
            id = _ID.search(heading["given"])
            start = heading.start("name") - 1
            edits.append((start, heading.end(), _bold(_title(heading["inner"], ""), id)))
        elif not _NO_TITLE_WANTED.match(html, after):
            written = _bold(title_of(callout.kind), None) if callout.kind else ""
        id = _ID.search(opens["given"])
        begins = f"<aside{id[0] if id else ''}>{written}"
        edits.append((opens.start(), after, begins + ("<p>" if paragraph else "")))
        edits.append((closes.start(), closes.end(), ("</p>" if paragraph else "") + "</aside>"))
    pieces: list[str] = []
    position = 0
    for start, end, text in sorted(edits):
        if start >= position:
            pieces += (html[position:start], text)
            position = end
    return [*pieces, html[position:]]


def _title(inner: str, kind: str) -> str:
    text = " ".join(_IN_TITLE.sub(" ", inner).split())
    return title_of(kind) if kind and text.lower() == kind else text


def _bold(title: str, id: re.Match[str] | None) -> str:
    return f"<p{id[0] if id else ''}><strong>{title}</strong></p>" if title else ""
