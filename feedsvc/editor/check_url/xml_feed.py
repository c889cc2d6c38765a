"""Reads Atom (RFC 4287), RSS 2.0 and its forebears, and RSS 1.0 for judging. Pure."""

import html
from collections.abc import Iterator

from feedsvc.editor.check_url.feed import Content, Entry, Feed, Flaw, Link, Reading, Said
from feedsvc.editor.check_url.xml_tree import Node, read_tree

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "source", "track", "wbr"}
)


def read_xml(data: bytes, charset: str) -> Reading:
    """What a document of XML says.

    Args:
        data: without content coding.
        charset: of Content-Type; empty: none.
    """
    tree = read_tree(data, charset)
    root = tree.root
    if root is None:
        return Reading(None, tree.flaws)
    if root.name == "atom:feed":
        return Reading(_atom(root), tree.flaws)
    channel = root.child("channel")
    if root.name == "rss" and channel is not None:
        return Reading(_rss(root, channel, channel.children("item")), tree.flaws)
    if root.name == "rdf:RDF" and channel is not None:
        return Reading(_rss(root, channel, root.children("item")), tree.flaws)
    name = root.name.removeprefix("other:").removeprefix("xhtml:")[:40]
    if root.name == "old-atom:feed":
        old = Flaw("format-obsolete", "the document is Atom 0.3", root.line)
        return Reading(None, (*tree.flaws, old))
    said = f"the document is <{name}>, no feed"
    if root.name in ("rss", "rdf:RDF"):
        said = f"the document is <{name}> without a channel"
    elif name == "feed":
        said = "the document is <feed>, but not in the namespace of Atom 1.0"
    flaw = Flaw("not-a-feed", said, root.line)
    return Reading(None, (*tree.flaws, flaw))


def _said(node: Node, *names: str) -> Said | None:
    """The text of the first child of these names that has one."""
    for name in names:
        for child in node.children(name):
            if text := child.text():
                return Said(text, child.line, name)
    return None


def _atom(root: Node) -> Feed:
    based = "xml:base" in root.attributes
    nodes = root.children("atom:entry")
    author = root.child("atom:author") is not None
    return Feed(
        format="Atom",
        version="1.0",
        title=_atom_text(root, "atom:title"),
        description=_atom_text(root, "atom:subtitle"),
        language=_attribute(root, "xml:lang"),
        id=_said(root, "atom:id"),
        updated=_said(root, "atom:updated"),
        links=tuple(_atom_links(root, based)),
        complete=root.child("fh:complete") is not None,
        archive=root.child("fh:archive") is not None,
        has_author=author or all(one.child("atom:author") is not None for one in nodes),
        entries=tuple(_atom_entry(node, at, based) for at, node in enumerate(nodes, 1)),
    )


def _attribute(node: Node, name: str) -> Said | None:
    value = node.attributes.get(name, "").strip()
    return Said(value, node.line, name) if value else None


def _atom_text(node: Node, name: str) -> Said | None:
    child = node.child(name)
    if child is None:
        return None
    markup = child.child("xhtml:div")
    text = _plain(markup).strip() if markup is not None else child.text()
    return Said(text, child.line, name) if text else None


def _plain(node: Node) -> str:
    return "".join(part if isinstance(part, str) else _plain(part) for part in node.parts)


def _atom_links(node: Node, based: bool) -> Iterator[Link]:
    for one in node.children("atom:link"):
        rel = one.attributes.get("rel", "alternate").strip()
        rel = rel.removeprefix("http://www.iana.org/assignments/relation/")
        href = one.attributes.get("href", "").strip()
        own = based or "xml:base" in one.attributes
        yield Link(rel, href, one.line, f"link rel={rel}", own)


def _atom_entry(node: Node, number: int, based: bool) -> Entry:
    based = based or "xml:base" in node.attributes
    links = tuple(_atom_links(node, based))
    title = _atom_text(node, "atom:title")
    content = tuple(_atom_content(node, based))
    said = [child for name in ("atom:summary", "atom:content") for child in node.children(name)]
    has_text = any(child.parts or "src" in child.attributes for child in said)
    return Entry(
        number=number,
        line=node.line,
        size=node.end - node.start,
        id=_said(node, "atom:id"),
        permalink=False,
        id_is_text=True,
        title=title,
        links=tuple(link for link in links if link.rel != "enclosure"),
        enclosures=tuple(link for link in links if link.rel == "enclosure"),
        published=_said(node, "atom:published"),
        updated=_said(node, "atom:updated"),
        has_text=has_text,
        content=content,
    )


