"""What the roles of Sphinx and of its plugins stand for, in docutils' nodes.

Their words, without what only leads to a target; names of code are code, and what is published
under a number (RFC, PEP, CVE, CWE) is linked.
https://www.sphinx-doc.org/en/master/usage/restructuredtext/roles.html,
https://www.sphinx-doc.org/en/master/usage/domains/python.html#cross-referencing-python-objects
"""

import re
from typing import Any

from docutils import nodes
from docutils.transforms import Transform
from docutils.transforms.references import PropagateTargets
from docutils.utils import unescape

from feedsvc.sources.html import words

_LONGEST = 2000  # characters of a role's text
_LONGEST_TITLE = 200  # characters; a text of many references must not grow without end
LABEL = "feedsvc-label"  # attribute of a node: the label of a section that it may lead to
# A role by its name: what its number is called, and the address.
_NUMBERED = {
    "pep": ("PEP {}", "https://peps.python.org/pep-{:0>4}"),
    "rfc": ("RFC {}", "https://www.rfc-editor.org/rfc/rfc{}"),
    "cve": ("CVE-{}", "https://www.cve.org/CVERecord?id=CVE-{}"),
    "cwe": ("CWE-{}", "https://cwe.mitre.org/data/definitions/{}.html"),
}
NUMBERED = frozenset(_NUMBERED)
_NUMBER = re.compile(r"(?:CVE-)?([0-9]{1,6}(?:-[0-9]{1,9})?)(#[\w.%-]{1,100})?", re.ASCII)
_CALLED = words("func meth function method")
_NAMES = _CALLED | words("attr class const data exc mod obj deco type")
_CODE = words("envvar file keyword mimetype option regexp samp token")
_FILLED = words("file samp")  # in which braces are round what stands for something else
_OF_PYTHON = re.compile(r"(?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*(?:\(\))?")


def role_nodes(name: str, rawtext: str, text: str) -> list[nodes.Node]:
    """What stands in the document for a role that docutils does not know.

    Args:
        name: of the role; may name a domain, as in `py:func`.
        rawtext: the whole mark as written.
        text: what is between its backquotes, with docutils' marks for escapes.
    """
    shown = unescape(text)[:_LONGEST]
    title, opening, target = shown.rpartition("<")
    titled = bool(opening) and shown.endswith(">") and bool(title.strip())
    label = target[:-1] if titled else shown
    name = name.lower().rpartition(":")[2]
    if name in NUMBERED and (found := _NUMBER.fullmatch(label.strip().removeprefix("!"))):
        called, address = _NUMBERED[name]
        words_of_it = title.strip() if titled else called.format(found[1])
        address = address.format(found[1]) + (found[2] or "")
        return [nodes.reference(rawtext, words_of_it, refuri=address)]
    shown = title.strip() if titled else _name(name, shown)
    if name in _NAMES or name in _CODE:
        return [nodes.literal(rawtext, shown)]
    node = nodes.inline(rawtext, shown)
    if name in ("ref", "numref"):
        node[LABEL] = nodes.fully_normalize_name(label.strip())
        node["titled"] = titled
    return [node]


def _name(role: str, shown: str) -> str:
    """What a role without a title shows: of `~a.b` only `b`, and of a function the brackets."""
    if role in _NAMES:
        short = shown.startswith("~")
        shown = shown.lstrip("~!.")
        if _OF_PYTHON.fullmatch(shown):
            shown = shown.rpartition(".")[2] if short else shown
            return shown + "()" if role in _CALLED and not shown.endswith(")") else shown
    elif role in _FILLED:
        return re.sub(r"\{([^{}]*)\}", r"\1", shown)
    return shown.lstrip("~!")


class Labels(Transform):  # type: ignore[misc]
    """Links what leads to a label of the same document, with the title of the section there."""

    default_priority = PropagateTargets.default_priority + 1

    def apply(self) -> None:
        """Put references in the place of nodes with a label that the document has."""
        for node in list(self.document.findall(nodes.inline)):
            label = node.get(LABEL)
            if not label:
                continue
            id: Any = self.document.nameids.get(label)
            target = self.document.ids.get(id) if id else None
            if target is None:
                continue
            shown = node.astext()
            if not node["titled"] and isinstance(target, nodes.section):
                title = next(iter(target.findall(nodes.title)), None)
                words_of_it = title.astext() if title is not None else ""
                if 0 < len(words_of_it) <= _LONGEST_TITLE:
                    shown = words_of_it
            node.replace_self(nodes.reference(node.rawsource, shown, refid=id))
