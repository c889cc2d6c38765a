"""Reads Markdown files: CommonMark with GitHub's tables, strikethrough, autolinks and footnotes."""

import re
from collections.abc import Callable

from feedsvc.errors import UnreadableArticle
from feedsvc.model.article import Article
from feedsvc.sources.assemble import assemble
from feedsvc.sources.formats import gfm
from feedsvc.sources.formats.abbreviations import DEFINITION, with_meanings, without_definitions
from feedsvc.sources.formats.asides import with_quotes, written_out
from feedsvc.sources.formats.attribute_lists import ATTRIBUTES, without_attribute_lists
from feedsvc.sources.formats.block_ids import IDS, with_block_ids
from feedsvc.sources.formats.bold_marks import BOLD, with_bold
from feedsvc.sources.formats.callouts import INDENTED, SIGNS, with_callouts
from feedsvc.sources.formats.contents_marks import TOC, without_contents_marks
from feedsvc.sources.formats.definition_lists import (
    DEFINED,
    with_definition_lists,
    with_short_definitions,
)
from feedsvc.sources.formats.first_lines import BEGINNING, without_first_lines
from feedsvc.sources.formats.inline_marks import NAMED_BY_COLONS, WORDS_IN_TAGS, with_inline_marks
from feedsvc.sources.formats.inline_notes import NOTE, with_inline_notes
from feedsvc.sources.formats.kramdown_tables import ROWS, with_kramdown_tables
from feedsvc.sources.formats.markdown_in_html import IN_HTML, with_markdown_in_html
from feedsvc.sources.formats.picture_marks import PICTURES, with_picture_marks
from feedsvc.sources.formats.pymdown_marks import PYMDOWN, with_pymdown_marks
from feedsvc.sources.formats.shortcodes import remove_shortcodes
from feedsvc.sources.formats.task_lists import TASKS, with_tasks
from feedsvc.sources.formats.teaser import TEASER_END, teaser, with_teaser_end
from feedsvc.sources.formats.tex import with_tex
from feedsvc.sources.frontmatter import inline
from feedsvc.sources.frontmatter.fields import read_front
from feedsvc.sources.html import body
from feedsvc.sources.source import Findings, Source

# What lines of Markdown are read as, where one of the patterns finds something.
_REWRITES: tuple[tuple[tuple[re.Pattern[str], ...], Callable[[str], str]], ...] = (
    ((TASKS,), with_tasks),
    ((IDS,), with_block_ids),
    ((NOTE,), with_inline_notes),
    ((DEFINED,), with_definition_lists),
    ((ROWS,), with_kramdown_tables),
    (PICTURES, with_picture_marks),
)
# HTML may be so many times as long as its Markdown. A note links back to each of its marks, so
# many marks for one note can make it grow without end.
MAX_GROWTH = 12
# The end of `## Title {#id .class}` (Hugo, kramdown, Pandoc) as cmark renders it.
_HEADING_ATTRIBUTES = re.compile(r"\{:?[ \t]*+([#.][^{}<>\n]*+)\}[ \t]*+</h([1-6])>")
_NOT_IN_HEADING = re.compile(r"\n|\{[:#.]")
_ID = re.compile(r"#([^\s#.{}\"'<>&]+)")


def read(source: Source, as_markdown: Callable[[str, int, Findings], str] | None = None) -> Article:
    """Read a Markdown file.

    Args:
        source: the file.
        as_markdown: makes Markdown of the body of a kindred format, given its first line and what
            gets its problems.

    Raises:
        UnreadableArticle: its front matter or a date in it cannot be read, it has no headline,
            or its HTML is beyond a limit.
    """
    header, front = read_front(source, inline.from_markdown)
    text = front.body
    if "$" in text or "\\\\" in text:
        text = with_tex(text)
    if as_markdown:
        text = as_markdown(text, front.body_line, source.findings)
    text = without_contents_marks(text) if any(sign in text for sign in TOC) else text
    text = with_callouts(text) if any(sign.search(text) for sign in INDENTED) else text
    if any(sign.search(text) for sign in PYMDOWN):
        text = with_pymdown_marks(text, front.body_line, source.findings)
    if ATTRIBUTES.search(text):
        text = without_attribute_lists(text)
    if separator := header.extra.get("excerpt_separator"):
        text = with_teaser_end(text, separator)
    text = remove_shortcodes(text, "markdown", front.body_line, source.findings)
    if any(sign.search(text) for sign in IN_HTML):
        text = with_markdown_in_html(text)
    for signs, rewritten in _REWRITES:
        if any(sign.search(text) for sign in signs):
            text = rewritten(text)
    meanings: dict[str, str] = {}
    if DEFINITION in text:
        text, meanings = without_definitions(text)
    asides = any(sign.search(text) for sign in SIGNS)
    if asides:
        text = written_out(with_callouts(text))
    rendered = gfm.render(with_bold(text) if BOLD.search(text) else text)
    if BEGINNING.search(rendered):
        rendered = without_first_lines(rendered)
    rendered = with_quotes(rendered) if asides else rendered
    rendered = with_meanings(rendered, meanings) if meanings else rendered
    if "<dt>\n" in rendered:
        rendered = with_short_definitions(rendered)
    if "{" in rendered:
        rendered = _with_ids(rendered)
    if "==" in rendered or NAMED_BY_COLONS.search(rendered) or WORDS_IN_TAGS.search(rendered):
        rendered = with_inline_marks(rendered)
    if len(rendered) > MAX_GROWTH * len(source.text) + 100_000:
        raise UnreadableArticle(
            "the text grows too much as HTML; use fewer footnote marks for one note",
            line=front.body_line,
            code="too-large",
        )
    content = body.render(rendered, source, front.body_line, headline=header.headline, slugged=True)
    if TEASER_END in rendered and not header.standfirst:
        header.standfirst = teaser(rendered, source, front.body_line)
    return assemble(source, header, content)


def _with_ids(html: str) -> str:
    """The HTML with the attributes of its headings, such as `{#id}`, made into ids.

    Takes linear time.
    """
    pieces: list[str] = []
    written = after = 0
    for match in _HEADING_ATTRIBUTES.finditer(html):
        attributes, level = match.groups()
        opening = html.rfind(f"<h{level}>", after, match.start())
        after = match.end()
        if opening < 0:
            continue
        text = html[opening + len("<h1>") : match.start()]
        if _NOT_IN_HEADING.search(text):
            continue
        found = _ID.search(attributes)
        given = f' id="{found[1]}"' if found else ""
        pieces += (html[written:opening], f"<h{level}{given}>{text.rstrip()}</h{level}>")
        written = match.end()
    return "".join((*pieces, html[written:]))
