"""Reads marks of MkDocs and Python-Markdown that are theirs alone.

- `++ctrl+c++` are keys: https://facelessuser.github.io/pymdown-extensions/extensions/keys/
- `^^added^^`: https://facelessuser.github.io/pymdown-extensions/extensions/caret/
- `{++added++}`, `{--gone--}`, `{~~old~>new~~}`, `{==marked==}`:
  https://facelessuser.github.io/pymdown-extensions/extensions/critic/
- `[=75% "Three quarters"]`:
  https://facelessuser.github.io/pymdown-extensions/extensions/progressbar/
- `:material-boat:` is an icon, which says nothing:
  https://squidfunk.github.io/mkdocs-material/reference/icons-emojis/
- `--8<-- "file.md"`, `{!file.md!}` and `{* file.py *}` take a file in, which is told; a block of
  code of a language with nothing else in it is left out:
  https://facelessuser.github.io/pymdown-extensions/extensions/snippets/,
  https://github.com/cmacmackin/markdown-include
"""

import re

from feedsvc.sources.formats.indented_code import lines_outside_code
from feedsvc.sources.html import words
from feedsvc.sources.source import Findings

# A text in which these find nothing has no such marks. What begins with one sign is found fastest.
PYMDOWN = (
    re.compile(r"\+\+"),
    re.compile(r"\^\^"),
    re.compile(r"\{(?:!|\* |--|==|~~)"),
    re.compile(r"8(?<=--8)<--"),
    re.compile(r"\[="),
    re.compile(r":(?:material|fontawesome|octicons|simple)-"),
)
_KEYS = words(
    "alt arrow-down arrow-left arrow-right arrow-up backspace bksp break caps caps-lock cmd"
    " command context-menu control ctrl cursor del delete down end enter esc escape fn home ins"
    " insert left menu meta num num-lock option page-down page-up pause pg-dn pg-up print-screen"
    " return right scroll-lock shift space spacebar super tab up win windows"
) | {f"f{number}" for number in range(1, 25)}
_KEY = r"(?:[a-z0-9][a-z0-9-]{0,20}|\"[^\"+\n]{1,30}\")"
_MARK = re.compile(
    rf"(?<![\w+{{])\+\+(?P<keys>{_KEY}(?:\+{_KEY}){{0,5}})\+\+(?![\w+}}])"
    r"|(?<!\^)\^\^(?P<added>(?![\s^])[^\^\n]{1,500}(?<!\s))\^\^(?!\^)"
    r"|(?<!\{)\{\+\+(?P<ins>[^{}\n]{1,1000}?)\+\+\}|(?<!\{)\{--(?P<del>[^{}\n]{1,1000}?)--\}"
    r"|\{~~(?P<old>[^{}\n~]{0,1000})~>(?P<new>[^{}\n~]{0,1000})~~\}"
    r"|\{==(?P<marked>[^{}\n]{1,1000}?)==\}"
    r"|\[={1,9}[ ]?(?P<share>\d{1,3}(?:\.\d{1,4})?%)"
    r"(?:[ ]{1,3}\"(?P<label>[^\"\n]{0,200})\")?[ ]?\]"
    r"(?:\{[^{}\n]{0,200}\})?"
    r"|:(?:material|fontawesome|octicons|simple)-[a-z0-9-]{1,80}:(?:\{[^{}\n]{0,200}\})?[ ]?"
)
_SNIPPET = re.compile(
    r"[ \t]*(?:-{1,}8<-{1,}(?:[ \t]+[\"'](?P<file>[^\"'\n]{1,300})[\"'])?"
    r"|\{!>?[ \t]*(?P<included>[^\s{}!][^{}!\n]{0,300})!\}"
    r"|\{\*[ \t]+(?P<taken>[^\s{}*]{1,300})(?:[ \t][^{}*\n]{0,300})?\*\})[ \t]*"
)
_SNIPPET_SIGNS = ("8<-", "{!", "{* ")
_FENCE = re.compile(r"[ \t]*(?:`{3,}|~{3,})[ \t]*\{?[ \t]*\.?(?P<language>[\w+-]*).*")
_SHOWN = words("md markdown text txt html jinja jinja2 yaml yml")  # may show how to write the mark
_LONGEST_SNIPPET = 50  # lines between the marks


