"""Writes callouts, such as a warning or a tip, as `<aside>` elements with their titles.

Whoever finds a callout in a text puts marks there: control characters, which no text holds. They
need no lines of their own, so that a text keeps its lines until `written_out` makes elements of
them. https://html.spec.whatwg.org/multipage/sections.html#the-aside-element
"""

import html
import re

from feedsvc.sources.html import words

_OPENS, _TITLED, _CLOSES, _QUOTE = "\x0e", "\x0f", "\x10", "\x11"
CLOSING = _CLOSES
# Names of callouts: those of GitHub, Docusaurus, Python-Markdown, VuePress, Obsidian, docutils.
KINDS = words(
    "abstract admonition alert aside attention bug callout caution check cite danger details done"
    " error example fail failure faq help hint important info information missing note notice"
    " question quote remark secondary seealso spoiler success summary tip tldr todo warn warning"
)
_WITHOUT_TITLE = frozenset({"admonition", "alert", "aside", "callout", "notice"})
_WRITTEN_KINDS = {"seealso": "See also", "tldr": "TL;DR", "todo": "To do", "warn": "Warning"}
_MARK = re.compile(f"({_OPENS}[^{_TITLED}\n]*{_TITLED}|{_CLOSES})")
# The marks of quotes and lists before a block. A group is repeated inside an atomic group: see
# shortcodes.
PREFIX = r"(?>(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))*)[ \t]*"
_BEFORE = re.compile(PREFIX)
_QUOTED = re.compile(rf"<(/?)blockquote>(\n<p>{_QUOTE})?")


def title_of(kind: str) -> str:
    """The title of a callout that has none of its own: its kind, in words."""
    kind = kind.lower()
    if kind in _WITHOUT_TITLE:
        return ""
    return _WRITTEN_KINDS.get(kind) or kind.replace("-", " ").replace("_", " ").capitalize()


def opening(title: str) -> str:
    """What stands where an aside begins, in Markdown; its end is CLOSING.

    Args:
        title: Markdown on one line; may be empty.
    """
    return f"{_OPENS}{title.strip()}{_TITLED}"


def quote_opening(title: str) -> str:
    """What begins a quote that is a callout; an empty line of the quote must follow."""
    return f"{_QUOTE}<strong>{title.strip()}</strong>"


def as_html(title: str) -> str:
    """What begins an aside in HTML.

    Args:
        title: plain text; may be empty.
    """
    bold = f"<p><strong>{html.escape(title, quote=False)}</strong></p>" if title else ""
    return f"<aside>{bold}"


def following(prefix: str) -> str:
    """What begins the further lines of a block that has a prefix of quotes and lists."""
    return re.sub(r"[^>\t ]", " ", prefix)


def written_out(text: str) -> str:
    """The Markdown with asides as blocks of their own where marks of them were."""
    if _OPENS not in text and _CLOSES not in text:
        return text
    lines: list[str] = []
    for line in text.split("\n"):
        if _OPENS in line or _CLOSES in line:
            lines += _blocks(line)
        else:
            lines.append(line)
    return "\n".join(lines)


def with_quotes(rendered: str) -> str:
    """The HTML of a text with the quotes that are callouts made into asides."""
    if _QUOTE not in rendered:
        return rendered
    asides: list[bool] = []

    def tag(found: re.Match[str]) -> str:
        if found[1]:
            return "</aside>" if asides and asides.pop() else found[0]
        asides.append(bool(found[2]))
        return "<aside>\n<p>" if found[2] else found[0]

    return _QUOTED.sub(tag, rendered).replace(_QUOTE, "")


def _blocks(line: str) -> list[str]:
    """The lines that a line with marks becomes. In the row of a table there is no room for them."""
    found = _BEFORE.match(line)
    prefix = found[0] if found else ""
    parts = _MARK.split(line[len(prefix) :])
    if parts[0].startswith("|"):
        return [prefix + "".join(map(_in_a_row, parts))]
    later = following(prefix)
    empty = later.rstrip()
    lines: list[str] = []
    for part in parts:
        if not part.strip():
            continue
        before = later if lines else prefix
        if part == _CLOSES:
            lines += ([empty] if lines or not prefix.strip() else []) + [f"{before}</aside>", empty]
        elif part[0] == _OPENS:
            lines += [f"{before}<aside>", empty]
            if title := part[1:-1]:
                lines += [f"{later}<strong>{title}</strong>", empty]
        else:
            lines.append(before + part.strip(" "))
    return lines


def _in_a_row(part: str) -> str:
    if part == _CLOSES:
        return ""
    if part.startswith(_OPENS):
        return f"<strong>{part[1:-1]}</strong> " if part[1:-1] else ""
    return part
