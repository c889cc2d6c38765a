"""Replaces one template mark after another: what has a target by it, and what has none by nothing.

The marks are Hugo's `{{< name >}}` and `{{% name %}}`, and Liquid's and Jinja's `{% name %}` and
`{{ value }}`.
"""

import html
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from feedsvc.sources.formats import mark_writing
from feedsvc.sources.formats.code_spans import CodeScanner
from feedsvc.sources.formats.comments import Syntax
from feedsvc.sources.formats.mark_arguments import read_arguments
from feedsvc.sources.formats.mark_meanings import Meaning, meanings_of
from feedsvc.sources.formats.notices import Notices
from feedsvc.sources.formats.value_marks import OWN_PAGE, address_of
from feedsvc.sources.formats.wikilinks import WikiLinks
from feedsvc.sources.source import Findings

# Groups are repeated inside an atomic group, (?>(?:…)*): see shortcodes.
_MARK = re.compile(
    r"""
    (?P<hugo>\{\{[<%](?P<inner>(?>(?:(?!\{\{[<%]|[>%]\}\})[\s\S])*))[>%]\}\})
    | (?P<liquid>\{%(?P<words>(?>(?:(?!\{%|%\})[\s\S])*))%\})
    | (?P<value>\{\{(?![<%])(?>(?:(?!\{\{|\}\}|\n[ \t]*\n)[\s\S]){0,1000})\}\})
    | (?P<erb><%(?P<ruby>(?>(?:(?!<%|%>)[\s\S]){0,2000})%>))
    | (?P<stray>\{\{[<%]|\{%)
    """,
    re.VERBOSE,
)
_REST_OF_TARGET = re.compile(r"[^\s)>\"'{]*+")
_TITLE = re.compile(r"""[ \t\n]+"(?:(?!"\))[^\n]){0,500}"(?=\))""")
_AUTOLINK = re.compile(
    r"<(?P<whole>(?=\{[{%])(?>(?:\{\{[^{}<>\n]{0,300}\}\}|\{%[^{}%<>\n]{0,300}%\}|[^\s<>{}]){1,300}))>"
)
_PART = re.compile(r"\{[{%][-+]?(.*?)[-+]?[%}]\}")
_ENDS_LINE = re.compile(r"[ \t]*(?:\n|\Z)")
# They lay out what stands between them and their ends, which stays.
_LAYOUT = frozenset({"tabs", "subtabs", "grouppicture", "gp"})  # NexT's
_LABELLED = re.compile(r"\s*label\s+\w{0,20}\s?@\s?(?P<text>[^%{}]{1,500}?)\s*")
_NAME = re.compile(r"[^\s\"'<>%{}/=|-][^\s\"'<>%{}/=|]{0,59}")
_INCLUDED = re.compile(r"\s*include(?:_relative|_cached)?\s{1,9}[^\s\"'{}]{1,60}")
_CLOSING = re.compile(r"\s*(?:end|/\s*)([\w.-]{1,60})")
# The text of a link between its mark and the end of that.
_LABEL = re.compile(
    r"\s*(?P<label>[^\s\[\]{}<>][^\[\]{}<>\n]{0,200}?)\s*"
    r"(?:\{\{[<%]\s*/\s*(?P<hugo>[\w-]{1,40})\s*[>%]\}\}|\{%-?\s*end(?P<liquid>\w{1,40})\s*-?%\})"
)
_WIKI = re.compile(r"!?\[\[")
# What is in front of a mark where a target is wanted.
_IN_MARKDOWN = ("](", "](<", "]: ", "]: <")
_IN_TAGS = ('="', "='")


_LONGEST_BLOCK = 1_000  # characters of a block of HTML in front of a mark that are looked at
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_BLOCK = re.compile(
    r"\n?[ ]{0,3}</?(?:address|article|aside|blockquote|center|dd|details|div|dl|dt|figcaption"
    r"|figure|footer|form|h[1-6]|header|li|main|nav|ol|p|section|summary|table|tbody|td|tfoot|th"
    r"|thead|tr|ul)(?=[\s/>])(?![^>]*\bmarkdown=)",
    re.IGNORECASE,
)


