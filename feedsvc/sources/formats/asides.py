"""Writes callouts, such as a warning or a tip, as `<aside>` elements with their titles.

Whoever finds a callout in a text puts marks there: control characters, which no text holds. They
need no lines of their own, so that a text keeps its lines until `written_out` makes elements of
them. https://html.spec.whatwg.org/multipage/sections.html#the-aside-element
"""

import html
import re

_OPENS, _TITLED, _CLOSES, _QUOTE, _TAB = "\x0e", "\x0f", "\x10", "\x11", "\x12"
CLOSING = _CLOSES
TAB_CLOSING = _TAB + _TITLED
_MARK = re.compile(f"([{_OPENS}{_TAB}][^{_TITLED}\n]*{_TITLED}|{_CLOSES})")
# The marks of quotes and lists before a block. A group is repeated inside an atomic group: see
# shortcodes.
PREFIX = r"(?>(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))*)[ \t]*"
_BEFORE = re.compile(PREFIX)
_QUOTED = re.compile(rf"<(/?)blockquote>(\n<p>{_QUOTE}(?P<bare></p>)?)?")


def opening(title: str) -> str:
    """What stands where an aside begins, in Markdown; its end is CLOSING.

    Args:
        title: Markdown on one line; may be empty.
    """
    return f"{_OPENS}{title.strip()}{_TITLED}"


def tab_opening(title: str) -> str:
    """What stands where a tab begins, in Markdown: its title as a block; its end is TAB_CLOSING."""
    return f"{_TAB}{title.strip()}{_TITLED}"


def quote_opening(title: str) -> str:
    """What begins a quote that is a callout; an empty line of the quote must follow."""
    return f"{_QUOTE}<strong>{title.strip()}</strong>" if title.strip() else _QUOTE


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
    if _OPENS not in text and _CLOSES not in text and _TAB not in text:
        return text
    lines: list[str] = []
    for line in text.split("\n"):
        if _OPENS in line or _CLOSES in line or _TAB in line:
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
        if found["bare"]:
            return "<aside>"
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
        elif part[0] == _TAB:
            lines.append(empty)
            if title := part[1:-1]:
                lines += [f"{before}**{title}**", empty]
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
    if part.startswith((_OPENS, _TAB)):
        return f"<strong>{part[1:-1]}</strong> " if part[1:-1] else ""
    return part
