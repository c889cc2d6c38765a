"""Finds the links of wikis in Markdown: `[[note#heading|text]]`, `![[a.png]]` (Obsidian's).

https://help.obsidian.md/links, https://help.obsidian.md/embeds. Foam, Dendron, Logseq and plugins
of Jekyll, Hugo and Eleventy write them alike.
"""

import posixpath
import re

from feedsvc.model.slugs import slugify
from feedsvc.sources import references
from feedsvc.sources.formats.block_ids import anchor_of
from feedsvc.sources.formats.file_kinds import kind_of
from feedsvc.sources.formats.mark_meanings import Meaning

_LINK = re.compile(
    r"(?P<embedded>!?)\[\[(?P<target>[^\[\]|\\\n\s](?>(?:[^\[\]|\\\n]|\\(?!\|)){0,500}))"
    r"(?P<more>(?:\\?\|[^\[\]\n]{0,500})?)\]\](?![(\[])"
)
_SIZE = re.compile(r"(\d{1,5})(?:x(\d{1,5}))?")
# What stands in two pairs of brackets and names no note: a table of contents, a note's number, an
# element of a list in a program.
_NO_NOTE = re.compile(r"_?toc_?|\d{1,3}|\^.*|!.*|[\"'].*", re.IGNORECASE)
_INDEXED = re.compile(r"\d+|[a-z_]\w{0,20}")
_DEFINITION = re.compile(r"^[ ]{0,3}\[([^\[\]\n]{1,500})\]:", re.MULTILINE)


class WikiLinks:
    """Finds the wiki links of a text.

    Args:
        text: Markdown.
        path: of the article's file.
    """

    def __init__(self, text: str, path: str) -> None:
        self._text = text
        self._path = path
        self._defined: set[str] | None = None

    def at(self, at: int) -> tuple[int, Meaning] | None:
        """The end of the link at a place, and what it stands for; None: there is none."""
        found = _LINK.match(self._text, at)
        if found is None or not self._is_link(found):
            return None
        target = found["target"].strip()
        label = found["more"].lstrip("\\").removeprefix("|").strip()
        kind = kind_of(target)
        if kind and (found["embedded"] or not target.lower().endswith((".md", ".html"))):
            return found.end(), self._file(target, label, kind if found["embedded"] else "link")
        name, _, heading = target.partition("#")
        heading = heading.rpartition("#")[2].strip()
        anchor = f"#{slugify(heading)}" if heading else ""
        if heading.startswith("^"):  # a block; of another note it may be named there, or not
            block = heading[1:]
            anchor, heading = ("", "") if name else (f"#{anchor_of(block)}", block)
        address = references.page_of(name.strip(), self._path) + anchor if name else anchor
        if not label:
            shown = posixpath.basename(name.strip().removesuffix(".md"))
            label = " > ".join(filter(None, (shown, heading)))
        return (found.end(), Meaning(address, label=label)) if address else None

    def _is_link(self, found: re.Match[str]) -> bool:
        target = found["target"]
        if target[-1].isspace() and not found["more"]:
            return False
        if _NO_NOTE.fullmatch(target):
            return False
        before = self._text[max(found.start() - 1, 0) : found.start()]
        if before.isascii() and (before.isalnum() or before in ("_", ")", "]")) and before:
            return not _INDEXED.fullmatch(target)
        if self._defined is None:
            self._defined = {one[1].strip().casefold() for one in _DEFINITION.finditer(self._text)}
        return target.strip().casefold() not in self._defined

    def _file(self, target: str, label: str, kind: str) -> Meaning:
        """A file of the vault: below its root where a folder is named, else beside the note."""
        *words, last = label.split("|")
        size = _SIZE.fullmatch(last.strip())
        if size is None:
            words = [*words, last]
        name = target.partition("#")[0].strip()
        if "/" in name and not name.startswith((".", "/")):
            name = references.root_of(self._path) + name
        name = name.lstrip("/")
        label = " ".join(words).strip() or posixpath.basename(name)
        if kind == "picture":
            alt = label if any(words) and words[0].strip() else ""
            sizes = (size[1], size[2] or "") if size else ("", "")
            return Meaning(name, "picture", alt, size=sizes)
        return Meaning(name, kind, label)
