"""Reads MDX as Markdown: imports, exports, components and expressions are left out and told.

The text within components stays. What has a target becomes it, and notes become asides.
https://mdxjs.com/docs/what-is-mdx/, https://docusaurus.io/docs/markdown-features
"""

import html
import re
from collections import Counter, deque

from feedsvc.model.article import Article
from feedsvc.sources.embed_addresses import embed_address, site_of
from feedsvc.sources.formats import markdown
from feedsvc.sources.formats.asides import CLOSING, opening
from feedsvc.sources.formats.jsx import Tag, expression_end, literal, tag_at
from feedsvc.sources.html.callout_kinds import KINDS, title_of
from feedsvc.sources.source import Findings, Source

_MODULE = re.compile(
    r"import(?:\s+type)?\s+(?:[\"'{*]|[\w$]+(?:\s*,|\s+from\b))"
    r"|export\s+(?:default|const|let|var|function|async|class|type|interface|enum)\b"
    r"|export\s*[{*]"
)
_FENCE = re.compile(r"[ \t>]*(?:[-*+][ ]+|\d{1,9}[.)][ ]+)?(`{3,}(?=[^`\n]*$)|~{3,})")
_TICKS = re.compile(r"`+")
_NOT_END = re.compile(r"[^\n]")
_STARTS = re.compile(r"[<{\\]")
# Elements that only lay out: Markdown stands in them, which between tags of HTML would be none.
_LAYOUT = frozenset({"div", "section", "article", "main", "center", "header", "footer"})
_LONGEST_MODULE = 2000  # lines of an import or export
_MOST_ENDLESS = 20  # modules whose brackets never close; behind so many none is sought for long
_MOST_FAILED = 500  # signs that begin nothing; behind so many the rest is as it is written
_ASIDES = frozenset({"admonition", "callout", "aside", "alert"})
_TITLES = ("title", "label", "summary", "value", "header")
_PICTURES = re.compile(r"(?i)(?:image|img|picture|photo|figure|thumbnail|zoom)")
_PICTURE_FILE = re.compile(r"(?i)\.(?:png|jpe?g|gif|webp|avif|svg)(?:[?#].*)?$")
_LINKS = ("href", "to")
_NAMED = 40  # characters of an expression that are told


def read(source: Source) -> Article:
    """Read an MDX file.

    Raises:
        UnreadableArticle: as for Markdown.
    """
    return markdown.read(source, as_markdown)


def as_markdown(text: str, first_line: int, findings: Findings) -> str:
    """MDX as Markdown. The number of lines stays. Takes linear time.

    Args:
        text: without front matter.
        first_line: the line of the file at which it begins, from 1.
        findings: gets an info for what was left out, once for each name.
    """
    if not any(sign in text for sign in ("<", "{", "import", "export")):
        return text
    return _Converter(text, first_line, findings).run()


