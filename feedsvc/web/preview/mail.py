"""An entry as a digest sent by e-mail shows it: plain text of 72 columns, links as notes."""

import re
from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feedsvc.model.characters import one_line
from feedsvc.sources.html.nesting import words
from feedsvc.web.preview.as_reader import Shown
from feedsvc.web.preview.paragraphs import VERBATIM, Block, Margin, Numbers, filled

_BLOCKS = words(
    "address article aside blockquote caption center dd details div dl dt figcaption figure footer"
    " header hgroup li main nav ol p search section summary table tbody td tfoot th thead tr ul"
)
_HEADINGS = {"h1": "=", "h2": "=", "h3": "-", "h4": "-", "h5": "-", "h6": "-"}
_LEFT_OUT = frozenset({"script", "style", "template"})
_SPACE = re.compile(r"\s+")
_Leave = Callable[[], None]


def mailed(shown: Shown, html: str) -> str:
    """The text of a message.

    No line is longer than 72 columns, unless it holds a single word or stands in a `pre`.

    Args:
        shown: the entry.
        html: of its summary or its content.
    """
    writer = _Writer()
    text = writer.text_of(html)
    byline = ", ".join([*shown.authors, shown.published])
    notes = "\n".join(f"[{number}] {url}" for url, number in writer.notes.items())
    title = one_line(shown.title)
    headline = "\n".join(Block(title, "", "", "=", 0).lines()) if title else ""
    parts = [headline, filled(byline), text, shown.link, notes]
    return "\n\n".join(part for part in parts if part) + "\n"


