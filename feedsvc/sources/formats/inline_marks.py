"""Reads marks within the lines of Markdown that cmark does not know, in the HTML that it makes.

- `==marked==` is a `<mark>`: https://help.obsidian.md/syntax, https://pandoc.org/MANUAL.html
- `:wave:` is an emoji: see emoji_names
- `i<u then x>y` is no tag: every word of it stays
"""

import html
import re

from feedsvc.sources.formats.emoji_names import EMOJI, with_emoji
from feedsvc.sources.html import words
from feedsvc.sources.html.sanitizer import WORDS

# A text in which these find nothing, nor `==`, has no such marks. `re` finds fastest what begins
# with one sign.
NAMED_BY_COLONS = re.compile(r":[a-z0-9_+-]{1,60}:")
WORDS_IN_TAGS = re.compile(
    r"<(?:[a-z][a-z0-9]*\s+[a-z][A-Za-z,.;\s]*>|(?<=\w<)"
    r"(?!(?:a|abbr|b|br|code|del|em|i|img|kbd|mark|q|s|small|span|strong|sub|sup|u)\b)[a-zA-Z])"
)
_TOKEN = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<given>[^<>]*)>|[^<]+|<")
_CODE = words("code kbd pre samp script style textarea math svg")
_INLINE = words("a abbr b cite del dfn em font i ins kbd q s small span strong sub sup u")
_WORDS = re.compile(r"(?:\s+[A-Za-z]+[,.;]?)+\s*")
_SWITCHES = words(
    "allowfullscreen async autofocus autoplay border checked compact contenteditable controls"
    " default defer disabled download draggable hidden inert ismap itemscope loop markdown multiple"
    " muted nomodule noshade novalidate nowrap open playsinline readonly required reversed selected"
)
_ELEMENTS = words(
    "address area article aside audio base bdi bdo big blockquote body button canvas caption center"
    " col colgroup data datalist dd details dialog dir div dl dt embed fieldset figcaption figure"
    " footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe input label"
    " legend li link main map menu meta meter nav noscript object ol optgroup option output p param"
    " picture progress rp rt ruby search section select slot source strike summary table tbody td"
    " template tfoot th thead time title tr track tt ul var video wbr br code img mark pre"
) | (_CODE | _INLINE)
_DELIMITER = re.compile(r"(?<!=)==(?!=)")
_OPENS_AFTER = frozenset(" \t\n([{*_~-,.:/")
_LONGEST = 1000  # characters of a heading that its anchor can be made of
_NO_CLOSE = re.compile(r"[A-Za-z0-9_(]")


def with_inline_marks(rendered: str) -> str:
    """The HTML of a Markdown text with such marks read; code stays as it is.

    Takes linear time.
    """
    return _Marks(rendered).read()


class _Marks:
    def __init__(self, rendered: str) -> None:
        self.rendered = rendered
        self.pieces: list[str] = []
        self.depth = 0  # of inline elements
        self.opening: tuple[int, int] | None = None  # of a mark: its piece, and the depth there
        self.heading: tuple[int, int] | None = None  # its piece, and where it begins
        self.closing: frozenset[str] | None = None  # names of the end tags in the text

    def read(self) -> str:
        code = ""  # the element of code that is open
        last = None
        for token in _TOKEN.finditer(self.rendered):
            name = (token["name"] or "").lower()
            if code:
                code = "" if token["end"] and name == code else code
                self.pieces.append(token[0])
            elif name:
                code = self.tag(token, name)
            else:
                self.text(token[0], last)
            last = token
        return "".join(self.pieces)

    def tag(self, token: re.Match[str], name: str) -> str:
        """Take a tag; return its name if it begins code."""
        if self.is_text(token, name):
            self.pieces.append(html.escape(token[0], quote=False))
            return ""
        self.pieces.append(token[0])
        if name in _INLINE:
            self.depth += -1 if token["end"] else 1
        elif name not in _CODE and name not in ("br", "img", "mark"):
            self.opening = None  # a block ends what is marked
            if len(name) == 2 and name[0] == "h" and not token["end"]:
                self.heading = (len(self.pieces) - 1, token.end())
            elif self.heading and token["end"]:
                self.heading = None
        return name if name in _CODE and not token["end"] else ""

    def is_text(self, token: re.Match[str], name: str) -> bool:
        """Whether a tag has words where attributes would be, or no end and a name of its own."""
        if token["end"] or "-" in name:
            return False
        if given := token["given"]:
            if token["name"] != name:  # a component
                return False
            attributes = {word.rstrip(",.;") for word in given.lower().split()}
            return bool(_WORDS.fullmatch(given)) and attributes.isdisjoint(_SWITCHES)
        before = self.rendered[max(token.start() - 1, 0)]
        if not before.isalnum() or name in _ELEMENTS:
            return False
        if self.closing is None:
            self.closing = frozenset(re.findall(r"</([a-z][a-z0-9]*)", self.rendered.lower()))
        return name not in self.closing

    def text(self, text: str, last: re.Match[str] | None) -> None:
        """Take text between tags."""
        written = 0
        for found in _DELIMITER.finditer(text) if "==" in text else ():
            before = text[found.start() - 1 : found.start()]
            after = text[found.end() : found.end() + 1]
            follows = self.rendered[last.start() : last.end()] if last and not before else ""
            if self.opening and not before.isspace() and not _NO_CLOSE.match(after):
                piece, depth = self.opening
                if depth == self.depth:
                    self.put(text[written : found.start()])
                    self.pieces[piece] = "<mark>"
                    self.pieces.append("</mark>")
                    written, self.opening = found.end(), None
                    continue
            quoted = text.endswith("&quot;", 0, found.start())
            opens = before in _OPENS_AFTER or not before.isascii() or quoted
            if not before:
                opens = not follows.startswith("</")
            if opens and not after.isspace():
                self.put(text[written : found.start()])
                self.opening = (len(self.pieces), self.depth)
                self.pieces.append("==")
                written = found.end()
        self.put(text[written:])

    def put(self, text: str) -> None:
        """Write text, with its emoji. A heading keeps the anchor that their names give it."""
        if not EMOJI.search(text):
            self.pieces.append(text)
            return
        shown = with_emoji(text)
        if shown != text and self.heading:
            piece, start = self.heading
            end = self.rendered.find("</h", start)
            plain = re.sub(r"<[^<>]*>", "", self.rendered[start : min(end, start + _LONGEST)])
            plain = plain.replace('"', "&quot;")
            self.pieces[piece] = f'{self.pieces[piece][:-1]} {WORDS}="{plain}">'
            self.heading = None
        self.pieces.append(shown)
