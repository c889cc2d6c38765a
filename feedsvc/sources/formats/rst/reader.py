"""Reads reStructuredText by docutils, which opens no file, runs nothing and writes no raw HTML."""

import re
from typing import Any

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.readers.standalone import Reader
from docutils.transforms import Transform
from docutils.utils import Reporter, new_document
from docutils.writers.html5_polyglot import Writer

from feedsvc.errors import UnreadableArticle
from feedsvc.model.article import Article
from feedsvc.model.characters import legal, one_line
from feedsvc.sources.assemble import assemble
from feedsvc.sources.formats.rst.descriptions import Targets
from feedsvc.sources.formats.rst.directives import only_harmless
from feedsvc.sources.formats.rst.header import split_header
from feedsvc.sources.formats.rst.html import html_of
from feedsvc.sources.formats.rst.roles import Labels
from feedsvc.sources.frontmatter import FrontMatter, split_front_matter
from feedsvc.sources.frontmatter.fields import read_front
from feedsvc.sources.html import body
from feedsvc.sources.source import Source

MAX_GROWTH = 12  # HTML may be so many times as long as its text
LONGEST_LINE = 20_000  # characters; docutils needs more than linear time for a line
_DEEPEST = 100  # substitutions in one another
_ERROR = 3  # docutils' level, from which on something is missing in the document
_SETTINGS = {
    "raw_enabled": False,
    "file_insertion_enabled": False,
    "embed_stylesheet": False,
    "stylesheet_path": "",
    "syntax_highlight": "none",
    "math_output": "MathML",
    "report_level": Reporter.SEVERE_LEVEL + 1,
    "halt_level": Reporter.SEVERE_LEVEL + 1,
    "warning_stream": False,
    "line_length_limit": LONGEST_LINE,
    "toc_backlinks": False,
    "section_self_link": False,
    "cloak_email_addresses": False,
    "smart_quotes": False,
    "output_encoding": "unicode",
    "docinfo_xform": False,
    "_disable_config": True,
}
_MARKUP = re.compile(
    r"``(.+?)``|\*\*(.+?)\*\*|\*(.+?)\*|(?::[\w-]+:)?`([^`<]+?)(?: <[^`]*>)?`_{0,2}", re.DOTALL
)
_LOST = frozenset({"raw", "include", "listing", "literalinclude"})


def read(source: Source) -> Article:
    """Read a reStructuredText file; see feedsvc.sources.formats.rst.read."""
    front = split_front_matter(source.text, None, source.limits)
    found = split_header(front.body, front.body_line)
    fields = {**found.fields, **front.fields}
    split = FrontMatter(fields, found.body, front.body_line, front.repeated)
    header, _ = read_front(source, _plain, key_lines=False, split=split)
    as_title = not header.headline or header.headline.casefold() == found.title.casefold()
    told = _Told(source, front.body_line)
    try:
        title, subtitle, html = _converted(found.body, told, front.body_line, as_title=as_title)
    except (RecursionError, MemoryError):
        raise UnreadableArticle(
            "the text nests too deep for docutils; make it flatter", code="too-deep"
        ) from None
    header.headline = header.headline or title
    header.standfirst = header.standfirst or subtitle
    if len(html) > MAX_GROWTH * len(source.text) + 100_000:
        raise _grows(front.body_line)
    content = body.render(legal(html), source, front.body_line, headline=header.headline)
    try:
        return assemble(source, header, content)
    except UnreadableArticle as error:
        if error.code != "no-headline" or not told.names:
            raise
        raise UnreadableArticle(
            f"the text is nothing but marks that other programs fill ({', '.join(told.names)});"
            " write a headline and a text, or name the file in exclude of site.toml",
            code="no-headline",
        ) from None


def _plain(text: str) -> str:
    """A line of reStructuredText without its marks."""
    return one_line(_MARKUP.sub(lambda found: next(filter(None, found.groups()), ""), text))


class _KeepText(Transform):  # type: ignore[misc]
    """Keeps what docutils could not make sense of as it is written, such as a broken table."""

    default_priority = 860  # before the messages with it are filtered out

    def apply(self) -> None:
        for message in list(self.document.findall(nodes.system_message)):
            literal = next(iter(message.findall(nodes.literal_block)), None)
            if message["level"] >= _ERROR and literal is not None and message.parent is not None:
                message.replace_self(literal)


class _Reader(Reader):  # type: ignore[misc]
    def get_transforms(self) -> list[Any]:
        return [*super().get_transforms(), Labels, Targets, _KeepText]


