"""Finds the code between the template marks of publishers, and writes it as code.

The marks are Jekyll's `{% highlight %}` (https://jekyllrb.com/docs/liquid/tags/), Hugo's
`{{< highlight >}}` (https://gohugo.io/shortcodes/highlight/), Hexo's `{% codeblock %}` and
`{% code %}` (https://hexo.io/docs/tag-plugins), and WordPress's `[sourcecode]`, `[code]` and
`[python]` (https://wordpress.com/support/code/,
https://wordpress.org/plugins/syntaxhighlighter/).
"""

import html
import re

from feedsvc.sources.formats.code_spans import CodeScanner

_NAMES = "highlight|codeblock|code|mermaid"
_LANGUAGES = (
    "actionscript3|as3|bash|clojure|coldfusion|cpp|csharp|css|delphi|diff|erlang|fsharp|go|groovy"
    "|html|java|javafx|javascript|js|jscript|matlab|objc|pascal|perl|php|powershell|py|python|ruby"
    "|scala|shell|sql|swift|vb|vbnet|xhtml|xml|xslt|yaml"
)
_BRACKETED = f"sourcecode|source|code|cc|{_LANGUAGES}"
BRACKETS = rf"(?:{_BRACKETED})[\] \t]"  # what follows the bracket of a mark
CODE_NAMES = re.compile(_BRACKETED)
_RAW_MARK = re.compile(r"\{%[-+]?[ \t]*(?P<end>end)?(?:raw|verbatim)[ \t]*[-+]?%\}(?P<line>\n?)")
# Hugo shows a mark that is written so without running it.
_SHOWN_MARK = re.compile(r"\{\{([<%])/\*([^\n{}]{0,500})\*/([>%])\}\}")
_OPENING = re.compile(
    rf"\{{%[-+]?[ \t]*(?P<liquid>{_NAMES})(?P<given>(?![\w-])[^%\n]{{0,500}})%\}}"
    rf"|\{{\{{[<%]\s*(?P<hugo>highlight|mermaid)(?P<more>(?![\w-])[^>%}}\n]{{0,500}})(?<!/)[>%]\}}\}}"
    rf"|\[(?P<bracket>{_BRACKETED})(?P<said>(?:[ \t][^\[\]\n]{{0,500}})?)\](?![(:])"
)
_ALIAS = re.compile(f"({_LANGUAGES})")
_END_OF_HUGO = r"\{{\{{[<%]\s*/\s*{}\s*[>%]\}}\}}"
_FIRST = re.compile(r"""[ \t]*["']?([A-Za-z][\w+#.-]{0,39})["']?(?=[ \t]|\Z)""")
_NAMED = re.compile(r"\blang(?:uage)?[:=][\"']?([A-Za-z][\w+#.-]{0,39})")
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
    name, bracket = opening["liquid"], opening["bracket"]
    closing = (
        _END_OF_HUGO.format(opening["hugo"])
        if name is None
        else rf"\{{%[-+]?\s*end{name}\s*[-+]?%\}}"
    )
    if bracket:
        closing = rf"\[/{bracket}\]"
    end = scanner.find(closing, opening.end())
    if end is None:
        return at, ""
    code = _RAW.sub("", text[opening.end() : end.start()].rstrip()).rstrip()
    if bracket:
        code = html.unescape(code)
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
    given = opening["given"] or opening["more"] or opening["said"] or ""
    first = not bracket and name in (None, "highlight")
    found = _FIRST.match(given) if first else _NAMED.search(given)
    if bracket and not found:
        found = _ALIAS.fullmatch(bracket)
    diagram = "mermaid" in (name, opening["hugo"])
    language = "mermaid" if diagram else html.escape(found[1].lower()) if found else ""
    kind = f' class="language-{language}"' if language else ""
    # A line feed as a reference: an empty line would end a block of HTML (CommonMark 4.6).
    inner = html.escape(code, quote=False).replace("\n", "&#10;")
    return end.end(), f"<pre><code{kind}>{inner}&#10;</code></pre>"


def as_shown(code: str) -> str:
    """Code without the marks that kept its publisher from running what it shows.

    They are Liquid's and Jinja's `{% raw %} … {% endraw %}` around template marks, and Hugo's
    `{{</* … */>}}`.
    """
    if "{" not in code:
        return code
    if "*/" in code:
        code = _SHOWN_MARK.sub(lambda found: f"{{{{{found[1]}{found[2]}{found[3]}}}}}", code)
    if "raw" not in code and "verbatim" not in code:
        return code
    kept: list[str] = []
    written = 0
    opening: re.Match[str] | None = None
    for mark in _RAW_MARK.finditer(code):
        if not mark["end"]:
            opening = opening or mark
        elif opening is not None:
            inner = code[_after(code, opening) : mark.start()]
            if "{{" in inner or "{%" in inner:
                kept += (code[written : opening.start()], inner)
                written = _after(code, mark)
            opening = None
    return "".join((*kept, code[written:]))


def _after(code: str, mark: re.Match[str]) -> int:
    """The end of a mark, or of its line where nothing else is on that."""
    alone = code[max(mark.start() - 1, 0) : mark.start()] in ("", "\n")
    return mark.end() if alone else mark.end() - len(mark["line"])
