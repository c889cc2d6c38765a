"""What an entry says to readers, and how two versions of it differ. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from feedsvc.editor.diff.words import Effort, Row, compare_paragraphs, compare_words, count_words
from feedsvc.indexer import as_seen
from feedsvc.model.article import Enclosure
from feedsvc.model.characters import one_line
from feedsvc.model.entry import Entry

_BLOCKS = (
    "address, article, aside, audio, blockquote, br, caption, dd, details, div, dl, dt, figcaption,"
    " figure, footer, h1, h2, h3, h4, h5, h6, header, hr, li, main, nav, ol, p, pre, section,"
    " summary, table, td, th, tr, ul, video"
)
_BREAK = "\x1f"  # stands between paragraphs; no article can hold it


class EntryText(NamedTuple):
    """What one version of an entry says.

    Attributes:
        header: the texts of its header that readers see, by name.
        paragraphs: of its text, headings and captions among them; pictures by what they show.
        markup: the text's HTML, equal where readers see no difference.
    """

    header: dict[str, str]
    paragraphs: tuple[str, ...]
    markup: str


class HeaderRow(NamedTuple):
    """A text of the header, before and after."""

    name: str
    row: Row


class Difference(NamedTuple):
    """How two versions of an entry differ.

    Attributes:
        header: the texts of the header that differ.
        text: its paragraphs side by side.
        markup: whether links, pictures or the form of the text differ, though no word does.
    """

    header: tuple[HeaderRow, ...]
    text: tuple[Row, ...]
    markup: bool

    def __bool__(self) -> bool:
        return bool(self.header) or self.markup or any(not row.same for row in self.text)

    @property
    def words(self) -> int:
        """How many words of the text differ."""
        return count_words(self.text)


def text_of(entry: Entry) -> EntryText:
    """What an entry says to readers."""
    article = entry.article
    header = {
        "headline": "" if article.untitled else article.headline,
        "standfirst": article.standfirst,
        "authors": ", ".join(author.name for author in article.authors),
        "category": article.category,
        "tags": ", ".join(article.tags),
        "corrections": " ".join(one.text for one in article.corrections),
        "picture": ", ".join(filter(None, (_file(article.image), article.image_alt))),
        "media": ", ".join(_file(one) for one in article.enclosures),
        "language": article.language,
        "date": f"{entry.published:%Y-%m-%d %H:%M}",
        "address": article.url or entry.slug,
    }
    seen = as_seen(article.content, article.path)
    return EntryText(
        {name: one_line(text) for name, text in header.items()},
        tuple(paragraphs_of(article.content)),
        seen,
    )


def differ(before: Entry, after: Entry) -> bool:
    """Whether readers would see two versions of an entry differ; quicker than comparing them."""
    if before.article == after.article and before.published == after.published:
        return before.slug != after.slug
    return bool(text_of(before) != text_of(after))


def compare_texts(before: EntryText, after: EntryText) -> Difference:
    """How two versions of an entry differ, in their header and in their text, word by word."""
    effort = Effort()
    header = [
        HeaderRow(name, compare_words(old, new, effort))
        for name, new in after.header.items()
        if (old := before.header.get(name, "")) != new
    ]
    text = compare_paragraphs(before.paragraphs, after.paragraphs, effort)
    markup = before.markup != after.markup and before.paragraphs == after.paragraphs
    return Difference(tuple(header), tuple(text), markup)


def paragraphs_of(content: str) -> Iterable[str]:
    """The blocks of text in an article's content, one after another, as plain text of a line each.

    Args:
        content: sanitized HTML, as `Article.content` has it.
    """
    tree = LexborHTMLParser(content)
    for node in tree.css("img"):
        node.insert_after(f" [{one_line(node.attributes.get('alt') or '') or 'picture'}] ")
    for node in tree.css(_BLOCKS):
        node.insert_before(_BREAK)
        node.insert_after(_BREAK)
    found = tree.body.text() if tree.body is not None else ""
    return filter(None, map(one_line, found.split(_BREAK)))


def _file(media: Enclosure | None) -> str:
    return media.url.rpartition("/")[2] if media else ""
