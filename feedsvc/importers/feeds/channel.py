"""What a feed says of itself, and what formats of feeds have in common. Pure."""

import html
import re
from collections.abc import Callable, Sequence
from urllib.parse import unquote, urljoin
from xml.etree.ElementTree import Element

import msgspec
from selectolax.lexbor import LexborHTMLParser

from feedsvc.importers.addresses import parts_of, with_addresses
from feedsvc.model.article import Author
from feedsvc.model.characters import one_line
from feedsvc.model.slugs import slugify

_MINE = "feedsvc"  # as which feedsvc names itself in `generator`
_SUFFIX = re.compile(r"\.(?:html?|php|aspx?)$", re.IGNORECASE)
_DIRECTED = re.compile(
    r'<div lang="(?P<language>[\w-]+)" dir="(?:rtl|ltr)">(?P<inner>.*)</div>', re.DOTALL
)
_ENDS = re.compile(
    r"\s*(?:\[(?:…|\.\.\.)\]|…|\.\.\.)?\s*(?:(?:Continue|Read) (?:reading|more).*)?$"
)
_LONGEST_STANDFIRST = 600  # characters; more is a text of its own
_BEGINNING = 8  # words by which an excerpt is told
_VOID = frozenset(
    {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


class Channel(msgspec.Struct):
    """A document of a feed.

    Attributes:
        file: its name, for messages.
        format: atom, rss or json.
        url: its own address, as it says.
        base: against which relative addresses are resolved.
        language: of entries that do not say theirs.
        authors: of entries that do not name any.
        mine: whether feedsvc made it.
        leads_to: addresses of older documents.
        deleted: ids of entries that were withdrawn.
    """

    file: str
    format: str
    url: str = ""
    base: str = ""
    language: str = ""
    authors: tuple[Author, ...] = ()
    mine: bool = False
    leads_to: list[str] = []
    deleted: set[str] = set()

    def generated_by(self, name: str) -> None:
        """Take in what made the document."""
        self.mine = name.strip().casefold() == _MINE

    def linked_by(self, link: Element) -> None:
        """Take in a link of the document: its own address, or an older document (RFC 5005)."""
        rel, href = link.get("rel", "alternate"), self.absolute(link.get("href", ""))
        if rel == "self":
            self.url = self.url or href
        elif rel in ("prev-archive", "next") and href:
            self.leads_to.append(href)

    def absolute(self, url: str, base: str = "") -> str:
        """An address as an absolute one, where it is told against what it is relative."""
        if not url.strip():
            return ""
        return against(against(self.base or self.url, base) if base else self.base or self.url, url)

    def in_html(self, text: str, base: str = "") -> str:
        """HTML with absolute addresses."""
        base = against(self.base or self.url, base) if base else self.base or self.url
        if not base:
            return text

        return with_addresses(text, lambda url: url if url.startswith("#") else against(base, url))


def against(base: str, url: str) -> str:
    """An address resolved against another (RFC 3986 5.2); as it is where that cannot be done."""
    try:
        return urljoin(base, url.strip())
    except ValueError:
        return url.strip()


def path_of(url: str) -> str:
    """The path of an address at which a page can have stood; empty: it has none."""
    parts = parts_of(url)
    fits = parts.scheme in ("http", "https", "") and parts.path.strip("/") and not parts.query
    return parts.path if fits else ""


def slug_of(url: str, title: str) -> str:
    """The name of a page: the last part of its address, else made of its title."""
    last = unquote(path_of(url)).rstrip("/").rpartition("/")[2]
    return _SUFFIX.sub("", last) or slugify(plain(title))


def plain(text: str) -> str:
    """One line of plain text from HTML."""
    if "<" not in text and "&" not in text:
        return one_line(text)
    return one_line(LexborHTMLParser(f"<body>{text}").text(separator=" "))


def text_html(text: str) -> str:
    """Plain text as paragraphs of HTML."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    parts = (html.escape(block.strip(), quote=False).replace("\n", "<br>\n") for block in blocks)
    return "\n".join(f"<p>{part}</p>" for part in parts if part)


def standfirst_of(summary: str, content: str) -> str:
    """What a summary says besides the text, as inline HTML; empty where it only repeats its start.

    Args:
        summary: HTML.
        content: HTML of the whole text.
    """
    said = _ENDS.sub("", plain(summary))
    if not said or len(said) > _LONGEST_STANDFIRST:
        return ""
    begins = plain(content[: 40 * _LONGEST_STANDFIRST]).casefold().split()
    words = said.casefold().split()
    if words[:_BEGINNING] == begins[: len(words[:_BEGINNING])]:
        return ""
    return html.escape(said, quote=False)


def own_standfirst(summary: str) -> str:
    """The standfirst in a summary that feedsvc made: its first paragraph, unless a correction."""
    found = re.match(r"\s*<p[^<>]*>(?!<strong>)(.*?)</p>", summary, re.DOTALL)
    return found[1] if found else ""


def undirected(text: str) -> tuple[str, str]:
    """HTML without the element in which feedsvc tells its language and direction, and the language.

    Empty where it is not in one.
    """
    found = _DIRECTED.fullmatch(text.strip())
    return (found["inner"], found["language"]) if found else (text, "")


def parted(labels: Sequence[tuple[str, str]]) -> tuple[str, tuple[str, ...]]:
    """The category and the tags among labels.

    Args:
        labels: each with its scheme; that of feedsvc tells categories from tags, and else the first
            label is the category.
    """
    mine = [(scheme.rstrip("/").rpartition("/")[2], label) for label, scheme in labels]
    if any(kind in ("category", "tag") for kind, _ in mine):
        category = next((label for kind, label in mine if kind == "category"), "")
        return category, tuple(label for kind, label in mine if kind == "tag")
    names = [label for label, _ in labels]
    return (names[0] if names else ""), tuple(names[1:])


def inner_html(element: Element) -> str:
    """What is in an element, as HTML; names lose their prefixes."""
    parts = [html.escape(element.text or "", quote=False)]
    for child in element:
        _write(child, parts.append)
        parts.append(html.escape(child.tail or "", quote=False))
    return "".join(parts)


def _write(element: Element, put: Callable[[str], None]) -> None:
    name = element.tag.rpartition(":")[2]
    given = "".join(
        f' {key.rpartition(":")[2]}="{html.escape(value)}"' for key, value in element.items()
    )
    put(f"<{name}{given}>")
    if name in _VOID:
        return
    put(html.escape(element.text or "", quote=False))
    for child in element:
        _write(child, put)
        put(html.escape(child.tail or "", quote=False))
    put(f"</{name}>")