class _Converter:
    def __init__(self, text: str, first_line: int, findings: Findings) -> None:
        self.findings = findings
        self.first_line = first_line
        self.told: set[str] = set()
        self.text = text
        self.seen = _without_code(text)
        self.line = 0
        self.counted = 0
        self.failed = 0
        self.open: list[tuple[str, str, int]] = []  # components: name, what ends each, line
        self.names: Counter[str] = Counter()  # of these
        self.regions: list[tuple[int, int]] = []  # lines of components

    def run(self) -> str:
        self.text, self.seen = self.without_modules()
        pieces: list[str] = []
        position = written = 0
        while self.failed < _MOST_FAILED and (found := _STARTS.search(self.seen, position)):
            at = found.start()
            if found[0] == "\\":
                position = at + 2
                continue
            end, stays = self.tag(at) if found[0] == "<" else self.expression(at)
            position = max(end, at + 1)
            self.failed += end == at
            if end > at:
                pieces += (self.text[written:at], stays)
                written = end
        return self.dedented("".join((*pieces, self.text[written:])))

    def without_modules(self) -> tuple[str, str]:
        """The text, and what is seen of it, with empty lines where imports and exports were."""
        lines, seen = self.text.split("\n"), self.seen.split("\n")
        at, before = 0, True  # whether nothing, an empty line or a module stands before
        endless = 0
        while at < len(lines):
            if before and (found := _MODULE.match("\n".join(seen[at : at + 2]))):
                self.tell(found[0].split()[0].rstrip("{*"), at)
                longest = _LONGEST_MODULE if endless < _MOST_ENDLESS else 1
                end, is_whole = _module_end(seen, at, longest)
                endless += not is_whole
                lines[at:end] = seen[at:end] = [""] * (end - at)
                at = end
                continue
            before = not lines[at].strip()
            at += 1
        return "\n".join(lines), "\n".join(seen)

    def tag(self, at: int) -> tuple[int, str]:
        """The end of the tag at a place, and what replaces it; the place where there is none."""
        tag = tag_at(self.seen, at)
        if tag is None:
            return at, ""
        end = tag.end
        written = tag_at(self.text, at) or tag  # with code in its attributes
        breaks = "\n" * self.text.count("\n", at, end)
        if not tag.is_component and tag.name not in _LAYOUT:
            changed = not tag.closes and "{" in self.seen[at:end]
            return end, written.as_html() + breaks if changed else self.text[at:end]
        line = self.line_of(at)
        if tag.closes:
            return end, self.closed(tag.name, line) + breaks
        begins, ends, known = _meaning(written._replace(alone=tag.alone))
        if not known:
            self.tell(tag.name, line)
        if tag.alone:
            return end, begins + ends + breaks
        self.open.append((tag.name, ends, line))
        self.names[tag.name] += 1
        return end, begins + breaks

    def closed(self, name: str, line: int) -> str:
        """What ends a component, and those in it that have no end of their own."""
        ended = ""
        while self.names[name]:
            inner, ends, first = self.open.pop()
            self.names[inner] -= 1
            self.regions.append((first, line))
            ended += ends
            if inner == name:
                break
        return ended

    def expression(self, at: int) -> tuple[int, str]:
        """The same of an expression; `{#id}` of a heading stays."""
        if self.seen.startswith(("{#", "{/*", "{%", "{:", "{{"), at):
            return at, ""  # a comment, or a mark of another kind
        end = expression_end(self.seen, at)
        if end == at + 1:
            return at, ""  # it has no end
        breaks = "\n" * self.text.count("\n", at, end)
        inner = self.text[at + 1 : end - 1]
        value = literal(inner)
        if value is None:
            self.tell("{" + " ".join(inner.split())[:_NAMED] + "}", self.line_of(at))
        return end, html.escape(value or "", quote=False) + breaks

    def dedented(self, text: str) -> str:
        """The text without the blanks that components put before what stands in them."""
        lines = text.split("\n")
        regions = sorted(self.regions, key=lambda one: (one[0], -one[1]))
        blanks: list[int] = [10**6] * len(regions)  # the fewest before a line of each
        inside: list[int] = []  # regions, the innermost last
        of_line: dict[int, int] = {}
        number = 0
        for at, line in enumerate(lines):
            while inside and regions[inside[-1]][1] <= at:
                inside.pop()
            if inside and line.strip():
                of_line[at] = inside[-1]
                room = len(line) - len(line.lstrip(" \t"))
                blanks[inside[-1]] = min(blanks[inside[-1]], room)
            while number < len(regions) and regions[number][0] == at:
                inside.append(number)
                number += 1
        for at, region in of_line.items():
            lines[at] = lines[at][blanks[region] :]
        return "\n".join(lines)

    def tell(self, name: str, line: int) -> None:
        if name not in self.told:
            self.told.add(name)
            message = f"{name!r} of MDX was left out; write what it stands for, if it matters"
            self.findings.add("info", "shortcode", message, self.first_line + line)

    def line_of(self, at: int) -> int:
        """The line of a place, from 0. Must be asked for rising places."""
        self.line += self.text.count("\n", self.counted, at)
        self.counted = at
        return self.line


