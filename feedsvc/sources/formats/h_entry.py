"""Reads what a page says of itself by classes: h-entry, and hAtom before it.

https://microformats.org/wiki/h-entry, https://microformats.org/wiki/hatom. Medium's exports and the
pages of many publishers have them. A page with several entries is a list, and says nothing.
"""

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feedsvc.model.characters import legal, one_line
from feedsvc.sources.frontmatter.split import Field
from feedsvc.sources.frontmatter.yaml import Value
from feedsvc.sources.html.sections import inline_text

_ROOTS = ("h-entry", "hentry")
_CONTENT = ("e-content", "entry-content")
_TEXTS = (
    ("title", ("p-name", "entry-title")),
    ("summary", ("p-summary", "entry-summary")),
)
_DATES = (
    ("date", ("dt-published", "published")),
    ("updated", ("dt-updated", "updated")),
)
_AUTHORS = ("p-author", "author")
_PLACES = ("u-url", "p-canonical")
_PICTURES = ("u-featured", "u-photo")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_FIRST = "h1,h2,h3,h4,h5,h6,hr,p,ul,ol,blockquote,pre,figure,img,table"
_FEW = 6  # elements with which a text may begin before its first words
_MOST = 200  # elements of a class; more are looked at in no ordinary page


class Entry:
    """The one entry of a page.

    Attributes:
        content: its text; None where it is not marked.
        medium: whether Medium exported the page.
    """

    def __init__(self, root: LexborNode) -> None:
        self._root = root
        found = [*self._marked(_CONTENT)]
        self.content = found[0] if len(found) == 1 else None
        footer = root.css_first("footer")
        self.medium = footer is not None and "Exported from Medium" in inline_text(footer)

    def fields(self) -> dict[str, Field]:
        """What it says, by keys of front matter."""
        values: dict[str, Value] = {}
        for key, names in _TEXTS:
            if texts := [text for one in self._marked(names) if (text := inline_text(one))]:
                values[key] = texts[0]
        if values.get("summary") == values.get("title"):
            values.pop("summary", None)
        for key, names in _DATES:
            if times := [time for one in self._marked(names) if (time := time_of(one))]:
                values[key] = times[0]
        if authors := [_author(one) for one in self._marked(_AUTHORS)]:
            values["author"] = [*filter(None, authors)]
        if tags := [inline_text(one) for one in self._marked(("p-category",))]:
            values["tags"] = [*tags]
        if picture := next(self._marked(_PICTURES), None):
            given = picture.attributes
            values["image"] = {"url": given.get("src") or "", "alt": given.get("alt") or ""}
        if places := [one.attributes.get("href") or "" for one in self._marked(_PLACES)]:
            values["permalink"] = places[-1]
        return {key: Field(value, 1) for key, value in values.items() if value}

    def repeats(self, headline: str, standfirst: str) -> bool:
        """Take out of the content what repeats headline and standfirst in front of it.

        Returns whether the standfirst is no more than the first words of the text, as Medium
        writes it where there is no subtitle.
        """
        if self.content is None:
            return False
        told = {headline.casefold(), standfirst.casefold()} - {""}
        for node in self.content.css(_FIRST)[:_FEW]:
            divider = node.tag == "hr" and "section-divider" in _classes(node)
            if not divider and not (node.tag in _HEADINGS and inline_text(node).casefold() in told):
                break
            node.decompose()
        words = standfirst.removesuffix("\u2026").rstrip()
        return bool(words) and self.medium and inline_text(self.content).startswith(words)

    def _marked(self, names: tuple[str, ...]) -> Iterator[LexborNode]:
        """Yield the elements of a class that belong to the entry and to nothing inside of it."""
        for name in names:
            found = [one for one in self._root.css(f".{name}")[:_MOST] if self._owns(one)]
            yield from found
            if found:
                return

    def _owns(self, node: LexborNode) -> bool:
        parent = node.parent
        while parent is not None and parent.mem_id != self._root.mem_id:
            if any(name.startswith("h-") for name in _classes(parent)):
                return False
            parent = parent.parent
        return True


def entry_of(tree: LexborHTMLParser) -> Entry | None:
    """The entry of a page; None where it has none, or several."""
    for name in _ROOTS:
        if found := tree.css(f".{name}")[:_MOST]:
            alone = all(_is_inside(one, found[0]) for one in found[1:])
            return Entry(found[0]) if alone else None
    return None


def time_of(node: LexborNode) -> str:
    """The time that an element tells: in an attribute, or as its text."""
    given = node.attributes
    told = given.get("datetime") or given.get("content") or given.get("title") or ""
    return one_line(legal(told)) or inline_text(node)


def _author(node: LexborNode) -> Value:
    name = node.css_first(".p-name,.fn")
    page = node if node.tag == "a" else node.css_first("a.u-url,a.url,a.p-name")
    text = inline_text(name if name is not None else node)
    url = (page.attributes.get("href") or "") if page is not None else ""
    return {"name": text, "url": url} if text else None


def _classes(node: LexborNode) -> list[str]:
    return (node.attributes.get("class") or "").split()


def _is_inside(node: LexborNode, outer: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.mem_id == outer.mem_id:
            return True
        parent = parent.parent
    return False
