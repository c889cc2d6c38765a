"""Template marks of site generators are left out of a text; the words between them stay.

Hugo's `{{< name >}}` and `{{% name %}}`, Liquid's and Jinja's `{% name %}` and `{{ value }}`, and
kramdown's `{: .class}`. Inside code they stay: there they are being shown.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from typing import Literal

from feedsvc.sources.source import Findings

Syntax = Literal["markdown", "html", "text"]

# A group is repeated in an atomic one, (?>(?:…)*), never possessively, (?:…)*+: Python before
# 3.11.5, as Debian has it, loses what such a group has matched.
# Where something may begin; a set of first characters is what `re` seeks fastest.
_STARTS: dict[Syntax, re.Pattern[str]] = {
    "text": re.compile(r"\{(?=[{%])"),
    "html": re.compile(r"[{<](?=[{%PpCc])"),
    "markdown": re.compile(r"[{<`~\\](?=[{%:PpCc`~]|(?<=`))"),
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
_INDENT = re.compile(r"[ \t]*+")
_ELEMENT = re.compile(r"<(pre|code)(?=[\s>])", re.IGNORECASE)
_TICKS = re.compile("`+")
_FENCE = re.compile(r"~{3,}|`{3,}(?=[^`\n]*$)", re.MULTILINE)
_BEFORE_FENCE = re.compile(r"[ \t]*(?>(?:(?:[>*+-]|\d{1,9}[.)])[ \t]+)*)")
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
_NAME = re.compile(r"[^\s\"'<>%{}/=|-][^\s\"'<>%{}/=|]{0,59}")
# Stands where a mark was. A line of nothing else goes: left empty, it would end a paragraph.
_GONE = "\0"
_HALVES = re.compile(r"(?<!\{)\{++\0++(?=[{<%])")  # would make a mark where they meet
_EMPTIED_LINE = re.compile(r"^[ \t]*\0[ \t\0]*(?:\n|\Z)", re.MULTILINE)


def remove_shortcodes(text: str, syntax: Syntax, first_line: int, findings: Findings) -> str:
    """The text without template marks outside code.

    What stands between a paired shortcode's marks stays, except a `{% comment %}`'s. What stands
    in `{% raw %}` stays literally.

    Args:
        text: a body, without front matter and without characters illegal in XML.
        syntax: what counts as code: in Markdown fences, backticks, `<pre>` and `<code>`, in HTML
            the elements, in plain text nothing.
        first_line: the text's first line in its file.
        findings: gets an info for every mark, with its line and name.
    """
    if "{" not in text:
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
        self.sought = self.started = 0  # line_start's last place and answer
        self.missing: set[str] = set()  # marks that do not stand in the rest of the text
        self.tick_runs: dict[int, list[int]] | None = None
        self.paragraph_ends: list[int] = []

    def run(self) -> str:
        starts = _STARTS[self.syntax]
        position = written = 0
        while found := starts.search(self.text, position):
            at = found.start()
            if found[0] != "{":
                position = max(self.code_end(at), at + 1)
                continue
            end, stays = self.mark(at)
            position = max(end, at + 1)
            if end > at:
                self.kept += (self.text[written:at], stays or _GONE)
                written = end
        self.kept.append(self.text[written:])
        text = _EMPTIED_LINE.sub("", "".join(self.kept))
        return _HALVES.sub("", text).replace(_GONE, "")

    def mark(self, at: int) -> tuple[int, str]:
        """The end of the mark at `at`, which is `at` where there is none, and what stays of it."""
        match = _MARK.match(self.text, at)
        if match is None:
            return self.attribute_list(at), ""
        if match["liquid"]:
            end, stays = self.liquid(match)
        else:
            self.report(at, match["inner"] or match[0].strip("{}<>% \n-"))
            end, stays = match.end(), ""
        return (end, stays) if stays or match["stray"] else self.target(match, end)

    def target(self, match: re.Match[str], end: int) -> tuple[int, str]:
        """The end of a mark, and what stays, where it is the target of a link: an empty one.

        What follows a `{{ value }}` can be a path of the site; what follows the others is a part
        of the target that they stood for.
        """
        before = self.text[max(match.start() - 2, 0) : match.start()]
        in_markdown = self.syntax == "markdown" and before == "]("
        if not in_markdown and before not in ('="', "='", "(<"):
            return end, ""
        if not match["value"]:
            rest = _REST_OF_TARGET.match(self.text, end)
            end = rest.end() if rest else end
        if in_markdown and (title := _TITLE.match(self.text, end)):
            end = title.end()  # of no use without a link, and often with quotes that end it early
        bare = in_markdown and self.text[end : end + 1] in ("", ")", " ", "\n", "\t")
        return end, "<>" if bare else ""

    def attribute_list(self, at: int) -> int:
        """The end of kramdown's `{: .class}`, on a line of its own or right behind a span."""
        match = _ATTRIBUTE_LIST.match(self.text, at)
        if match is None or self.syntax != "markdown":
            return at
        following = self.text[match.end() : match.end() + 1]
        alone = following in ("", "\n") and _INDENT.fullmatch(self.text, self.line_start(at), at)
        return match.end() if alone or self.text[max(at - 1, 0)] in ")]*_`" else at

    def line_start(self, at: int) -> int:
        """Where the line of `at` starts; asked for places in their order."""
        start = self.text.rfind("\n", self.sought, at) + 1
        self.started = start or self.started
        self.sought = at
        return self.started

    def liquid(self, match: re.Match[str]) -> tuple[int, str]:
        name = self.report(match.start(), match["words"].strip("- \n\t"))
        if name in ("comment", "raw"):
            end = self.find(rf"\{{%-?\s*end{name}\s*-?%\}}", match.end())
            if end is not None:
                inner = self.text[match.end() : end.start()]
                return end.end(), inner if name == "raw" else ""
        return match.end(), ""

    def code_end(self, at: int) -> int:
        """The end of the code that begins at `at`; `at` where none does."""
        first = self.text[at]
        if first == "\\":
            return at + 2
        if first == "<":
            match = _ELEMENT.match(self.text, at)
            end = self.find(f"</{match[1].lower()}", match.end()) if match else None
            return end.end() if end else at
        fence = _FENCE.match(self.text, at)
        if fence and _BEFORE_FENCE.fullmatch(self.text, self.line_start(at), at):
            closing = rf"(?m)^[ \t>]*{first}{{{len(fence[0])},}}[ \t]*$"
            end = self.find(closing, fence.end())
            return end.end() if end else len(self.text)
        if first == "`":
            return self.span_end(at)
        return fence.end() if fence else at + 1

    def span_end(self, at: int) -> int:
        """The end of the code span at `at`, within its paragraph, or of its backticks."""
        if self.tick_runs is None:
            self.tick_runs = defaultdict(list)
            for run in _TICKS.finditer(self.text):
                self.tick_runs[len(run[0])].append(run.start())
            self.paragraph_ends = [m.start() for m in _PARAGRAPH_END.finditer(self.text)]
        opening = _TICKS.match(self.text, at)
        length = len(opening[0]) if opening else 1
        same = self.tick_runs.get(length, [])
        following = bisect_right(same, at)
        paragraph = bisect_right(self.paragraph_ends, at)
        limit = self.paragraph_ends[paragraph : paragraph + 1] or [len(self.text)]
        if following < len(same) and same[following] < limit[0]:
            return same[following] + length
        return at + length

    def find(self, pattern: str, position: int) -> re.Match[str] | None:
        """The next match; what was sought in vain once is not sought again."""
        if pattern in self.missing:
            return None
        found = re.compile(pattern, re.IGNORECASE).search(self.text, position)
        if found is None:
            self.missing.add(pattern)
        return found

    def report(self, at: int, inner: str) -> str:
        """Reports a mark, and says its name."""
        self.line += self.text.count("\n", self.counted, at)
        self.counted = at
        found = _NAME.search(inner)
        name = found[0] if found else ""
        message = (
            f"the template mark {name!r} was left out; write what it stands for, if it matters"
            if name
            else "a template mark without an end was left out; delete it"
        )
        self.findings.add("info", "shortcode", message, self.line)
        return name
