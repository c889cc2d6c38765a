"""Finds the notices, quotations and tabs that template marks make, and writes them as such.

The marks are those of Hugo's themes, `{{% notice tip "Title" %}} … {{% /notice %}}`, of Zola's,
`{% alert(type="note") %} … {% end %}`, and of Liquid and Nunjucks, `{% note %} … {% endnote %}`;
also those that hold their text, `{% include note.html content="…" %}`. What the marks of
quotations and tabs say, quotations and tab_marks read.
https://gohugo.io/content-management/shortcodes/, https://www.getzola.org/documentation/content/shortcodes/,
https://theme-next.js.org/docs/tag-plugins/note
"""

import re
from typing import Literal

from feedsvc.sources.formats import quotations, tab_marks
from feedsvc.sources.formats.asides import CLOSING, as_html, opening
from feedsvc.sources.formats.indented_code import lines_outside_code
from feedsvc.sources.html import words
from feedsvc.sources.html.callout_kinds import KINDS, title_of

# Some kinds are names of other marks as well.
_NAMES = (KINDS - words("check cite done example help missing quote")) | words("expand panel")
_PAIRED = _NAMES | quotations.NAMES | tab_marks.NAMES
_READ = _PAIRED | {"include", tab_marks.GROUP}
_GENERIC = words("admonition alert aside callout expand hint notice panel")
_MARK = re.compile(
    r"""\{(?P<kind>\{[<%]|%)-?[ \t\n]*(?:(?P<closes>/[ \t]*|end)(?P<ended>[a-z]{0,20})(?![\w.])
    |(?P<name>[a-z_]{2,40})(?![\w.])(?P<zola>[ \t]*\()?)""",
    re.VERBOSE,
)
_INNER = re.compile(r"[ \t\n-]*(?P<closes>/[ \t]*|end)?(?P<name>[a-z]*)(?P<given>(?![\w.])[\s\S]*)")
_INCLUDED = re.compile(
    r"[ \t]*(?:[\w-]+/)*(?P<name>[a-z]+)\.(?:html|md|njk|liquid)(?P<given>[\s\S]*)"
)
_GIVEN = re.compile(
    r"""(?:(?P<key>[A-Za-z]\w*)[ ]?[=:][ ]?)?(?:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>[^']*)'
    |`(?P<raw>[^`]*)`|(?P<bare>[^\s"'`=,()]+))""",
    re.VERBOSE,
)
_KIND_KEYS = frozenset({"type", "kind", "style", "color", "context", "level", "class", "variant"})
_TITLE_KEYS = frozenset({"title", "header", "heading", "summary", "label"})
_TEXT_KEYS = frozenset({"text", "content", "body", "message"})


class Notices:
    """Finds the notices of a text, in linear time.

    Args:
        text: the whole text.
        syntax: of what is written in place of marks.
    """

    def __init__(self, text: str, syntax: Literal["markdown", "html"]) -> None:
        self._text = text
        self._in_html = syntax == "html"
        self._paired: dict[int, str] | None = None
        self._tabs = tab_marks.Tabs(in_html=self._in_html)
        self._said: dict[str, list[str]] = {}  # of the quotations that are open, by their names

    def written(self, at: int, inner: str) -> str:
        """What stands for a template mark: the beginning or end of an aside, or all of it.

        Args:
            at: where the mark begins.
            inner: what stands in it.

        Returns an empty text for marks that belong to no notice.
        """
        found = _INNER.match(inner)
        if found is None or not (found["closes"] or found["name"] in _READ):
            return ""
        if self._paired is None:
            shown = self._text if self._in_html else "\n".join(lines_outside_code(self._text))
            self._paired = _paired(shown)
        name, given = found["name"], found["given"]
        if found["closes"]:
            return self._closed(self._paired[at]) if at in self._paired else ""
        if name == tab_marks.GROUP:
            self._tabs.group(given)
            return ""
        if name in quotations.NAMES | tab_marks.NAMES:
            return self._begun(name, given) if at in self._paired else ""
        if name == "include":
            included = _INCLUDED.match(given)
            if included is None or included["name"] not in _NAMES:
                return ""
            name, given = included["name"], included["given"]
        title, text = _title_and_text(name, given)
        if at in self._paired:
            return self._begin(title)
        return f"{self._begin(title)}{text}{self._end()}" if text else ""

    def _begun(self, name: str, given: str) -> str:
        if name in tab_marks.NAMES:
            return self._tabs.begin(given)
        self._said.setdefault(name, []).append(quotations.attribution(name, given))
        return "<blockquote>" if self._in_html else "\n\n<blockquote>\n\n"

    def _closed(self, name: str) -> str:
        if name in tab_marks.NAMES:
            return self._tabs.end()
        if name not in quotations.NAMES:
            return self._end()
        said = self._said[name].pop()
        footer = f"<footer>{said}</footer>" if said else ""
        return f"{footer}</blockquote>" if self._in_html else f"\n\n{footer}</blockquote>\n\n"

    def _begin(self, title: str) -> str:
        return as_html(title) if self._in_html else opening(title)

    def _end(self) -> str:
        return "</aside>" if self._in_html else CLOSING


def _paired(text: str) -> dict[int, str]:
    """The places of the marks that begin and end notices and quotations, with their names."""
    opened: dict[str, list[tuple[int, str]]] = {}
    paired: dict[int, str] = {}
    for mark in _MARK.finditer(text):
        hugo = mark["kind"] != "%"
        if not mark["closes"]:
            stack = "zola" if mark["zola"] and not hugo else f"{hugo}{mark['name']}"
            if stack == "zola" or mark["name"] in _PAIRED:
                opened.setdefault(stack, []).append((mark.start(), mark["name"]))
            continue
        stack = f"{hugo}{mark['ended']}" if mark["ended"] or hugo else "zola"
        if opened.get(stack):
            at, name = opened[stack].pop()
            if name in _PAIRED:
                paired |= {at: name, mark.start(): name}
    return paired


def _title_and_text(name: str, given: str) -> tuple[str, str]:
    """The title of a notice, and the text that its mark holds itself."""
    kind = "" if name in _GENERIC else name
    title, words, text = "", "", ""
    told = False  # whether there is a title, though it be empty
    for one in _GIVEN.finditer(given.strip("/ \t\n-")):
        key, bare = (one["key"] or "").lower(), one["bare"]
        quoted = next((q for q in one.group("double", "single", "raw") if q is not None), "")
        value = " ".join((bare or quoted.replace('\\"', '"')).split())
        first = value.split()[0].lower() if value and key in _KIND_KEYS else value.lower()
        if key in _TITLE_KEYS:
            title, told = value, True
        elif key in _TEXT_KEYS:
            text = value
        elif key in _KIND_KEYS or not key:
            if not kind and first in KINDS:
                kind = first
            elif not key and bare and (words or value[:1].isupper() or not value.isascii()):
                words += f" {value}"
            elif not key and not told and not bare and _is_title(value):
                title, told = value, True
    return title or words.strip() or ("" if told else title_of(kind)), text


def _is_title(value: str) -> bool:
    """Whether a value without a name is a title, rather than the name of a picture."""
    return " " in value or value[:1].isupper() or not value.isascii()
