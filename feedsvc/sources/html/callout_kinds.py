"""The names of callouts, such as a warning or a tip, and the titles that they have by them."""

from feedsvc.model.characters import words

# Names of callouts: those of GitHub, Docusaurus, Python-Markdown, VuePress, Obsidian, docutils.
KINDS = words(
    "abstract admonition alert aside attention bug callout caution check cite danger details done"
    " error example fail failure faq help hint important info information missing note notice"
    " question quote remark secondary seealso spoiler success summary tip tldr todo warn warning"
)
_WITHOUT_TITLE = words("admonition alert aside callout notice")
_WRITTEN_KINDS = {"seealso": "See also", "tldr": "TL;DR", "todo": "To do", "warn": "Warning"}


def title_of(kind: str) -> str:
    """The title of a callout that has none of its own: its kind, in words."""
    kind = kind.lower()
    if kind in _WITHOUT_TITLE:
        return ""
    return _WRITTEN_KINDS.get(kind) or kind.replace("-", " ").replace("_", " ").capitalize()
