"""Takes the lines out that name the language of code in Python-Markdown: `:::python`, `#!python`.

They are the first of a block of code, and no part of it; a line that names a program by its path
(`#!/bin/sh`) is one. https://python-markdown.github.io/extensions/code_hilite/#syntax
"""

import re

# HTML in which this finds nothing has no such block.
BEGINNING = re.compile(r"<pre><code>(?:::|#!)")
_FIRST = re.compile(
    r"<pre><code>(?:::+|#!)(?P<language>[A-Za-z][\w+.-]{0,30})"
    r"(?:[ \t]+hl_lines=(?:&quot;|')[\d \t]{0,200}(?:&quot;|'))?[ \t]*\n(?!</code>)"
)
_END = "</code>"
# A block whose marks are its subject, such as of a `:::tip`, ends with another.
_CLOSED = re.compile(r"^:::+[ \t]*$", re.MULTILINE)


def without_first_lines(html: str) -> str:
    """The HTML with these lines as the language of their code.

    Args:
        html: as cmark renders it, in which BEGINNING finds something. Takes linear time.
    """
    pieces: list[str] = []
    written = 0
    for found in _FIRST.finditer(html):
        end = html.find(_END, found.end())
        if end < 0:
            break
        if _CLOSED.search(html, found.end(), end):
            continue
        language = found["language"].lower()
        pieces += (html[written : found.start()], f'<pre><code class="language-{language}">')
        written = found.end()
    return "".join((*pieces, html[written:]))
