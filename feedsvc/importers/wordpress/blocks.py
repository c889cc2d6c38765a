"""Takes the comments of WordPress's block editor out of a text. Pure.

https://developer.wordpress.org/block-editor/explanations/architecture/key-concepts/: a block is
HTML between `<!-- wp:name {json} -->` and `<!-- /wp:name -->`, or `<!-- wp:name {json} /-->` alone.
"""

import html
import json
import re
from collections.abc import Callable, Mapping

from feedsvc.importers.wordpress.library import Library
from feedsvc.importers.wordpress.paragraphs import embedded, with_paragraphs

_MARK = re.compile(r"<!--\s+(?P<end>/?)wp:(?P<name>[a-z][\w/-]*)\s*(?P<more>.*?)-->", re.DOTALL)
_WRAPPER = re.compile(
    r"(<div\b[^<>]*\bwp-block-embed__wrapper\b[^<>]*>)\s*(https?://[^\s<>\"]+)\s*(?=</div>)"
)
_COVER = re.compile(
    r"<div\b(?=[^<>]*\bwp-block-cover)[^<>]*background-image:\s*url\(([^()<>]+)\)[^<>]*>"
)
# Blocks without text that mean nothing where the text is read.
_SILENT = frozenset({"more", "nextpage", "spacer", "separator", "post-title", "template-part"})
_DEEPEST = 5  # reusable blocks in reusable blocks


def has_blocks(text: str) -> bool:
    """Whether a text was written in the block editor."""
    return "<!-- wp:" in text


def without_blocks(
    text: str,
    library: Library,
    tell: Callable[[str, str], None],
    meta: Mapping[str, str],
    depth: int = 0,
) -> str:
    """The text without the comments of blocks.

    Args:
        text: of a post.
        library: has reusable blocks.
        tell: told each block that is left out, since only WordPress knows its content.
        meta: further values of the post; its footnotes are among them.
        depth: of reusable blocks in others.
    """
    parts: list[str] = []
    at = depth_of_blocks = 0
    for mark in _MARK.finditer(text):
        between = text[at : mark.start()]
        # What stands between blocks is a text of the editor before.
        parts.append(between if depth_of_blocks else with_paragraphs(between) + "\n")
        at = mark.end()
        alone = mark["more"].rstrip().endswith("/")
        if mark["end"]:
            depth_of_blocks = max(depth_of_blocks - 1, 0)
        elif alone:
            parts.append(_alone(mark, library, tell, meta, depth))
        else:
            depth_of_blocks += 1
    rest = text[at:]
    parts.append(rest if depth_of_blocks else with_paragraphs(rest))
    whole = "".join(parts)
    whole = _COVER.sub(lambda one: f'{one[0]}<img src="{html.escape(_address(one[1]))}">', whole)
    whole = _WRAPPER.sub(lambda one: f"{one[1]}{embedded(one[2])}", whole)
    return re.sub(r"\n{3,}", "\n\n", whole)


def _address(written: str) -> str:
    return html.unescape(written).strip().strip("'\"")


def _alone(
    mark: re.Match[str],
    library: Library,
    tell: Callable[[str, str], None],
    meta: Mapping[str, str],
    depth: int,
) -> str:
    """What stands for a block without HTML of its own."""
    name = mark["name"].removeprefix("core/")
    given = _values(mark["more"])
    if name == "block":
        number = given.get("ref")
        inner = library.blocks.get(number, "") if isinstance(number, int) else ""
        if inner and depth < _DEEPEST:
            if has_blocks(inner):
                return without_blocks(inner, library, tell, meta, depth + 1)
            return with_paragraphs(inner)
    if name == "footnotes" and (notes := _footnotes(meta.get("footnotes", ""))):
        return notes
    address = given.get("url")
    if isinstance(address, str) and address.startswith(("http://", "https://")):
        return f"<p>{embedded(html.escape(address, quote=False))}</p>"
    if name not in _SILENT:
        tell("block", f"the block {name!r} has no text in the export, so it is left out")
    return ""


def _values(more: str) -> dict[str, object]:
    text = more.strip().removesuffix("/").strip()
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _footnotes(written: str) -> str:
    """The list of footnotes, which WordPress keeps beside the text."""
    try:
        notes = json.loads(written) if written else []
    except (ValueError, RecursionError):
        return ""
    items = (
        [
            f'<li id="{html.escape(str(one.get("id", "")))}">{one.get("content", "")}</li>'
            for one in notes
            if isinstance(one, dict)
        ]
        if isinstance(notes, list)
        else []
    )
    return f'<ol class="wp-block-footnotes">{"".join(items)}</ol>' if items else ""
