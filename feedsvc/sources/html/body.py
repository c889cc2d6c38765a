"""Makes the sanitized content and the sections of an article from HTML of any format."""

import msgspec
from selectolax.lexbor import LexborHTMLParser

from feedsvc.errors import UnreadableArticle
from feedsvc.model.article import Section
from feedsvc.settings import MEGA
from feedsvc.sources.html.sanitizer import clean_tree, drop_classes
from feedsvc.sources.html.sections import outline, take_headline
from feedsvc.sources.source import Source

_PASSES = 4


class Body(msgspec.Struct, frozen=True):
    """The body of an article.

    Attributes:
        headline: as in the header, or else the text of the first h1, which is not in `content`.
        content, sections, media: as in Article.
    """

    headline: str
    content: str
    sections: tuple[Section, ...]
    media: tuple[str, ...]


def render(
    html: str, source: Source, first_line: int, *, headline: str, slugged: bool = False
) -> Body:
    """Sanitize the HTML of an article, and find its headline and sections.

    Args:
        html: from a converter or an author; not trusted.
        source: gives path, findings and limits; its text is not used.
        first_line: the line of the file at which the body begins, from 1.
        headline: of the header, or empty.
        slugged: whether other publishers would give anchors to its headings.

    Raises:
        UnreadableArticle: too-large, too-deep, too-many-attributes, tag-too-long.
    """
    limits = source.limits
    tree, media, named = clean_tree(html, source, first_line)
    headline, above = take_headline(tree, headline)
    sections = outline(tree, above=above, slugged=slugged, noted=named or "#" in html)
    if len(sections) > limits.sections:
        raise _too_large(f"{limits.sections:,} sections", first_line)
    if named:
        drop_classes(tree)
    content = _stable(tree)
    if len(content) > limits.html_megabytes * MEGA:
        raise _too_large(f"{limits.html_megabytes} MB of text as HTML", first_line)
    return Body(headline, content, sections, media)


def _too_large(than: str, line: int) -> UnreadableArticle:
    message = f"the article has more than {than}; split it into several articles"
    return UnreadableArticle(message, line=line, code="too-large")


def _stable(tree: LexborHTMLParser) -> str:
    """The tree as HTML that stays the same when it is parsed and written again.

    A tree of nested or foster-parented elements can need a few rounds (HTML Standard 13.3).
    """
    html = _written(tree)
    for _ in range(_PASSES):
        again = _written(LexborHTMLParser(html))
        if again == html:
            break
        html = again
    return html


def _written(tree: LexborHTMLParser) -> str:
    return (tree.body.inner_html or "").strip() if tree.body is not None else ""
