"""Makes HTML of the text of a WordPress post, as WordPress would show it. Pure."""

import re
from collections.abc import Callable, Mapping

from feedsvc.importers.wordpress.blocks import has_blocks, without_blocks
from feedsvc.importers.wordpress.library import Library
from feedsvc.importers.wordpress.paragraphs import with_paragraphs
from feedsvc.importers.wordpress.shortcodes import with_shortcodes

_PAGES = re.compile(r"<p>\s*<!--\s*nextpage\s*-->\s*</p>|<!--\s*(?:nextpage|noteaser)\s*-->")
_MORE = re.compile(r"(?:<p>\s*)?<!--more(?:\s[^\n<>]*)?-->(?:\s*</p>)?")


def body_html(
    text: str,
    library: Library,
    post: int,
    tell: Callable[[str, str], None],
    meta: Mapping[str, str],
) -> str:
    """The text as HTML, with paragraphs, pictures and links in the place of WordPress's marks.

    Args:
        text: as the export has it.
        library: what it refers to by number.
        post: its number.
        tell: told what is left out, a code and a message.
        meta: further values of the post.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _MORE.sub("\n\n<!--more-->\n\n", _PAGES.sub("\n\n", text))
    if has_blocks(text):
        # A shortcode stands in a block, so the blocks go first.
        return with_shortcodes(without_blocks(text, library, tell, meta), library, post, tell)
    return with_paragraphs(with_shortcodes(text, library, post, tell))