class TemplateMarks:
    """Replaces the template marks of a text. Must be asked for rising places.

    Args:
        text: the whole text.
        syntax: of the text.
        scanner: of the text.
        findings: gets what was left out; its path is that of the article's file.
        line_of: the line of a place in the file.
    """

    def __init__(
        self,
        text: str,
        syntax: Syntax,
        scanner: CodeScanner,
        findings: Findings,
        line_of: Callable[[int], int],
    ) -> None:
        self._text = text
        self._syntax = syntax
        self._scanner = scanner
        self._findings = findings
        self._line_of = line_of
        self._notices = None if syntax == "text" else Notices(text, syntax)
        self._places = _IN_TAGS + (_IN_MARKDOWN if syntax == "markdown" else ())
        self._target = (-1, "")  # where the last mark that was a target ended, and what is before
        self._left_out: dict[str, int] = {}  # the first line of each name

    def at(self, at: int) -> tuple[int, str]:
        """The end of the mark at a place, and what stands for it; the place if there is no mark."""
        match = _MARK.match(self._text, at)
        if match is None:
            return at, ""
        inner = match["inner"] or match["words"] or ""
        if (text := _LABELLED.fullmatch(inner)) and self._notices:
            return match.end(), html.escape(text["text"], quote=False)
        if inner and self._notices and (aside := self._notices.written(at, inner)):
            return match.end(), aside
        if match["erb"]:  # of Ruby, JavaScript or Obsidian's Templater
            self.leave_out(at, match["ruby"].rstrip("%>"))
            return match.end(), ""
        address: str | None = None
        if match["value"]:
            inner = match[0][2:-2].strip("-+ \t\n")
            address = address_of(inner)
        found = () if address is not None else meanings_of(inner, self._findings.path)
        address = found[0].address if found else address
        if address is None:
            self.leave_out(at, inner)
        if place := self._place(at):
            return self._in_target(match, place, address)
        if found and found[0].kind == "link" and not (found[0].label or found[0].bare):
            label = _LABEL.match(self._text, match.end())
            if label and (label["hugo"] or label["liquid"]) == _first_word(inner):
                shown = found[0]._replace(label=label["label"])
                return label.end(), mark_writing.inline(shown, self._syntax)
        if match["value"] and not found and address is not None:
            self.leave_out(at, inner)
        return match.end(), self._shown(match, found)

    def autolink(self, at: int) -> tuple[int, str] | None:
        """The end of `<{{ url }}>` at a place, and what stands for it; None: there is none."""
        found = _AUTOLINK.match(self._text, at) if self._syntax == "markdown" else None
        if found is None or self._place(at):
            return None
        known = True

        def replaced(part: re.Match[str]) -> str:
            nonlocal known
            address = address_of(part[1]) if part[0].startswith("{{") else None
            if address is None and (meant := meanings_of(part[1], self._findings.path)):
                address = meant[0].address
            if address is None:
                known = False
                self.leave_out(at, part[1])
            return address or ""

        address = _PART.sub(replaced, found["whole"])
        if not known or not address:
            return found.end(), ""
        return found.end(), mark_writing.inline(Meaning(address), self._syntax)

    def leave_out(self, at: int, inner: str) -> None:
        """Remember that a mark has been left out."""
        found = _INCLUDED.match(inner) or _NAME.search(inner)
        name = found[0].strip() if found else ""
        if name.removeprefix("end") in _LAYOUT:
            return
        if (opening := _CLOSING.match(inner)) and opening[1] in self._left_out:
            return
        if name not in self._left_out:
            self._left_out[name] = self._line_of(at)

    def tell(self) -> None:
        """Report what has been left out, once for each name."""
        for name, line in self._left_out.items():
            message = (
                f"the template mark {name!r} was left out; write what it stands for, if it matters"
                if name
                else "a template mark without an end was left out; delete it"
            )
            self._findings.add("info", "shortcode", message, line)

    def _place(self, at: int) -> str:
        """What is in front of a mark that stands as the target of a link; empty: no target is."""
        if at == self._target[0]:
            return self._target[1]
        before = self._text[max(at - 4, 0) : at]
        return next((place for place in self._places if before.endswith(place)), "")

    def _in_target(self, match: re.Match[str], place: str, address: str | None) -> tuple[int, str]:
        """The end of a mark that is the target of a link, and the text that replaces it.

        Text right after a mark is a part of the target. Where the mark has none it is removed,
        except after a `{{ value }}`, since it can be a path of the site. In Markdown, `<>` is left
        where otherwise there would be no target.
        """
        end = match.end()
        in_markdown = place in _IN_MARKDOWN
        if address:
            self._target = (end, place)
            stays = mark_writing.as_target(address, "markdown" if in_markdown else "html")
            if in_markdown and (title := _TITLE.match(self._text, end)) and title[0].count('"') > 2:
                # Quotes in a title would end it too early.
                return title.end(), f"{stays} {_quoted(title[0])}"
            if address == OWN_PAGE and self._text[end : end + 1] in ("#", "?"):
                return end, ""
            return end, stays
        if match["value"]:
            self._target = (end, place)
        elif rest := _REST_OF_TARGET.match(self._text, end):
            end = rest.end()
        following = self._text[end : end + 1]
        if address is not None and following in ("{", "/"):
            return end, ""
        if in_markdown and (title := _TITLE.match(self._text, end)):
            # A title is of no use without a link, and quotes in it often end it too early.
            end = title.end()
        bare = place == "](" and self._text[end : end + 1] in ("", ")", " ", "\n", "\t")
        if address is not None and bare:
            return end, "/"  # the root of the site
        return end, "<>" if bare else ""

    def _shown(self, match: re.Match[str], found: tuple[Meaning, ...]) -> str:
        """What a mark in the text stands for."""
        syntax = self._syntax
        if found and syntax == "markdown" and self._in_html(match.start()):
            syntax = "html"
        block = mark_writing.block(found[0], syntax) if len(found) == 1 else ""
        if block and syntax == "html":
            return block
        if block:
            start = self._scanner.line_start(match.start())
            before = self._text[start : match.start()]
            if _ENDS_LINE.match(self._text, match.end()) and not before.strip(" \t>"):
                return f"{block}\n{before.rstrip()}"
        return " ".join(mark_writing.inline(one, syntax) for one in found)

    def _in_html(self, at: int) -> bool:
        """Whether a place is in a block of HTML, in which Markdown is none (CommonMark 4.6)."""
        before = self._text[max(at - _LONGEST_BLOCK, 0) : at]
        return _BLOCK.match(_EMPTY_LINE.split(before)[-1]) is not None


