"""What Sphinx's directives stand for that describe code and its versions, in docutils' nodes.

- `.. method:: sail(boat, *crew)`, and those that a project defines: the words are code
- `.. versionadded:: 1.2`, `.. deprecated:: 2.0`
- `.. seealso::`

https://www.sphinx-doc.org/en/master/usage/domains/python.html,
https://www.sphinx-doc.org/en/master/usage/restructuredtext/directives.html
"""

import re
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.transforms import Transform
from docutils.transforms.references import PropagateTargets

from feedsvc.sources.html import words

_ALONE = "feedsvc-alone"  # attribute of a node: what is described, without a text of its own
_VERSIONS = {
    "versionadded": "Added in version {}",
    "versionchanged": "Changed in version {}",
    "versionremoved": "Removed in version {}",
    "deprecated": "Deprecated since version {}",
}
_ASIDES = {"seealso": "See also"}
_FIRST_WORDS = {"class": "class ", "exception": "exception ", "staticmethod": "static "}
_FIRST_WORDS |= {"classmethod": "classmethod "}
_DESCRIBED = words(
    "attribute class classmethod confval control data decorator decoratormethod describe directive"
    " django-admin django-admin-option enum enumerator envvar event exception fieldlookup fixture"
    " function globalvar hook macro member method object option property reqmeta role setting sig"
    " signal stat state staticmethod struct templatefilter templatetag type var autoattribute"
    " autoclass autodata autodecorator autoexception autofunction automethod autoproperty"
)
_OF_PYTHON = re.compile(r"[A-Z(.\[]")


def is_described(name: str, argument: str) -> bool:
    """Whether a directive describes something whose name is its argument.

    Args:
        name: of the directive; may name a domain, as in `py:function`.
        argument: of a `class`, docutils knows those that are no names of Python's.
    """
    name = name.rpartition(":")[2]
    return name in _DESCRIBED and (name != "class" or bool(_OF_PYTHON.search(argument)))


def described(directive: Directive) -> list[nodes.Node]:
    """What is described, as code, and the text below it."""
    first = _FIRST_WORDS.get(directive.name.rpartition(":")[2], "")
    made = nodes.container()
    for line in "\n".join(directive.arguments).splitlines():
        if line.strip():
            code = nodes.literal(line, first + line.strip())
            made += nodes.paragraph(line, "", code)
            if not "".join(directive.content).strip():
                made[-1][_ALONE] = line.strip()
    directive.state.nested_parse(directive.content, directive.content_offset, made)
    return [made]


def meaning(directive: Directive) -> list[nodes.Node] | None:
    """What stands for the versions and asides of Sphinx; None: it is another directive."""
    argument = " ".join("".join(directive.arguments).split())
    if title := _ASIDES.get(directive.name):
        made: Any = nodes.admonition("", nodes.title(title, title))
        opens = ""
    elif (phrase := _VERSIONS.get(directive.name)) and argument:
        version, _, argument = argument.partition(" ")
        made, opens = nodes.container(), phrase.format(version)
    else:
        return None
    inline, messages = directive.state.inline_text(argument, directive.lineno)
    if argument:
        made += nodes.paragraph(argument, "", *inline)
    directive.state.nested_parse(directive.content, directive.content_offset, made)
    if opens and made.children and isinstance(made[0], nodes.paragraph):
        made[0].insert(0, nodes.Text(f"{opens}: "))
    elif opens:
        made.insert(0, nodes.paragraph(opens, f"{opens}:" if made.children else f"{opens}."))
    return [made, *messages]


class Targets(Transform):  # type: ignore[misc]
    """Leaves out what only names what comes next, which readers of Sphinx's pages never see.

    `.. setting:: DEPTH` above the heading DEPTH is there to be referred to.
    """

    default_priority = PropagateTargets.default_priority + 2

    def apply(self) -> None:
        """Remove nodes that name the section or the block that comes next. Takes linear time."""
        following = _Following()
        emptied: dict[int, Any] = {}
        for node in list(self.document.findall(nodes.paragraph)):
            name = node.get(_ALONE)
            found = following(node) if name else None
            if found is None:
                continue
            section = isinstance(found, nodes.section)
            shown = found[0].astext() if section else found.astext().partition("\n")[0]
            if name == shown or (section and name in shown):
                node[_ALONE] = ""
                emptied[id(node.parent)] = node.parent
        for container in emptied.values():
            container.children = [one for one in container.children if one.get(_ALONE) != ""]


class _Following:
    """Given a node, the section or block that comes next; None where none does."""

    def __init__(self) -> None:
        self._next: dict[int, Any] = {}
        self._seen: set[int] = set()

    def __call__(self, node: Any) -> Any:
        while node.parent is not None:
            if id(node.parent) not in self._seen:
                self._seen.add(id(node.parent))
                self._look(node.parent.children)
            if (found := self._next[id(node)]) is not None:
                return found
            node = node.parent
        return None

    def _look(self, siblings: Any) -> None:
        following = None
        for node in reversed(siblings):
            self._next[id(node)] = following
            if not isinstance(node, nodes.Invisible):
                following = node
