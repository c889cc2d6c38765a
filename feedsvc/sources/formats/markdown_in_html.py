"""Reads the Markdown that stands in HTML elements, where cmark takes all for HTML.

- in elements with `markdown="1"`: https://kramdown.gettalong.org/syntax.html#html-blocks,
  https://python-markdown.github.io/extensions/md_in_html/
- in cells of tables, where a link, bold text or code is certain
- in cells whose text stands apart and is indented, as their tags are
"""

import re
import textwrap

from feedsvc.sources.formats import gfm
from feedsvc.sources.formats.indented_code import lines_outside_code
from feedsvc.sources.html import words

# A text in which these find nothing has none.
IN_HTML = (re.compile(r"<(?:t[dh]|T[DH])"), re.compile(r"markdown(?:[=>]|(?<= markdown) )"))
_MARKED = re.compile(
    r"""<(?P<name>[a-z][a-z0-9]*)(?P<before>(?:[ \t\n][^<>]*?)?)[ \t\n]
    markdown(?:=["']?(?P<value>[a-z0-9]*)["']?)?(?P<after>(?:[ \t\n][^<>]*)?)>""",
    re.IGNORECASE | re.VERBOSE,
)
_CELL = re.compile(
    r"""(?P<tag><(?P<name>t[dh])(?:[ \t\n][^<>]*)?>)
    (?P<inner>(?>(?:(?!</?t[dhr]\b|</?table\b|<pre\b|<code\b|\n[ \t]*\n)[\s\S])*))(?=</t[dh]>)""",
    re.IGNORECASE | re.VERBOSE,
)
_CERTAIN = re.compile(r"\[[^\[\]\n]+\]\([^()\s]+\)|\*\*(?=\S)[^*\n]+\*\*|`[^`\n]+`")
_PRODUCT = re.compile(r"(?<=\d)\*(?=\d)")
_TABLE = re.compile(r"<(/?)table\b[^<>]*>", re.IGNORECASE)
_PREFORMATTED = re.compile(r"<pre[\s>].*?</pre>", re.DOTALL)
_FENCE = re.compile(r"`{3,}|~{3,}")
_SPANS = words("a caption dt em h1 h2 h3 h4 h5 h6 i label legend p small span strong summary th")
_DEEPEST = 12  # elements with Markdown inside one another


def with_markdown_in_html(text: str) -> str:
    """The Markdown with what HTML elements hold of it, apart from their tags or as HTML.

    A text in which IN_HTML finds nothing holds none.
    """
    if re.search("<table", text, re.IGNORECASE):
        text = _with_flat_tables(text)
    if re.search(r"\smarkdown", text, re.IGNORECASE):
        text = _with_marked(text, _DEEPEST)
    return _with_cells(text) if re.search("<t[dh]", text, re.IGNORECASE) else text


def _shown(text: str) -> str:
    return "\n".join(lines_outside_code(text))


def _with_marked(text: str, deepest: int) -> str:
    """The Markdown in which elements with the attribute hold Markdown."""
    shown = _shown(text)
    missing: set[str] = set()
    pieces: list[str] = []
    written = 0
    for found in _MARKED.finditer(shown):
        if found.start() < written:
            continue
        name, value = found["name"].lower(), (found["value"] or "").lower()
        tag = f"<{found['name']}{found['before']}{found['after']}>"
        pieces += (text[written : found.start()], tag)
        written = found.end()
        if value in ("0", "false") or name in missing:
            continue
        close = _close_of(name, shown, found.end())
        if close is None:
            missing.add(name)
            continue
        inner = textwrap.dedent(text[found.end() : close[0]])
        if value == "span" or name in _SPANS:
            pieces.append(_as_html(inner))
        else:
            inner = _with_marked(inner, deepest - 1) if deepest and "markdown" in inner else inner
            pieces.append(f"\n\n{inner.strip(chr(10))}\n\n")
        pieces.append(text[close[0] : close[1]])
        written = close[1]
        if text[written : written + 1] != "\n":
            pieces.append("\n")
    return "".join((*pieces, text[written:]))


def _close_of(name: str, shown: str, at: int) -> tuple[int, int] | None:
    """Where the end tag of an element begins and ends; None where it has none."""
    depth = 1
    for tag in re.compile(rf"<(/?){name}(?=[\s>])[^<>]*>", re.IGNORECASE).finditer(shown, at):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.span()
    return None


def _with_cells(text: str) -> str:
    """The Markdown with the cells of HTML tables as HTML, where there is Markdown in them."""
    pieces: list[str] = []
    written = 0
    shown = _shown(text)
    for found in _CELL.finditer(text):
        inner = found["inner"]
        if shown[found.start() : found.start() + 1] != "<" or not _CERTAIN.search(inner):
            continue
        inner = _PRODUCT.sub(r"\\*", textwrap.dedent(inner))
        pieces += (text[written : found.start("inner")], _as_html(inner))
        written = found.end()
    return "".join((*pieces, text[written:]))


def _as_html(markdown: str) -> str:
    """Markdown as HTML that a block of HTML can hold, which an empty line would end."""
    html = gfm.render(markdown).strip()
    if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
        html = html.removeprefix("<p>").removesuffix("</p>")
    html = _PREFORMATTED.sub(lambda found: found[0].replace("\n", "&#10;"), html)
    return re.sub(r"\n\s*\n", "\n", html)


def _with_flat_tables(text: str) -> str:
    """The Markdown with the tables of HTML not indented, where text in them stands apart."""
    pieces: list[str] = []
    written, opened, depth = 0, 0, 0
    for tag in _TABLE.finditer(_shown(text)):
        opened = tag.start() if not depth and not tag[1] else opened
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        table = text[opened : tag.end()] if tag[1] and not depth else ""
        if "\n\n" in table and "<pre" not in table and opened >= written:
            pieces += (text[written:opened], _flat(table))
            written = tag.end()
    return "".join((*pieces, text[written:]))


def _flat(table: str) -> str:
    lines: list[str] = []
    base = 0
    fence = ""
    for line in table.split("\n"):
        bare = line.lstrip(" \t")
        width = len(line) - len(bare)
        if fence:
            lines.append(line[min(width, base) :])
            fence = "" if bare.strip() == fence else fence
        elif bare.startswith("<"):
            lines.append(bare)
            base = -1
        else:
            base = width if base < 0 and bare else base
            lines.append(line[min(width, max(base, 0)) :])
            found = _FENCE.match(bare)
            fence = found[0] if found else ""
    return "\n".join(lines)
