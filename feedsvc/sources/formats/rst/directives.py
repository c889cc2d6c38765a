"""What docutils does with the directives and roles of a text.

Those that read files or write HTML are left out, and so are those that only Sphinx, Nikola or a
theme knows; what stands in them stays. All are told.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive, directives, roles
from docutils.parsers.rst.directives.body import CodeBlock
from docutils.parsers.rst.directives.misc import Class

from feedsvc.sources.formats.rst.descriptions import described, is_described, meaning
from feedsvc.sources.formats.rst.roles import NUMBERED, role_nodes
from feedsvc.sources.html import words

Tell = Callable[[str, int], None]  # given a name and a line

# What of Nikola and of plugins of Pelican has an address: what it is called, and the address.
_EMBEDS = {
    "youtube": ("YouTube", "https://www.youtube.com/watch?v={}"),
    "vimeo": ("Vimeo", "https://vimeo.com/{}"),
    "soundcloud": ("SoundCloud", "https://soundcloud.com/{}"),
    "gist": ("Gist", "https://gist.github.com/{}"),
    "media": ("", "{}"),
}
_PICTURES = frozenset({"thumbnail", "slides"})
_CODE = frozenset({"code", "code-block", "sourcecode", "highlight-block", "parsed-code"})
_CODE |= {"doctest", "testcode", "testoutput", "productionlist", "prompt", "console"}
_LANGUAGES = {"doctest": "pycon", "testcode": "python", "testoutput": "", "productionlist": ""}
# What is in these is no text: paths, names, options, a program.
_NO_TEXT = words(
    "toctree index currentmodule module automodule autosummary highlight program testsetup"
    " testcleanup listing literalinclude include raw post-list chart graphviz plantuml mermaid date"
    " meta contents sectnum section-numbering target-notes default-role role title header footer"
    " tabularcolumns bibliography"
)
# Whose argument is no text: conditions, numbers of columns, classes.
_CONDITIONS = frozenset({"only", "ifconfig", "grid", "grid-item", "rst-class", "tab-set"})
_SILENT = frozenset({"contents", "sectnum", "section-numbering", "meta", "class", "title"})
_SILENT |= {"default-role", "role", "highlight", "index", "tabularcolumns"}
_OWN = frozenset({"include", "raw", "date", "contents", "sectnum", "meta", "title", "header"})
_OWN |= {"class", "footer", "section-numbering", "target-notes"}
_OPTION = re.compile(r":[\w-]{1,40}:(?: |$)")  # below a text that is indented less than it
_lock = Lock()


class _AnyOptions(dict[str, Any]):
    """An option_spec that takes every option as it is written."""

    def __contains__(self, name: object) -> bool:
        return True

    def __getitem__(self, name: str) -> Callable[[str | None], str]:
        return lambda given: given or ""

    def __bool__(self) -> bool:
        return True


class _Code(CodeBlock):  # type: ignore[misc]
    """Code, with every option that Sphinx and plugins of Pelican have."""

    option_spec = _AnyOptions()
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        language = (self.arguments or [self.options.get("language", "")])[0].strip()
        language = _LANGUAGES.get(self.name, language)
        text = "\n".join(self.content)
        made: list[nodes.Node] = []
        code = nodes.literal_block(text, text, language=language)
        if (caption := self.options.get("caption")) and text.strip():
            inline, messages = self.state.inline_text(caption, self.lineno)
            made += [nodes.figure("", nodes.caption(caption, "", *inline), code), *messages]
        elif text.strip():
            made.append(code)
        return made


def _other(name: str, tell: Tell) -> type[Directive]:
    """A directive that docutils does not know, or that is left out."""

    class Other(Directive):  # type: ignore[misc]
        option_spec = _AnyOptions()
        optional_arguments = 1
        final_argument_whitespace = True
        has_content = True

        def run(self) -> list[nodes.Node]:
            argument = " ".join("".join(self.arguments).split())
            if argument and is_described(name, argument):
                if name.startswith("auto"):
                    tell(name, self.lineno)
                return described(self)
            if name == "class":
                return _classes(self)
            if (meant := meaning(self)) is not None:
                return meant
            if name in _EMBEDS and argument:
                called, address = _EMBEDS[name]
                address = address.format(argument)
                link = nodes.reference(address, called or address, refuri=address)
                return [nodes.paragraph("", "", link)]
            if name in _PICTURES:
                paths = [argument] if argument else [*self.content]
                alt = self.options.get("alt", "")
                return [nodes.image(uri=path.strip(), alt=alt) for path in paths if path.strip()]
            if name not in _SILENT:
                tell(name, self.lineno)
            if name in _NO_TEXT:
                return []
            made = nodes.container()
            if argument and name not in _CONDITIONS and not _OPTION.match(argument):
                inline, messages = self.state.inline_text(argument, self.lineno)
                made += nodes.paragraph(argument, "", nodes.strong("", "", *inline))
                made += messages
            self.state.nested_parse(self.content, self.content_offset, made)
            return [made]

    return Other


def _classes(found: Directive) -> list[nodes.Node]:
    """What docutils does with classes for what comes next."""
    given = (found.name, found.arguments, found.options, found.content, found.lineno)
    machine = (found.content_offset, found.block_text, found.state, found.state_machine)
    made: list[nodes.Node] = Class(*given, *machine).run() if found.arguments else []
    return made


class _Directives(dict[str, Any]):
    """All directives by name: our own first, then docutils', and one for every other name."""

    def __init__(self, tell: Tell) -> None:
        super().__init__()
        self.tell = tell

    def __contains__(self, name: object) -> bool:
        known = name in directives._directive_registry
        return name in _CODE or name in _OWN or not known

    def __getitem__(self, name: str) -> Any:
        return _Code if name in _CODE else _other(name, self.tell)


