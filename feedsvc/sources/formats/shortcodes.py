"""Replaces the template marks of site generators in a text. The text between them is kept.

What has a target becomes it (mark_meanings); what has none is left out.

The marks are Hugo's `{{< name >}}` and `{{% name %}}`, Liquid's and Jinja's `{% name %}` and
`{{ value }}`, and kramdown's `{: .class}`. Authors' comments go with what is in them. In code all
are kept, because there they are examples.
"""

import re
from html import escape

from feedsvc.errors import UnreadableArticle
from feedsvc.sources.formats import mark_writing
from feedsvc.sources.formats.code_spans import CODE_ELEMENTS, CodeScanner
from feedsvc.sources.formats.comments import OPEN_COMMENT, Comment, Comments, Syntax
from feedsvc.sources.formats.indented_code import IndentedCode
from feedsvc.sources.formats.link_targets import mended_at
from feedsvc.sources.formats.marked_code import BRACKETS, as_shown, code_at
from feedsvc.sources.formats.teaser import TEASER_END, is_teaser_end
from feedsvc.sources.formats.template_marks import TemplateMarks
from feedsvc.sources.formats.wikilinks import WikiLinks
from feedsvc.sources.formats.wordpress_marks import STARTS, WordPressMarks
from feedsvc.sources.source import Findings

# Groups are repeated inside an atomic group, (?>(?:…)*), and never possessively, (?:…)*+, because
# Python before 3.11.5, which Debian has, loses what a group in a possessive one has matched.
# These patterns find where a mark or code may begin; `re` finds a set of first characters fastest.
_BLANK_TARGET = r"\([^\s()<>\"]{1,300}[ ][^\s\"]"
_IN_BRACKETS = rf"{STARTS}|{BRACKETS}"
_STARTS: dict[Syntax, re.Pattern[str]] = {
    "text": re.compile(r"[{%<](?=[{%#/>!])"),
    "html": re.compile(
        rf"[{{<\\\[](?:(?<=[{{<])(?=[{{%#/>PpCcru])|(?<=\\)(?=\[(?:{STARTS}))|(?<=\[)(?={_IN_BRACKETS}))"
    ),
    "markdown": re.compile(
        r"[{<`~\\%!\[\]](?:(?<=[{<`~\\%])(?=[{%:#/>!<PpCcru`~\[]|(?<=`))|(?<=!)(?=\[\[)"
        rf"|(?<=\[)(?=\[|{_IN_BRACKETS})|(?<=\])(?={_BLANK_TARGET}))"
    ),
}
_HINTS = ("{", "%%", "<!--", "<%")
_HINTS_OF_MARKDOWN = re.compile(rf"\[\[|\]{_BLANK_TARGET}")
_HINTS_OF_BRACKETS = re.compile(rf"\[(?:{_IN_BRACKETS})")
_BRACES = re.compile(r"\{(?=[{%#:/<>])")
_CONFLICTS = re.compile(r"^(?:<{7}|>{7})", re.MULTILINE)
_ATTRIBUTE_LIST = re.compile(r"\{:[^{}\n]*+\}")
# https://kramdown.gettalong.org/syntax.html#extensions
_EXTENSION = re.compile(
    r"\{::(?:comment|nomarkdown|options)\b.*\}|\{:/(?:comment|nomarkdown)?[ ]*\}"
)
_ENDS_LINE = re.compile(r"[ \t]*(?:\n|\Z)")
_INDENT = re.compile(r"[ \t]*+")
# https://theme-next.js.org/docs/tag-plugins/tabs
_TAB = re.compile(r"<!--[ ]?tab(?P<title>(?:[ \t](?:(?!-->)[^\n<>]){0,200})?)-->")
_RAW = re.compile(r"\{%[-+]?\s*(?:raw|verbatim)\s*[-+]?%\}")
# Stands where a mark was. A line with nothing else is removed, since left empty it would end a
# paragraph.
_GONE = "\0"
# Braces before a removed mark, which would make a new mark with what follows it.
_HALVES = re.compile(r"(?<!\{)\{++\0++(?=[{<%])")
# In Markdown it stands for an HTML comment: one ends a paragraph, as a block of its own, and text
# with a line that is empty, or with `--`, would not be read as one.
_EMPTY_COMMENT = "<!-- -->"