def _atom_content(node: Node, based: bool) -> Iterator[Content]:
    for name in ("atom:summary", "atom:content"):
        for child in node.children(name):
            own = based or "xml:base" in child.attributes
            type_ = child.attributes.get("type", "text")
            if type_ == "html":
                yield Content(child.text(), child.line, name, own)
            elif type_ == "xhtml":
                yield Content("".join(_markup(part) for part in child.parts), child.line, name, own)


def _markup(part: Node | str) -> str:
    """XHTML as HTML, so that one rule judges both."""
    if isinstance(part, str):
        return html.escape(part, quote=False)
    name = part.name.removeprefix("xhtml:")
    attributes = "".join(f' {key}="{html.escape(one)}"' for key, one in part.attributes.items())
    if name in _VOID:
        return f"<{name}{attributes}>"
    return f"<{name}{attributes}>" + "".join(map(_markup, part.parts)) + f"</{name}>"


def _rss(root: Node, channel: Node, items: list[Node]) -> Feed:
    links = [
        Link("alternate", link.text(), link.line, "channel link")
        for link in channel.children("link")[:1]
        if link.text()
    ]
    links += _atom_links(channel, False)
    version = root.attributes.get("version", "") if root.name == "rss" else "1.0"
    return Feed(
        format="RSS",
        version=version.strip(),
        title=_said(channel, "title"),
        description=_first(channel, "description"),
        language=_said(channel, "language", "dc:language"),
        id=None,
        updated=_said(channel, "lastBuildDate", "pubDate"),
        links=tuple(links),
        complete=channel.child("fh:complete") is not None,
        archive=channel.child("fh:archive") is not None,
        has_author=True,
        entries=tuple(_rss_item(item, at) for at, item in enumerate(items, 1)),
        strange=(*_misspelt(items), *_lacking(items)),
    )


def _first(node: Node, name: str) -> Said | None:
    child = node.child(name)
    return Said(child.text(), child.line, name) if child is not None else None


def _misspelt(items: list[Node]) -> Iterator[Said]:
    """Attributes of guid that are not spelt isPermaLink, so that they count for nothing."""
    for item in items:
        for guid in item.children("guid"):
            for name in guid.attributes:
                if name != "isPermaLink" and name.casefold() == "ispermalink":
                    yield Said(name, guid.line, "guid")


def _lacking(items: list[Node]) -> Iterator[Said]:
    """Attributes that an enclosure must have and has not."""
    for item in items:
        for enclosure in item.children("enclosure"):
            for name in ("length", "type"):
                if not enclosure.attributes.get(name, "").strip():
                    yield Said(name, enclosure.line, "enclosure")


def _rss_item(item: Node, number: int) -> Entry:
    guid = item.child("guid")
    id_ = _said(item, "guid")
    permalink = None
    if guid is not None and (told := guid.attributes.get("isPermaLink")) is not None:
        permalink = told.strip().casefold() == "true"
    if id_ is None and (about := item.attributes.get("rdf:about", "").strip()):
        id_, permalink = Said(about, item.line, "rdf:about"), False
    links = tuple(
        Link("alternate", link.text(), link.line, "item link")
        for link in item.children("link")
        if link.text()
    )
    enclosures = tuple(
        Link("enclosure", one.attributes.get("url", "").strip(), one.line, "enclosure")
        for one in item.children("enclosure")
    )
    date = _said(item, "pubDate", "dc:date")
    content = tuple(
        Content(child.text(), child.line, name)
        for name in ("description", "content:encoded")
        for child in item.children(name)
        if child.text()
    )
    return Entry(
        number=number,
        line=item.line,
        size=item.end - item.start,
        id=id_,
        permalink=permalink,
        id_is_text=True,
        title=_said(item, "title"),
        links=links,
        enclosures=enclosures,
        published=date,
        updated=_said(item, "atom:updated"),
        has_text=bool(content),
        content=content,
    )