class _Roles(dict[str, Any]):
    """The roles that a text defines, and one for every name that docutils does not know."""

    def __init__(self, tell: Tell) -> None:
        super().__init__()
        self.tell = tell
        self.raw: set[str] = set()

    def __contains__(self, name: object) -> bool:
        known = name in roles._role_registry or name in _ENGLISH_ROLES
        if name in NUMBERED:
            return True
        return dict.__contains__(self, name) or (bool(name) and not known)

    def __getitem__(self, name: str) -> Any:
        return dict.get(self, name) or self._text

    def __setitem__(self, name: str, role: Any) -> None:
        """Keep a role of the text; one that writes raw HTML is none."""
        if getattr(role, "base_role", None) is roles.raw_role:
            self.raw.add(name)
        else:
            super().__setitem__(name, role)

    def _text(
        self, name: str, rawtext: str, text: str, line: int, inliner: Any, *_: Any
    ) -> tuple[list[nodes.Node], list[nodes.Node]]:
        """The text of a role that is not known: without the target that it leads to."""
        if name in self.raw:
            self.tell("raw", line)
            return [], []
        return role_nodes(name, rawtext, text), []


_ENGLISH_ROLES = words(
    "raw abbreviation ab acronym ac code index i subscript sub superscript sup title-reference"
    " title t pep-reference pep rfc-reference rfc emphasis strong literal math named-reference"
    " anonymous-reference footnote-reference citation-reference substitution-reference target"
    " uri-reference uri url restructuredtext-unimplemented-role"
)


@contextmanager
def only_harmless(tell: Tell) -> Iterator[None]:
    """While it lasts, docutils knows every directive and role, and none that reads files.

    Roles that a text defines are forgotten at its end: another text must not see them.

    Args:
        tell: told of what is left out.
    """
    with _lock:
        before = directives._directives, roles._roles
        directives._directives = _Directives(tell)
        roles._roles = _Roles(tell)
        try:
            yield
        finally:
            directives._directives, roles._roles = before
