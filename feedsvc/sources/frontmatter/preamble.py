"""Finds what may stand before a header: comments of authors, and lines for programs."""

import re

# What a preamble may begin with. Most files have none, and one look at this tells it.
FIRST = frozenset("<{%#/\u200b\u200c\u200d\u2060")
_PIECE = re.compile(
    r"""
    [\s\ufeff\u200b-\u200d\u2060]+
    | <!--.*?-->
    | \{\#(?![\w:.-]+\}).*?\#\}
    | \{/\*.*?\*/\} | /\*.*?\*/
    | \{>>.*?<<\}
    | \{%-?[ \t]*comment\b.*?\{%-?[ \t]*endcomment[ \t]*-?%\}
    | \{::comment[ \t]*\}.*?\{:/(?:comment)?[ \t]*\}
    | %%.*?%%
    | <\?.*?\?> | <!doctype\b[^<>]*>
    | \#!/[^\n]*
    | \#[ \t]*(?:-\*-[^\n]*|(?:vim?|ex):[^\n]*|(?:file)?(?:en)?coding[ \t]*[:=][^\n]*)
    | %(?:YAML|TAG)\b[^\n]*
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


def end_of_preamble(text: str, start: int = 0) -> int:
    """Where what follows comments, blanks and lines for programs begins.

    Args:
        text: of a file.
        start: where they may begin.
    """
    while found := _PIECE.match(text, start):
        start = found.end()
    return start
