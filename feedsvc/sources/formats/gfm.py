"""Converts Markdown to HTML with cmark-gfm. Only this module imports cmarkgfm.

cmarkgfm frees neither the tree nor the rendered text, which leaks about 30 kB for each article.
Both are freed here through functions that the library exports, on platforms where they are found.
"""

import ctypes
from collections.abc import Callable
from typing import Any

from cmarkgfm import _cmark, cmark

# Raw HTML is let through, because all of the HTML is sanitized afterwards.
_OPTIONS = cmark.Options.CMARK_OPT_UNSAFE | cmark.Options.CMARK_OPT_FOOTNOTES
_EXTENSIONS = ("table", "autolink", "strikethrough")


def render(text: str) -> str:
    """Markdown as HTML, not sanitized (CommonMark 0.29 with GFM's extensions, and footnotes).

    cmark writes references to U+FFFE and U+FFFF as invalid UTF-8; the result has surrogates there.

    Args:
        text: Markdown without NUL characters; a NUL would end it.
    """
    cmark.core_extensions_ensure_registered()
    parser = cmark.parser_new(_OPTIONS)
    root = rendered = _cmark.ffi.NULL
    try:
        for name in _EXTENSIONS:
            cmark.parser_attach_syntax_extension(parser, cmark.find_syntax_extension(name))
        cmark.parser_feed(parser, text)
        root = cmark.parser_finish(parser)
        extensions = cmark.parser_get_syntax_extensions(parser)
        rendered = _cmark.lib.cmark_render_html(root, _OPTIONS, extensions)
        html: bytes = _cmark.ffi.string(rendered)
        return html.decode("utf-8", "surrogateescape")
    finally:
        _free_tree(root)
        _free_text(rendered)
        cmark.parser_free(parser)


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
