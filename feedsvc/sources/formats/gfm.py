"""Converts Markdown to HTML with cmark-gfm. Only this module imports cmarkgfm.

cmarkgfm frees neither the tree nor the rendered text, which leaks about 30 kB for each article.
Both are freed here through functions that the library exports, on platforms where they are found.
"""

import ctypes
import html
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from cmarkgfm import _cmark, cmark

# Raw HTML is let through, because all of the HTML is sanitized afterwards.
# One tilde is a range in many languages (`3~5`), so only two strike out.
_OPTIONS = (
    cmark.Options.CMARK_OPT_UNSAFE
    | cmark.Options.CMARK_OPT_FOOTNOTES
    | cmark.Options.CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE
)
# Only the places are of interest, so raw HTML is left out: it cannot pretend to be one.
_PLACES = cmark.Options.CMARK_OPT_SOURCEPOS | cmark.Options.CMARK_OPT_FOOTNOTES
_CODE_BLOCK = re.compile(
    r'<pre data-sourcepos="(\d+):(\d+)-(\d+):(\d+)"><code(?: class="[^"]*")?>([^\n<]*)'
)
_EXTENSIONS = ("table", "autolink", "strikethrough")


class CodeBlock(NamedTuple):
    """A code block of a Markdown text.

    Attributes:
        first, last: its lines, from 1.
        column: the byte of its first line at which it begins, from 1.
        begins: its first line, as readers see it.
    """

    first: int
    column: int
    last: int
    begins: str


# An address between the tags of a link that is HTML, which cmark links once more: a browser would
# see an empty link and another.
_LINK_IN_LINK = re.compile(
    r'(<a\s[^<>]{1,2000}>[^<>]{0,500})<a href="[^"<>]{1,2000}">([^<>]{1,2000})</a>'
    r"(?=[^<>]{0,500}</a>)"
)


def render(text: str, options: int = _OPTIONS) -> str:
    """Markdown as HTML, not sanitized (CommonMark 0.29 with GFM's extensions, and footnotes).

    cmark writes references to U+FFFE and U+FFFF as invalid UTF-8; the result has surrogates there.

    Args:
        text: Markdown without NUL characters; a NUL would end it.
        options: of cmark.
    """
    cmark.core_extensions_ensure_registered()
    parser = cmark.parser_new(options)
    root = rendered = _cmark.ffi.NULL
    try:
        for name in _EXTENSIONS:
            cmark.parser_attach_syntax_extension(parser, cmark.find_syntax_extension(name))
        cmark.parser_feed(parser, text)
        root = cmark.parser_finish(parser)
        extensions = cmark.parser_get_syntax_extensions(parser)
        rendered = _cmark.lib.cmark_render_html(root, options, extensions)
        written: bytes = _cmark.ffi.string(rendered)
        found = written.decode("utf-8", "surrogateescape")
        return _LINK_IN_LINK.sub(r"\1\2", found) if "<a " in text else found
    finally:
        _free_tree(root)
        _free_text(rendered)
        cmark.parser_free(parser)


def code_blocks(text: str) -> list[CodeBlock]:
    """The code blocks of a Markdown text, fenced ones too.

    Args:
        text: as for render.
    """
    found = []
    for match in _CODE_BLOCK.finditer(render(text, _PLACES)):
        first, column, last, end = map(int, match.groups()[:4])
        # A block that ends at no column ends before that line.
        found.append(CodeBlock(first, column, last if end else last - 1, html.unescape(match[5])))
    return found


def _freeing(name: str) -> Callable[[Any], None]:
    """A function that frees a pointer with the library's function `name`.

    It does nothing if the library does not export that function.
    """
    try:
        function = getattr(ctypes.CDLL(_cmark.__file__), name)
    except (OSError, AttributeError):
        return lambda pointer: None
    function.argtypes, function.restype = [ctypes.c_void_p], None
    return lambda pointer: function(int(_cmark.ffi.cast("uintptr_t", pointer)) or None)


_free_tree = _freeing("cmark_node_free")
_free_text = _freeing("free")
