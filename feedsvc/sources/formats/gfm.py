"""cmark-gfm by way of cmarkgfm: the only importer of it.

cmarkgfm gives neither the tree nor the rendered text back to the allocator, some 30 kB an article.
Both are freed here through the library's own exports, where the platform shows them.
"""

import ctypes
from collections.abc import Callable
from typing import Any

from cmarkgfm import _cmark, cmark

# Raw HTML passes, because all of it is sanitised afterwards.
_OPTIONS = cmark.Options.CMARK_OPT_UNSAFE | cmark.Options.CMARK_OPT_FOOTNOTES
_EXTENSIONS = ("table", "autolink", "strikethrough")


def render(text: str) -> str:
    """Markdown as HTML, not sanitised (CommonMark 0.29 with GFM's extensions, and footnotes).

    References to U+FFFE and U+FFFF, which cmark writes as no UTF-8, come out as surrogates.

    Args:
        text: without NUL characters, which would end it.
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
    """What calls the library's export of that name with a pointer, or does nothing without it."""
    try:
        function = getattr(ctypes.CDLL(_cmark.__file__), name)
    except (OSError, AttributeError):
        return lambda pointer: None
    function.argtypes, function.restype = [ctypes.c_void_p], None
    return lambda pointer: function(int(_cmark.ffi.cast("uintptr_t", pointer)) or None)


_free_tree = _freeing("cmark_node_free")
_free_text = _freeing("free")