class _Writer:
    """Turns blocks of HTML into paragraphs of text; remembers the links.

    The tree is walked without recursion: a deep one must not end the page.

    Attributes:
        notes: the links with their numbers, in order.
    """

    def __init__(self) -> None:
        self.notes: dict[str, int] = {}
        self._blocks: list[Block] = []
        self._words: list[str] = []  # of the block being read
        self._written = 0  # pieces of text that hold more than white space
        # Inside a heading, a row or a `pre`: what takes the place of the borders of blocks there.
        self._border = ""
        self._cells: int | None = None  # of the row being read
        self._margins = [Margin("", "")]
        self._lists: list[Numbers] = []
        self._list = 0  # how many lists began that stand in no other
        self._layouts: list[bool] = []  # of each open table, whether it holds another

    def text_of(self, html: str) -> str:
        """The text of HTML; its blocks apart by an empty line, those of a list by none."""
        body = LexborHTMLParser(html).body
        if body is not None:
            self._walk(body)
        lines: list[str] = []
        last = 0
        for block in self._blocks:
            if lines and (block.list != last or not block.list):
                lines.append("")
            lines += block.lines()
            last = block.list
        return "\n".join(lines)

    def _walk(self, root: LexborNode) -> None:
        open_nodes: list[tuple[LexborNode, _Leave]] = []
        node = root.child
        while True:
            if node is None:
                if not open_nodes:
                    break
                node, leave = open_nodes.pop()
                leave()
            elif (begun := self._enter(node)) is not None:
                open_nodes.append((node, begun))
                node = node.child
                continue
            node = node.next
        self._break()

    def _enter(self, node: LexborNode) -> _Leave | None:
        """Take a node; what is to be done after its children, None where they are not read."""
        tag = node.tag or ""
        if tag == "-text":
            self._write(node.text_content or "")
        elif tag == "br":
            self._words.append("\n")
        elif tag == "img":
            self._write(f"[{node.attributes.get('alt') or 'picture'}]")
        elif tag == "hr":
            self._break()
            if not self._border:
                self._add("* * *")
        elif tag in ("audio", "video"):
            self._media(node, tag)
        elif tag in _LEFT_OUT or tag.startswith(("_", "-", "!")):
            return None
        elif tag == "a":
            return self._link(node)
        elif tag == "rt" and (node.prev is None or node.prev.tag != "rp"):
            self._write("(")
            return lambda: self._write(")")
        elif self._border or tag in _BLOCKS or tag in _HEADINGS or tag == "pre":
            return self._block(node, tag)
        else:
            return _nothing
        return None

    def _block(self, node: LexborNode, tag: str) -> _Leave:
        if self._border:
            return self._bordered(tag)
        self._break()
        if tag in _HEADINGS:
            return self._whole(" ", _HEADINGS[tag])
        if tag == "pre":
            return self._whole("\n", VERBATIM)
        if tag == "table":
            self._layouts.append(len(node.css("table")) > 1)
            return self._leaving(self._layouts.pop)
        if tag == "tr" and self._layouts and not self._layouts[-1]:
            self._cells = 0
            return self._whole(" ", "")
        if tag in ("ul", "ol"):
            self._list += not self._lists
            self._lists.append(Numbers(node))
            return self._leaving(self._lists.pop)
        if tag in ("li", "blockquote"):
            margin = self._margins[-1]
            if tag == "li":
                margin = margin.item(self._lists[-1].mark(node) if self._lists else "- ")
            else:
                margin = margin.quoted()
            self._margins.append(margin)
            return self._leaving(self._margins.pop)
        return self._break

    def _leaving(self, end: Callable[[], object]) -> _Leave:
        def leave() -> None:
            self._break()
            end()

        return leave

    def _whole(self, border: str, sign: str) -> _Leave:
        """Read an element as one block, whatever blocks it holds."""
        self._border = border
        written = self._written

        def leave() -> None:
            text = "".join(self._words)
            self._words.clear()
            self._border = ""
            if self._written > written:
                lines = text.strip("\n").splitlines() if sign == VERBATIM else [one_line(text)]
                self._add("\n".join(lines), sign)
            self._cells = None

        return leave

    def _bordered(self, tag: str) -> _Leave:
        """Take an element inside a block that is read as one."""
        if tag not in _BLOCKS and tag not in _HEADINGS and tag != "pre":
            return _nothing
        self._break()
        if tag in ("td", "th") and self._cells is not None:
            if self._cells:
                self._words.append("| ")
            self._cells += 1
        return self._break

    def _write(self, text: str) -> None:
        self._written += not text.isspace()
        self._words.append(text if self._border == "\n" else _SPACE.sub(" ", text))

    def _break(self) -> None:
        """The border of a block: what was read so far is one."""
        if self._border:
            if self._words and not self._words[-1].endswith(self._border):
                self._words.append(self._border)
            return
        text = "".join(self._words)
        self._words.clear()
        for part in re.split(r"\n\s*\n", text):  # authors part paragraphs by two line breaks, too
            lines = [one_line(line) for line in part.split("\n")]
            if any(lines):
                self._add("\n".join(line for line in lines if line))

    def _add(self, text: str, sign: str = "") -> None:
        first, rest = self._margins[-1]
        self._blocks.append(Block(text, first, rest, sign, self._list if self._lists else 0))
        self._margins[:] = [Margin(rest, rest) for _, rest in self._margins]

    def _media(self, node: LexborNode, tag: str) -> None:
        source = node.css_first("source")
        url = node.attributes.get("src") or (source.attributes.get("src") if source else None)
        if url:
            self._break()
            self._write(f"[{tag}: {self._note(url)}]")
            self._break()

    def _link(self, node: LexborNode) -> _Leave:
        url = node.attributes.get("href")
        written = self._written

        def leave() -> None:
            if url and self._written > written:
                self._refer(f"[{self._note(url)}]")

        return leave

    def _refer(self, mark: str) -> None:
        """Put the mark of a note after the words read last."""
        after: list[str] = []
        while self._words and not self._words[-1].strip():
            after.append(self._words.pop())
        if self._words:
            last = self._words.pop()
            bare = last.rstrip()
            self._words += [bare, f" {mark}", last[len(bare) :]]
        elif self._blocks and self._blocks[-1].sign != VERBATIM:
            self._blocks[-1].text += f" {mark}"
        else:
            self._add(mark)
        self._words += reversed(after)

    def _note(self, url: str) -> int:
        return self.notes.setdefault(url, len(self.notes) + 1)


def _nothing() -> None:
    """Nothing is to be done after the children."""
