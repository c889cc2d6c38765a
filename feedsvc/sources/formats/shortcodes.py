"""Removes the template marks of site generators from a text. The text between them is kept.

The marks are Hugo's `{{< name >}}` and `{{% name %}}`, Liquid's and Jinja's `{% name %}` and
`{{ value }}`, and kramdown's `{: .class}`. Authors' comments go with what is in them. In code all
are kept, because there they are examples.
"""

import re

from feedsvc.errors import UnreadableArticle
from feedsvc.sources.formats.code_spans import CODE_ELEMENTS, CodeScanner
from feedsvc.sources.formats.comments import OPEN_COMMENT, Comment, Comments, Syntax
from feedsvc.sources.formats.indented_code import IndentedCode
from feedsvc.sources.formats.marked_code import code_at
from feedsvc.sources.formats.notices import Notices
from feedsvc.sources.source import Findings

# Groups are repeated inside an atomic group, (?>(?:…)*), and never possessively, (?:…)*+, because
# Python before 3.11.5, which Debian has, loses what a group in a possessive one has matched.
# These patterns find where a mark or code may begin; `re` finds a set of first characters fastest.
_STARTS: dict[Syntax, re.Pattern[str]] = {
    "text": re.compile(r"[{%<](?=[{%#/>!])"),
    "html": re.compile(r"[{<](?=[{%#/>PpCc])"),
    "markdown": re.compile(r"[{<`~\\%](?=[{%:#/>!<PpCc`~]|(?<=`))"),
}
_MARK = re.compile(
    r"""
    (?P<hugo>\{\{[<%](?P<inner>(?>(?:(?!\{\{[<%]|[>%]\}\})[\s\S])*))[>%]\}\})
    | (?P<liquid>\{%(?P<words>(?>(?:(?!\{%|%\})[\s\S])*))%\})
    | (?P<value>\{\{(?![<%])(?>(?:(?!\{\{|\}\}|\n[ \t]*\n)[\s\S]){0,1000})\}\})
    | (?P<stray>\{\{[<%]|\{%)
    """,
    re.VERBOSE,
)
_ATTRIBUTE_LIST = re.compile(r"\{:[^{}\n]*+\}")
_REST_OF_TARGET = re.compile(r"[^\s)>\"'{]*+")
_TITLE = re.compile(r"""[ \t\n]+"(?:(?!"\))[^\n]){0,500}"(?=\))""")
_ENDS_LINE = re.compile(r"[ \t]*(?:\n|\Z)")
_INDENT = re.compile(r"[ \t]*+")
_NAME = re.compile(r"[^\s\"'<>%{}/=|-][^\s\"'<>%{}/=|]{0,59}")
# Stands where a mark was. A line with nothing else is removed, since left empty it would end a
# paragraph.
_GONE = "\0"
# Braces before a removed mark, which would make a new mark with what follows it.
_HALVES = re.compile(r"(?<!\{)\{++\0++(?=[{<%])")
# In Markdown it stands for an HTML comment: one ends a paragraph, as a block of its own, and text
# with a line that is empty, or with `--`, would not be read as one.
_EMPTY_COMMENT = "<!-- -->"
_EMPTIED_LINE = re.compile(r"^[ \t]*\0[ \t\0]*(?:\n|\Z)", re.MULTILINE)


def remove_shortcodes(text: str, syntax: Syntax, first_line: int, findings: Findings) -> str:
    """The text without template marks outside code.

    The text between the marks of a paired shortcode is kept, except that of a comment. The text in
    `{% raw %}` is kept as it is, with its marks.

    Args:
        text: a body, without front matter and without characters that XML forbids.
        syntax: decides what is code: in Markdown indented blocks, fences, backticks, `<pre>` and
            `<code>`; in HTML the elements only; in plain text nothing.
        first_line: the line of the file at which the text begins, from 1.
        findings: gets an info for every mark, with its line and name.

    Raises:
        UnreadableArticle: open-comment.
    """
    if not any(mark in text for mark in ("{", "%%", "<!--")):
        return text
    return _Remover(text, syntax, first_line, findings).run()