def remove_shortcodes(text: str, syntax: Syntax, first_line: int, findings: Findings) -> str:
    """The text without template marks outside code: what has a target stands as link or picture.

    The text between the marks of a paired shortcode is kept, except that of a comment. The text in
    `{% raw %}` is kept as it is, with its marks.

    Args:
        text: a body, without front matter and without characters that XML forbids.
        syntax: decides what is code: in Markdown indented blocks, fences, backticks, `<pre>` and
            `<code>`; in HTML the elements only; in plain text nothing.
        first_line: the line of the file at which the text begins, from 1.
        findings: gets an info for every name of marks that were left out, with the first line; its
            path is that of the article's file.

    Raises:
        UnreadableArticle: open-comment.
    """
    if not any(mark in text for mark in _HINTS) and not (
        (syntax == "markdown" and _HINTS_OF_MARKDOWN.search(text))
        or (syntax != "text" and "[" in text and _HINTS_OF_BRACKETS.search(text))
    ):
        return text
    return _Replacer(text, syntax, first_line, findings).run()


def shielded(html: str, *, brackets: bool = True) -> str:
    """HTML in which nothing is read as a template mark or as git's marks of a conflict.

    The first sign of each is written as a reference to the character, so that readers see the
    same.

    Args:
        html: a body.
        brackets: also what would be read as a mark of WordPress.
    """
    if "{" in html:
        html = _BRACES.sub("&#123;", html)
    if brackets and "[" in html:
        html = _HINTS_OF_BRACKETS.sub(lambda found: f"&#91;{found[0][1:]}", html)
    if "<<<<<<<" in html or ">>>>>>>" in html:
        html = _CONFLICTS.sub(lambda found: escape(found[0]), html)
    return html


