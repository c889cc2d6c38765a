"""Makes the paragraphs that WordPress makes of line breaks when it shows a text (`wpautop`). Pure.

https://developer.wordpress.org/reference/functions/wpautop/: blank lines part paragraphs, single
ones are breaks; what is a block already, and preformatted text, stay. An address that stands alone
on its line is embedded by WordPress (https://wordpress.org/documentation/article/embeds/); here a
link to it stands there, or a player.
"""

import html
import re

from feedsvc.model.media_types import media_type

_TOKEN = re.compile(
    r"""<!--.*?-->
    |<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*)
     (?>(?:[^<>"']|"[^"]{0,20000}"|'[^']{0,20000}')*)>""",
    re.DOTALL | re.VERBOSE,
)
# What is in these is left as it is.
_KEPT = frozenset(
    {"pre", "script", "style", "textarea", "audio", "video", "object", "select", "svg", "math"}
    | {"iframe", "map", "noscript"}
)
_KEPT_BLOCKS = frozenset({"pre", "script", "style"})
# Blocks in which text is always put into paragraphs, in which it is where blank lines part it, and
# in which it never is.
_ALWAYS = frozenset({"", "blockquote"})
_PARTED = frozenset(
    {"div", "section", "article", "aside", "header", "footer", "main", "details", "form"}
    | {"fieldset", "center", "li", "td", "th", "dd", "nav", "hgroup"}
)
_BLOCKS = (
    _ALWAYS
    | _PARTED
    | {"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tfoot", "tr", "caption"}
    | {"colgroup", "col", "ul", "ol", "dl", "dt", "menu", "figure", "figcaption", "summary"}
    | {"legend", "address", "hr"}
)
_BARE = frozenset(
    {"table", "thead", "tbody", "tfoot", "tr", "colgroup", "ul", "ol", "dl", "menu", "figure"}
)  # in which white space means nothing
_TIGHT = "\0"  # no line break is written here
_VOID = frozenset({"hr", "col"})
_BLANK_LINES = re.compile(r"\n[ \t\xa0]*\n\s*")
_ADDRESS = re.compile(r"[ \t]*(https?://[^\s<>\"]+)[ \t]*")
_BREAK = re.compile(r"(?:<br\s*/?>)?[ \t]*\n", re.IGNORECASE)
_LINK = re.compile(r"<(/?)a[\s>]", re.IGNORECASE)


def with_paragraphs(text: str) -> str:
    """The text with its paragraphs and line breaks as elements.

    Args:
        text: of a post, as WordPress keeps it.
    """
    return _Writer(text.replace("\r\n", "\n").replace("\r", "\n")).run()


def embedded(address: str) -> str:
    """What stands for an address that WordPress would embed: a player of a file, else a link."""
    shown = html.escape(html.unescape(address))
    kind = media_type(address).partition("/")[0]
    if kind in ("audio", "video"):
        return f'<{kind} controls src="{shown}"></{kind}>'
    return f'<a href="{shown}">{shown}</a>'


class _Writer:
    """Goes through the tags of a text once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._done: list[str] = []
        self._inline: list[str] = []  # what may become a paragraph
        self._open = [""]  # names of blocks

    def run(self) -> str:
        at = 0
        while found := _TOKEN.search(self._text, at):
            self._inline.append(self._text[at : found.start()])
            at = self._tag(found)
        self._inline.append(self._text[at:])
        self._flush()
        whole = "\n".join(filter(None, self._done))
        return (
            whole.replace(f"{_TIGHT}\n", "").replace(f"\n{_TIGHT}", "").replace(_TIGHT, "").strip()
        )

    def _tag(self, found: re.Match[str]) -> int:
        """Take a tag or comment; returns where the text goes on."""
        name = (found["name"] or "").lower()
        if name in _KEPT and not found["end"]:
            return self._keep(found, name)
        if name not in _BLOCKS or not name:
            self._inline.append(found[0].replace("\n", " ") if name else found[0])
            return found.end()
        self._flush()
        tight = "" if name in _BARE or name in _ALWAYS or name in _VOID else _TIGHT
        self._done.append(tight + found[0] if found["end"] else found[0] + tight)
        if found["end"]:
            if name in self._open:
                while self._open.pop() != name:
                    pass
        elif name not in _VOID:
            if self._open[-1] == "p":
                self._open.pop()
            self._open.append(name)
        return found.end()

    def _keep(self, found: re.Match[str], name: str) -> int:
        closing = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(self._text, found.end())
        end = closing.end() if closing else found.end()
        kept = self._text[found.start() : end]
        if name in _KEPT_BLOCKS:
            self._flush()
            self._done.append(kept)
        else:
            self._inline.append(kept.replace("\n", " "))
        return end

    def _flush(self) -> None:
        text = "".join(self._inline)
        self._inline = []
        if not text.strip():
            return
        within = self._open[-1]
        if within in _BARE:
            self._done.append(text.strip())
        elif within in _ALWAYS or (within in _PARTED and _BLANK_LINES.search(text)):
            self._done += (_paragraph(part) for part in _parts(text))
        else:
            self._done.append(_with_breaks(text.strip()))


def _parts(text: str) -> list[str]:
    """The paragraphs of a text; a line of an address alone is one."""
    parts: list[str] = []
    for block in _BLANK_LINES.split(text.strip()):
        if "://" not in block or not any(map(_ADDRESS.fullmatch, block.split("\n"))):
            parts.append(block)
            continue
        lines: list[str] = []
        links = 0
        for line in block.split("\n"):
            if _ADDRESS.fullmatch(line) and not links:
                parts += ("\n".join(lines), line)
                lines = []
            else:
                lines.append(line)
                links += sum(-1 if one[1] else 1 for one in _LINK.finditer(line))
        parts.append("\n".join(lines))
    return [part for part in parts if part.strip()]


def _paragraph(part: str) -> str:
    part = part.strip()
    if address := _ADDRESS.fullmatch(part):
        return f"<p>{embedded(address[1])}</p>"
    if part.startswith("<!--") and part.find("-->") == len(part) - 3:
        return part
    return f"<p>{_with_breaks(part)}</p>"


def _with_breaks(text: str) -> str:
    return _BREAK.sub("<br>\n", text) if "\n" in text else text
