"""Tells the marks of notes, and the notes themselves, from the text that they belong to.

The forms are those of cmark, Pandoc, GitHub, kramdown, Hugo, Python-Markdown, MultiMarkdown,
WordPress, Sphinx, Wikipedia and word processors. DPUB-ARIA names their roles:
https://www.w3.org/TR/dpub-aria-1.1/#doc-noteref
"""

import re

from selectolax.lexbor import LexborNode

from feedsvc.model.article import PAGE
from feedsvc.model.characters import words

NOTE_TAGS = words("a aside div dl ol section span sup ul")  # others are no notes
_ROLES = words("doc-noteref doc-backlink doc-endnote doc-endnotes doc-footnote")
_CLASSES = {
    "a": words(
        "footnote footnote-anchor footnote-back footnote-backref footnote-number footnote-ref"
        " footnote-reference footnoteref jetpack-footnote reversefootnote sdfootnoteanc"
        " sdfootnotesym"
    ),
    "aside": words("footnote footnotes footnote-list"),
    "div": words("endnotes footnote footnotes footnote-list"),
    "dl": words("footnote footnotes"),
    "ol": words("easy-footnotes-wrapper footnotes footnotes-list references wp-block-footnotes"),
    "section": words("endnotes footnotes"),
    "span": words("easy-footnote footnote footnote-ref footnote-reference marginnote sidenote"),
    "sup": words("fn footnote footnote-ref footnote_plugin_tooltip_text modern-footnotes-footnote"),
    "ul": words("easy-footnotes-wrapper footnotes"),
}
_ONE = r"[\[(]?(?:\d{1,3}|[ivx]{1,5}|[a-z]|[*†‡§¶]{1,3})[\])]?"
_SIGN = re.compile(rf"{_ONE}(?:(?:[,;\s]+|(?<=[\])])){_ONE}){{0,20}}")
# https://www.unicode.org/charts/PDF/U2190.pdf; a variation selector may follow the arrow.
_BACK = re.compile(r"(?:[↩↑↵⏎⤴^]\ufe0e?\ufe0f?[\d\s]*)+|\[?(?:return|back)\]?")
_FRAGMENT = re.compile(
    r"(?:user-content-)?_?(?:fn|ftn|footnote|endnote|easy-footnote|sdfootnote|cite_note|note-)",
    re.IGNORECASE,
)


def is_note(node: LexborNode) -> bool:
    """Whether an element is the mark of a note, its link back, or the part with the notes.

    Args:
        node: of NOTE_TAGS, in a tree that has classes and roles still.
    """
    tag, given = node.tag or "", node.attributes
    if given.get("role") in _ROLES or given.get("rel") == "footnote":
        return True
    names = given.get("class")
    if names and not _CLASSES[tag].isdisjoint(names.split()):
        return True
    if tag not in ("a", "sup"):
        return False
    link = node.css_first("a")  # itself, where it is one
    href = (link.attributes.get("href") or "") if link is not None else ""
    if not href.startswith(PAGE + "#"):
        return False
    text = node.text().strip()
    named = _FRAGMENT.match(href, len(PAGE) + 1) is not None
    if tag == "sup":
        return named or _SIGN.fullmatch(text) is not None
    child = node.child
    raised = child is not None and child.tag == "sup" and child.next is None
    marks = (raised or named) and _SIGN.fullmatch(text) is not None
    return marks or _BACK.fullmatch(text) is not None