class Meant(NamedTuple):
    """An address that a mark means.

    Attributes:
        at: the place of the mark.
        address: relative to the article.
        written: what the mark names, as written.
    """

    at: int
    address: str
    written: str


def meant_addresses(text: str, path: str) -> Iterator[Meant]:
    """The addresses that the template marks and wiki links of a text mean.

    Args:
        text: Markdown or HTML; what it has in code counts, so blank that out before.
        path: of the article's file.
    """
    if "{{" in text or "{%" in text:
        for match in _MARK.finditer(text):
            inner = match["inner"] or match["words"] or match[0][2:-2].strip("-+ \t\n")
            for one in meanings_of(inner, path):
                given = read_arguments(inner)
                values = (*given.values, *given.named.values()) if given else ()
                # Hexo's and Jekyll's marks name a class or a template before what they show.
                ends = (value for value in values if value and one.address.endswith(value))
                yield Meant(match.start(), one.address, next(ends, next(iter(values), inner)))
    if "[[" in text:
        wiki = WikiLinks(text, path)
        for place in _WIKI.finditer(text):
            if found := wiki.at(place.start()):
                yield Meant(place.start(), found[1].address, found[1].label)


def _first_word(inner: str) -> str:
    found = _NAME.search(inner)
    return found[0] if found else ""


def _quoted(title: str) -> str:
    inner = title.strip()[1:-1].replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'
