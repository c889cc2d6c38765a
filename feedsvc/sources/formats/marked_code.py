"""Finds the code between the template marks of publishers, and writes it as code.

The marks are Jekyll's `{% highlight %}` (https://jekyllrb.com/docs/liquid/tags/), Hugo's
`{{< highlight >}}` (https://gohugo.io/shortcodes/highlight/) and Hexo's `{% codeblock %}` and
`{% code %}` (https://hexo.io/docs/tag-plugins).
"""

import html
import re

from feedsvc.sources.formats.code_spans import CodeScanner

_NAMES = "highlight|codeblock|code"
_OPENING = re.compile(
    rf"\{{%[-+]?[ \t]*(?P<liquid>{_NAMES})(?P<given>(?![\w-])[^%\n]{{0,500}})%\}}"
    rf"|\{{\{{[<%]\s*(?P<hugo>highlight)(?P<more>(?![\w-])[^>%}}\n]{{0,500}})(?<!/)[>%]\}}\}}"
)
_END_OF_HUGO = r"\{\{[<%]\s*/\s*highlight\s*[>%]\}\}"
_FIRST = re.compile(r"""[ \t]*["']?([A-Za-z][\w+#.-]{0,39})["']?(?=[ \t]|\Z)""")
_NAMED = re.compile(r"\blang:([A-Za-z][\w+#.-]{0,39})")
_RAW = re.compile(r"\A\s*?\{%-?\s*raw\s*-?%\}|\{%-?\s*endraw\s*-?%\}\Z")
_EMPTY_LINES = re.compile(r"(?:[ \t]*\n)*")
_QUOTE = re.compile(r"^[ \t]*>[ ]?", re.MULTILINE)


def code_at(text: str, at: int, scanner: CodeScanner, *, as_text: bool) -> tuple[int, str]:
    """The end of the code whose opening mark is at a place, and the HTML of it; `at` if none is.

    Args:
        text: the whole text.
        at: rises from call to call.
        scanner: of the text.
        as_text: whether the text is a plain one, in which the code stands as it is.
    """
    opening = _OPENING.match(text, at)
    if opening is None:
        return at, ""
    name = opening["liquid"]
    closing = _END_OF_HUGO if name is None else rf"\{{%[-+]?\s*end{name}\s*[-+]?%\}}"
    end = scanner.find(closing, opening.end())
    if end is None:
        return at, ""
    code = _RAW.sub("", text[opening.end() : end.start()].rstrip()).rstrip()
    if code.lstrip().startswith(("```", "~~~")):
        return at, ""
    if as_text:
        return end.end(), code
    before = text[scanner.line_start(at) : at]
    if ">" in before:
        code = _QUOTE.sub("", code).rstrip()
    elif before and not before.strip():  # as far as the mark is indented, so is the code
        code = re.sub(rf"^[ \t]{{1,{len(before)}}}", "", code, flags=re.MULTILINE)
    empty = _EMPTY_LINES.match(code)
    code = code[empty.end() if empty else 0 :]
    given = opening["given"] or opening["more"] or ""
    language = _FIRST.match(given) if name in (None, "highlight") else _NAMED.search(given)
    kind = f' class="language-{html.escape(language[1].lower())}"' if language else ""
    # A line feed as a reference: an empty line would end a block of HTML (CommonMark 4.6).
    inner = html.escape(code, quote=False).replace("\n", "&#10;")
    return end.end(), f"<pre><code{kind}>{inner}&#10;</code></pre>"