def with_pymdown_marks(text: str, first_line: int, findings: Findings) -> str:
    """The Markdown with such marks outside code as HTML or text. Its lines stay.

    Args:
        text: in which one of PYMDOWN finds something.
        first_line: the line of the file at which the text begins, from 1.
        findings: gets an info for files that are not taken in.
    """
    if any(sign in text for sign in _SNIPPET_SIGNS):
        text = _without_snippets(text, first_line, findings)
    lines = text.split("\n")
    for at, shown in enumerate(lines_outside_code(text)):
        if any(sign.search(shown) for sign in PYMDOWN) and _MARK.search(shown):
            lines[at] = _line(lines[at], shown)
    return "\n".join(lines)


def _line(line: str, shown: str) -> str:
    pieces: list[str] = []
    written = 0
    for found in _MARK.finditer(shown):
        meant = _meaning(found)
        if meant is not None:
            pieces += (line[written : found.start()], meant)
            written = found.end()
    return "".join((*pieces, line[written:]))


def _meaning(found: re.Match[str]) -> str | None:
    """What stands for a mark; None: it is none."""
    if found["keys"]:
        keys = found["keys"].split("+")
        sure = all(key in _KEYS or len(key) == 1 or key[0] == '"' for key in keys)
        named = any(key in _KEYS or key[0] == '"' for key in keys)
        return "+".join(map(_key, keys)) if sure and named else None
    if found["added"] or found["ins"]:
        return f"<ins>{(found['added'] or found['ins']).strip()}</ins>"
    if found["del"]:
        return f"<del>{found['del'].strip()}</del>"
    if found["new"] is not None:
        return f"<del>{found['old'].strip()}</del><ins>{found['new'].strip()}</ins>"
    if found["marked"]:
        return f"<mark>{found['marked'].strip()}</mark>"
    return found["label"] or found["share"] or ""


def _key(name: str) -> str:
    shown = name.strip('"') if name[0] == '"' else name.replace("-", " ").capitalize()
    return f"<kbd>{shown}</kbd>"


def _without_snippets(text: str, first_line: int, findings: Findings) -> str:
    lines, seen = text.split("\n"), lines_outside_code(text)
    told: set[str] = set()
    at = 0
    while at < len(lines):
        signed = any(sign in lines[at] for sign in _SNIPPET_SIGNS)
        found = _SNIPPET.fullmatch(lines[at]) if signed else None
        start = at - _is_all_of_code(lines, at) if found else at
        if found is None or (start == at and not seen[at].strip()):
            at += 1
            continue
        file = found["file"] or found["included"] or found["taken"]
        end = at + at - start
        if not file:
            last = min(len(lines), at + _LONGEST_SNIPPET)
            ends = (n for n in range(at + 1, last) if _SNIPPET.fullmatch(seen[n]))
            end = next(ends, at)
        for name in filter(None, map(str.strip, [file] if file else lines[at + 1 : end])):
            if name not in told:
                told.add(name)
                message = f"{name!r} was not taken in; write what it holds, if it matters"
                findings.add("info", "shortcode", message, first_line + at)
        lines[start : end + 1] = [""] * (end + 1 - start)
        at = end + 1
    return "\n".join(lines)


def _is_all_of_code(lines: list[str], at: int) -> bool:
    """Whether a line is all that stands between the fences of a block of code of a language."""
    opens = _FENCE.fullmatch(lines[at - 1]) if at else None
    if opens is None or not opens["language"] or opens["language"].lower() in _SHOWN:
        return False
    return at + 1 < len(lines) and lines[at + 1].strip().startswith(("```", "~~~"))