def _converted(
    text: str, told: "_Told", first_line: int, *, as_title: bool
) -> tuple[str, str, str]:
    """Title and subtitle of a text, and the rest of it as HTML.

    Args:
        text: without its header.
        told: gets the problems.
        first_line: the line of the file at which the text begins, from 1.
        as_title: whether the first section, where it is the only one, gives the title.

    Raises:
        UnreadableArticle: docutils cannot read it.
    """
    for number, line in enumerate(text.split("\n"), first_line):
        if len(line) > LONGEST_LINE:
            message = f"a line has more than {LONGEST_LINE:,} characters; break it"
            raise UnreadableArticle(message, line=number, code="too-large")
    parser, writer = Parser(), Writer()
    reader = _Reader(parser)
    settings = get_default_settings(parser, reader, writer)
    for name, value in (_SETTINGS | {"doctitle_xform": as_title}).items():
        setattr(settings, name, value)
    document = new_document("article", settings)
    document.reporter.attach_observer(told.message)
    with only_harmless(told.left_out):
        try:
            parser.parse(text, document)
            _refuse_growth(document, MAX_GROWTH * len(text) + 100_000, first_line)
            document.transformer.populate_from_components((reader, parser, writer))
            document.transformer.apply_transforms()
            title, subtitle = _taken(document, nodes.title), _taken(document, nodes.subtitle)
            settings.initial_header_level = "2" if title or not as_title else "1"
            html = html_of(document)
        except (RecursionError, MemoryError, UnreadableArticle):
            raise
        except Exception as error:  # docutils fails in many ways on odd texts
            raise UnreadableArticle(
                f"docutils cannot read this text ({type(error).__name__}); see whether rst2html"
                " does",
                line=first_line,
                code="unreadable",
            ) from error
    return title, subtitle, html


def _grows(line: int) -> UnreadableArticle:
    message = "the text grows too much as HTML; use fewer substitutions and notes"
    return UnreadableArticle(message, line=line, code="too-large")


def _refuse_growth(document: Any, most: int, line: int) -> None:
    """Refuse a document whose substitutions would make it too long, before they are made.

    Raises:
        UnreadableArticle: too-large.
    """
    lengths: dict[str, int] = {}

    def length(node: Any, depth: int) -> int:
        """Characters of a node when what it refers to stands in it, up to a little over `most`."""
        total = len(node.astext())
        for reference in node.findall(nodes.substitution_reference):
            name = document.substitution_names.get(reference["refname"].lower(), "")
            if name and name not in lengths:
                lengths[name] = 0  # of one that refers to itself, which docutils tells
                if depth < _DEEPEST:
                    lengths[name] = length(document.substitution_defs[name], depth + 1)
            total += lengths.get(name, 0) + 1
            if total > most:
                break
        return total

    if document.substitution_defs and length(document, 0) > most:
        raise _grows(line)


def _taken(document: Any, kind: type[nodes.Node]) -> str:
    """The text of the document's title or subtitle, which is taken out of it; or empty."""
    found = next((node for node in document.children if isinstance(node, kind)), None)
    if found is None:
        return ""
    document.remove(found)
    return one_line(found.astext())


class _Told:
    """Turns what docutils tells of a text into problems of its file, each once.

    Attributes:
        names: of the marks that were left out, in order.
    """

    def __init__(self, source: Source, first_line: int) -> None:
        self._source = source
        self._offset = first_line - 1
        self._once: set[str] = set()
        self.names: dict[str, None] = {}

    def left_out(self, name: str, line: int) -> None:
        if name in self.names:
            return
        self.names[name] = None
        if name in _LOST:
            message = f"the mark {name!r} was left out with what is in it; write that in the text"
            self._source.findings.add("warning", "rst", message, line + self._offset)
        else:
            message = f"the mark {name!r} was left out; write what it stands for, if it matters"
            self._source.findings.add("info", "shortcode", message, line + self._offset)

    def message(self, message: Any) -> None:
        """An observer of docutils' reporter."""
        level, text = message["level"], one_line(message.astext().partition("\n")[0])
        text = text.partition(") ")[2] or text  # without `article:7: (ERROR/3)`
        if level < Reporter.WARNING_LEVEL or text in self._once:
            return
        self._once.add(text)
        lost = "" if level < _ERROR else "; readers see the text as it is written"
        line = (message.get("line") or 1) + self._offset
        told = f"{text[:1].lower()}{text[1:].rstrip('.')}{lost}; mend it"
        self._source.findings.add("warning", "rst", told, line)