class _Replacer:
    def __init__(self, text: str, syntax: Syntax, first_line: int, findings: Findings) -> None:
        self.text = text
        self.syntax = syntax
        self.findings = findings
        self.kept: list[str] = []
        self.line = first_line
        self.counted = 0  # lines are counted up to here
        self.code = CodeScanner(text, CODE_ELEMENTS)
        self.told: set[str] = set()  # kinds of comments without an end
        self.comments = Comments(text, syntax, self.code)
        self.marks = TemplateMarks(text, syntax, self.code, findings, self.line_of)
        self.wikilinks = WikiLinks(text, findings.path)
        self.wordpress = WordPressMarks(text, findings.path)
        self.indented = IndentedCode(text if syntax == "markdown" else "")

    def run(self) -> str:
        starts = _STARTS[self.syntax]
        position = written = 0
        while found := starts.search(self.text, position):
            at = found.start()
            if code_end := self.indented.line_end(at):
                position = code_end
                continue
            if other := self.link(at):
                position, stays = other
                self.kept += (self.text[written:at], stays or _GONE)
                written = position
                continue
            if self.is_code_mark(at):
                start, end = self.code.code_at(at)
                position, start = max(end, at + 1), max(start, written)
                code = self.text[start:end]
                if "{" in code and (shown := as_shown(code)) != code:
                    self.kept += (self.text[written:start], shown)
                    written = end
                continue
            end, stays = code_at(self.text, at, self.code, as_text=self.syntax == "text")
            if end > at and self.syntax == "markdown":
                stays = self.apart(at, end, stays)
            if end == at:
                end, stays = self.mark(at)
            position = max(end, at + 1)
            if end > at:
                self.kept += (self.text[written:at], stays or _GONE)
                written = end
        self.kept.append(self.text[written:])
        self.marks.tell()
        return _without_emptied_lines("".join(self.kept))

    def link(self, at: int) -> tuple[int, str] | None:
        """The end of a link that only its publisher reads, and what stands for it; None: none."""
        first = self.text[at]
        if first in "\\[" and (found := self.wordpress.at(at)):
            if found.left_out:
                self.marks.leave_out(at, found.left_out)
            shown = found.meaning and mark_writing.inline(found.meaning, self.syntax)
            return found.end, shown or found.text
        if first == "<":
            return self.marks.autolink(at)
        if first in "![":
            wiki = self.wikilinks.at(at)
            if (
                wiki
                and first == "!"
                and wiki[1].kind == "link"
                and wiki[1].address not in self.told
            ):
                self.told.add(wiki[1].address)
                message = f"what {wiki[1].label!r} holds was not taken in; a link leads to it"
                self.findings.add("info", "shortcode", message, self.line_of(at))
            return (wiki[0], mark_writing.inline(wiki[1], self.syntax)) if wiki else None
        if first == "]" or self.text[at + 1 : at + 2] in ("r", "u"):
            end, stays = mended_at(self.text, at, self.syntax)
            return (end, stays) if end > at else None
        return None

    def mark(self, at: int) -> tuple[int, str]:
        """The end of the mark at `at`, and the text that replaces it; `at` if there is no mark."""
        found = self.comments.at(at)
        if found and (end := self.comment(at, found)):
            if self.syntax == "markdown" and (title := _TAB.match(self.text, at)):
                named = title["title"].partition("@")[0].strip()  # an icon follows
                return end, f"\n\n**{named}**<br>" if named else ""
            if self.syntax != "text" and is_teaser_end(self.text[at : min(end, at + 200)]):
                return end, TEASER_END
            in_html = found.kind == "html" and self.syntax == "markdown"
            return end, _EMPTY_COMMENT if in_html else ""
        if match := _RAW.match(self.text, at):
            end_of_raw = self.code.find(r"\{%-?\s*end(?:raw|verbatim)\s*-?%\}", match.end())
            if end_of_raw is not None:
                return end_of_raw.end(), self.text[match.end() : end_of_raw.start()]
        end, stays = self.marks.at(at)
        return (end, stays) if end > at else (self.attribute_list(at), "")

    def apart(self, at: int, end: int, block: str) -> str:
        """A block of HTML in Markdown, apart from the text around it, in its list or quote."""
        start = self.code.line_start(at)
        before = self.text[start:at]
        after = "" if _ENDS_LINE.match(self.text, end) else "\n\n"
        return ("\n\n" if before.strip(" \t>") else "") + block + after

    def is_code_mark(self, at: int) -> bool:
        """Whether what may begin here is code rather than a template mark or a comment."""
        if self.syntax == "text" or self.text.startswith(("<!--", "<%"), at):
            return False
        return self.text[at] in "<`~\\"

    def comment(self, at: int, found: Comment) -> int:
        """The end of the author's comment at `at`; 0 where it has none and so is shown.

        An HTML comment without an end goes to the end of the text, as in browsers.

        Raises:
            UnreadableArticle: what begins it can be nothing else.
        """
        if found.end is not None:
            return found.end
        if found.kind in self.told:
            return 0
        self.told.add(found.kind)
        if found.kind == "html":
            self.findings.add("warning", "open-comment", OPEN_COMMENT, self.line_of(at))
            return len(self.text)
        what = f"{found.opening!r} begins a comment that has no end"
        if found.certain:
            what += f", so it is not known what readers may see; write {found.closing!r} behind it"
            raise UnreadableArticle(what, line=self.line_of(at), code="open-comment")
        message = f"{what}, so readers see it; write {found.closing!r} behind it, if it is one"
        self.findings.add("warning", "open-comment", message, self.line_of(at))
        return 0

    def attribute_list(self, at: int) -> int:
        """The end of kramdown's `{: .class}`, on a line of its own or right after a span.

        It is `at` if there is none.
        """
        match = _ATTRIBUTE_LIST.match(self.text, at)
        if match is None or self.syntax != "markdown":
            return at
        if match[0].startswith(("{::", "{:/")):
            return match.end() if _EXTENSION.fullmatch(match[0]) else at
        following = self.text[match.end() : match.end() + 1]
        alone = following in ("", "\n") and _INDENT.fullmatch(
            self.text, self.code.line_start(at), at
        )
        return match.end() if alone or self.text[max(at - 1, 0)] in ")]*_`" else at

    def line_of(self, at: int) -> int:
        """The line of a place. Must be asked for rising places."""
        self.line += self.text.count("\n", self.counted, at)
        self.counted = at
        return self.line


def _without_emptied_lines(text: str) -> str:
    """The text without the signs of removed marks, nor the lines in which nothing else stood."""
    if _GONE not in text:
        return text
    *lines, last = (
        None if _GONE in line and not line.strip(" \t\0") else line for line in text.split("\n")
    )
    text = "\n".join((*(line for line in lines if line is not None), last or ""))
    if "{" + _GONE in text:
        text = _HALVES.sub("", text)
    return text.replace(_GONE, "")