def _module_end(seen: list[str], at: int, longest: int) -> tuple[int, bool]:
    """The line behind an import or export, an empty one, and whether its brackets close before.

    Where they do not within so many lines, it ends at the first empty one.
    """
    depth, end, first_empty = 0, at, 0
    while end < min(len(seen), at + longest):
        if not seen[end].strip():
            first_empty = first_empty or end
            if depth <= 0:
                return end, True
        depth += sum(map(seen[end].count, "{([")) - sum(map(seen[end].count, "})]"))
        end += 1
        if depth <= 0 and end < len(seen) and _MODULE.match(seen[end]):
            return end, True
    return (end, True) if depth <= 0 else (first_empty or at + 1, False)


def _meaning(tag: Tag) -> tuple[str, str, bool]:
    """What begins and ends what a component stands for, and whether that is known."""
    given, name = tag.given, tag.name.rpartition(".")[2]
    if name in _LAYOUT:
        id = html.escape(given.get("id", ""))
        return f'<a id="{id}"></a>' if id else "", "", True
    title = next((given[key] for key in _TITLES if given.get(key)), "")
    kind = name.lower()
    if kind in _ASIDES or (
        kind in KINDS and kind not in ("details", "done", "example", "question")
    ):
        kind = given.get("type") or given.get("variant") or given.get("kind") or kind
        return opening(title or title_of(kind)), CLOSING, True
    if site := site_of(name):
        values = tuple(
            given[key] for key in ("id", "videoId", "youTubeId", "url") if given.get(key)
        )
        if address := embed_address(site, values, given):
            return f"<{address}>", "", True
    if src := given.get("src"):
        if _PICTURE_FILE.search(src) or _PICTURES.search(name):
            alt = html.escape(given.get("alt") or given.get("caption") or "")
            return f'<img src="{html.escape(src)}" alt="{alt}">', "", True
        return f"[{title or src}](<{src}>)", "", False
    if link := next((given[key] for key in _LINKS if given.get(key)), ""):
        text = html.escape(title) if tag.alone or title else ""
        return f'<a href="{html.escape(link)}">{text}', "</a>", True
    if title and not tag.alone:
        return f"**{title}**  ", "", name in ("TabItem", "Tab", "Step", "Accordion", "Card")
    return "", "", name in ("Tabs", "Steps", "CardGroup", "Cards", "Fragment", "")


def _without_code(text: str) -> str:
    """The text with blanks in the place of its code; MDX has none that is only indented."""
    lines = text.split("\n")
    fence = ""
    for number, line in enumerate(lines):
        found = _FENCE.match(line)
        if fence:
            lines[number] = " " * len(line)
            if found and found[1].startswith(fence) and not line[found.end() :].strip():
                fence = ""
        elif found:
            fence, lines[number] = found[1], " " * len(line)
    blocks = re.split(r"(\n[ \t]*\n)", "\n".join(lines))
    return "".join(_without_spans(block) if "`" in block else block for block in blocks)


def _without_spans(block: str) -> str:
    """The same of code between backticks in a paragraph."""
    runs = list(_TICKS.finditer(block))
    after: dict[int, deque[int]] = {}
    for number, run in enumerate(runs):
        after.setdefault(len(run[0]), deque()).append(number)
    pieces: list[str] = []
    written = number = 0
    while number < len(runs):
        start = runs[number].start()
        same = after[len(runs[number][0])]
        while same and same[0] <= number:
            same.popleft()
        if not same or (start and block[start - 1] == "\\"):
            number += 1
            continue
        end = runs[same[0]].end()
        pieces += (block[written:start], _NOT_END.sub(" ", block[start:end]))
        written, number = end, same[0] + 1
    return "".join((*pieces, block[written:]))
