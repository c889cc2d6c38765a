"""An entry as a digest sent by e-mail shows it: plain text of 72 columns, links as notes."""

import textwrap

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feedsvc.model import one_line
from feedsvc.web.preview.readers import Shown

COLUMNS = 72
_BLOCKS = {
    *(
        "address",
        "article",
        "aside",
        "blockquote",
        "details",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
    ),
    *("figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol"),
    *("p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    *("video", "audio", "iframe", "figcaption"),
}
_UNDERLINES = {"h1": "=", "h2": "=", "h3": "-"}


def mailed(shown: Shown, html: str) -> str:
    """The text of a message.

    Args:
        shown: the entry.
        html: of its summary or its content.
    """
    writer = _Writer()
    parts = [_underlined(one_line(shown.title), "=")]
    byline = ", ".join([*shown.authors, shown.published])
    parts += [_filled(byline)] if byline else []
    parts += writer.blocks(html)
    parts += [shown.link] if shown.link else []
    notes = [f"[{number}] {url}" for number, url in enumerate(writer.urls, 1)]
    parts += ["\n".join(notes)] if notes else []
    return "\n\n".join(parts) + "\n"


def _filled(text: str, first: str = "", rest: str = "") -> str:
    return textwrap.fill(
        text,
        COLUMNS,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _underlined(text: str, sign: str) -> str:
    lines = _filled(text)
    return f"{lines}\n{sign * min(COLUMNS, max(map(len, lines.splitlines()), default=0))}"


class _Writer:
    """Turns blocks of HTML into paragraphs of text; remembers the links."""

    def __init__(self) -> None:
        self.urls: list[str] = []

    def blocks(self, html: str) -> list[str]:
        body = LexborHTMLParser(html).body
        return [] if body is None else self._inside(body)

    def _inside(self, box: LexborNode, first: str = "", rest: str = "") -> list[str]:
        """The blocks in an element; words that stand between them are blocks, too."""
        found: list[str] = []
        words = ""
        for node in box.iter(include_text=True):
            if node.tag in _BLOCKS:
                found += self._paragraph(words, first if not found else rest, rest)
                words = ""
                found += self._block(node, first if not found else rest, rest)
            elif node.tag == "br":
                found += self._paragraph(words, first if not found else rest, rest)
                words = ""
            else:
                words += self._words(node)
        return found + self._paragraph(words, first if not found else rest, rest)

    def _paragraph(self, words: str, first: str, rest: str) -> list[str]:
        text = one_line(words)
        return [_filled(text, first, rest)] if text else []

    def _block(self, node: LexborNode, first: str, rest: str) -> list[str]:
        tag = node.tag or ""
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            text = one_line(self._words(node))
            return [_underlined(text, _UNDERLINES.get(tag, "-"))] if text else []
        if tag in ("ul", "ol"):
            return self._list(node, rest)
        if tag == "blockquote":
            return self._inside(node, f"{rest}> ", f"{rest}> ")
        if tag == "pre":
            lines = node.text().strip("\n").splitlines()
            return ["\n".join(f"{rest}    {line}".rstrip() for line in lines)] if lines else []
        if tag == "hr":
            return [f"{rest}* * *"]
        if tag == "tr":
            cells = [one_line(self._words(cell)) for cell in node.css("td, th")]
            return self._paragraph(" | ".join(cells), first, rest)
        if tag in ("video", "audio", "iframe") and (url := node.attributes.get("src")):
            return [f"{rest}[{tag}: {self._note(url)}]"]
        return self._inside(node, first, rest)

    def _list(self, node: LexborNode, rest: str) -> list[str]:
        found = []
        number = 0
        for item in node.iter():
            if item.tag != "li":
                continue
            number += 1
            mark = "- " if node.tag == "ul" else f"{number}. "
            found.append("\n".join(self._inside(item, rest + mark, rest + " " * len(mark))))
        return ["\n".join(one for one in found if one)]

    def _words(self, node: LexborNode) -> str:
        """What is written in a line: words, addresses as notes, pictures by what they show."""
        if node.tag == "-text":
            return node.text_content or ""
        if node.tag in ("script", "style", "template") or (node.tag or "").startswith("_"):
            return ""
        if node.tag == "img":
            return f"[{node.attributes.get('alt') or 'picture'}]"
        inside = "".join(map(self._words, node.iter(include_text=True)))
        url = node.attributes.get("href") if node.tag == "a" else None
        return f"{inside} [{self._note(url)}]" if url and one_line(inside) else inside

    def _note(self, url: str) -> int:
        if url not in self.urls:
            self.urls.append(url)
        return self.urls.index(url) + 1