class _Remover:
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
        self.notices = None if syntax == "text" else Notices(text, syntax)
        self.indented = IndentedCode(text if syntax == "markdown" else "")

    def run(self) -> str:
        starts = _STARTS[self.syntax]
        position = written = 0
        while found := starts.search(self.text, position):
            at = found.start()
            if code_end := self.indented.line_end(at):
                position = code_end
                continue
            if self.is_code_mark(at):
                position = max(self.code.code_at(at)[1], at + 1)
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
        text = _EMPTIED_LINE.sub("", "".join(self.kept))
        return _HALVES.sub("", text).replace(_GONE, "")

    def mark(self, at: int) -> tuple[int, str]:
        """The end of the mark at `at`, and the text that replaces it; `at` if there is no mark."""
        found = self.comments.at(at)
        if found and (end := self.comment(at, found)):
            in_html = found.kind == "html" and self.syntax == "markdown"
            return end, _EMPTY_COMMENT if in_html else ""
        match = _MARK.match(self.text, at)
        if match is None:
            return self.attribute_list(at), ""
        inner = match["inner"] or match["words"]
        if inner and self.notices and (aside := self.notices.written(at, inner)):
            return match.end(), aside
        if match["liquid"]:
            end, stays = self.liquid(match)
        else:
            self.report(at, match["inner"] or match[0].strip("{}<>% \n-"))
            end, stays = match.end(), ""
        return (end, stays) if stays or match["stray"] else self.target(match, end)

    def apart(self, at: int, end: int, block: str) -> str:
        """A block of HTML in Markdown, apart from the text around it, in its list or quote."""
        start = self.code.line_start(at)
        before = self.text[start:at]
        after = "" if _ENDS_LINE.match(self.text, end) else "\n\n"
        return ("\n\n" if before.strip(" \t>") else "") + block + after

    def is_code_mark(self, at: int) -> bool:
        """Whether what may begin here is code rather than a template mark or a comment."""
        if self.syntax == "text" or self.text.startswith("<!--", at):
            return False
        return self.text[at] in "<`~\\"

    def comment(self, at: int, found: Comment) -> int:
        """The end of the author's comment at `at`; 0 where it has none and so is shown.

        An HTML comment without an end goes to the end of the text, as in browsers.

        Raises:
            UnreadableArticle: what begins it can be nothing else.
        """
        if found.end is not None:
            if found.template:
                self.report(at, "comment")
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

    def target(self, match: re.Match[str], end: int) -> tuple[int, str]:
        """The end of a mark that can be the target of a link, and the text that replaces it.

        Text right after a `{{ value }}` is kept, since it can be a path of the site. Text right
        after other marks is a part of the target that is removed, so it is removed as well. In
        Markdown, `<>` is left where otherwise there would be no target.
        """
        before = self.text[max(match.start() - 2, 0) : match.start()]
        in_markdown = self.syntax == "markdown" and before == "]("
        if not in_markdown and before not in ('="', "='", "(<"):
            return end, ""
        if not match["value"]:
            rest = _REST_OF_TARGET.match(self.text, end)
            end = rest.end() if rest else end
        if in_markdown and (title := _TITLE.match(self.text, end)):
            # A title is of no use without a link, and quotes in it often end it too early.
            end = title.end()
        bare = in_markdown and self.text[end : end + 1] in ("", ")", " ", "\n", "\t")
        return end, "<>" if bare else ""

    def attribute_list(self, at: int) -> int:
        """The end of kramdown's `{: .class}`, on a line of its own or right after a span.

        It is `at` if there is none.
        """
        match = _ATTRIBUTE_LIST.match(self.text, at)
        if match is None or self.syntax != "markdown":
            return at
        following = self.text[match.end() : match.end() + 1]
        alone = following in ("", "\n") and _INDENT.fullmatch(
            self.text, self.code.line_start(at), at
        )
        return match.end() if alone or self.text[max(at - 1, 0)] in ")]*_`" else at

    def liquid(self, match: re.Match[str]) -> tuple[int, str]:
        name = self.report(match.start(), match["words"].strip("- \n\t"))
        if name == "raw":
            end = self.code.find(r"\{%-?\s*endraw\s*-?%\}", match.end())
            if end is not None:
                return end.end(), self.text[match.end() : end.start()]
        return match.end(), ""

    def report(self, at: int, inner: str) -> str:
        """Report a mark, and return its name."""
        line = self.line_of(at)
        found = _NAME.search(inner)
        name = found[0] if found else ""
        message = (
            f"the template mark {name!r} was left out; write what it stands for, if it matters"
            if name
            else "a template mark without an end was left out; delete it"
        )
        self.findings.add("info", "shortcode", message, line)
        return name

    def line_of(self, at: int) -> int:
        """The line of a place. Must be asked for rising places."""
        self.line += self.text.count("\n", self.counted, at)
        self.counted = at
        return self.line
