"""Entries and documents as the bytes that are kept of them.

Of an entry the long text is compressed, and the rest is plain JSON: the text is packed where a
file is read, which many processes can do at once; the rest is known only in the one that writes.
"""

import threading
from typing import NamedTuple

import msgspec
import zstandard

from feedsvc.model.article import Article, Section
from feedsvc.model.entry import Entry
from feedsvc.model.hashing import digest

LEVEL = 3
_LENGTH = 4  # bytes of the number in front
_entries = msgspec.json.Decoder(Entry)
_texts = msgspec.json.Decoder(tuple[str, tuple[Section, ...]])
_own = threading.local()  # neither kind of coder may be used by two threads at once


class Text(NamedTuple):
    """An article's content and sections: digest, compressed, and about how long the content is."""

    digest: str
    packed: bytes
    size: int


NO_TEXT = Text("", b"", 0)


def pack_text(article: Article) -> tuple[Article, Text]:
    """An article without its content and sections, and these."""
    text = msgspec.json.encode((article.content, article.sections))
    if not hasattr(_own, "compressor"):
        _own.compressor = zstandard.ZstdCompressor(level=LEVEL)
    size = len(text) - sum(len(section.text) for section in article.sections)
    packed = Text(digest(text), _own.compressor.compress(text), size)
    return msgspec.structs.replace(article, content="", sections=()), packed


class Packed(NamedTuple):
    """An entry as it is kept; its digest; about how many bytes it adds to a document."""

    encoded: bytes
    digest: str
    weight: int


def pack_entry(entry: Entry, text: Text) -> Packed:
    """An entry whose article is without its text, with that text; the same for equal entries."""
    head = msgspec.json.encode(entry, order="deterministic")
    encoded = len(head).to_bytes(_LENGTH) + head + text.packed
    # Markup grows in a feed, and each section has its summary: measured with 2,000 real articles,
    # few documents come out larger than this.
    weight = (len(head) + text.size) * 5 // 4 + 500
    return Packed(encoded, digest(head, text.digest), weight)


def unpack_entry(kept: bytes) -> Entry:
    """The entry that was kept, whole."""
    if not hasattr(_own, "decompressor"):
        _own.decompressor = zstandard.ZstdDecompressor()
    end = _LENGTH + int.from_bytes(kept[:_LENGTH])
    entry = _entries.decode(kept[_LENGTH:end])
    content, sections = _texts.decode(_own.decompressor.decompress(kept[end:]))
    article = msgspec.structs.replace(entry.article, content=content, sections=sections)
    return msgspec.structs.replace(entry, article=article)


def pack_bytes(data: bytes) -> bytes:
    """A document as it is kept: the fewer bytes there are, the sooner they are written."""
    if not hasattr(_own, "compressor"):
        _own.compressor = zstandard.ZstdCompressor(level=LEVEL)
    packed: bytes = _own.compressor.compress(data)
    return packed


def unpack_bytes(kept: bytes) -> bytes:
    """The document that was kept."""
    if not hasattr(_own, "decompressor"):
        _own.decompressor = zstandard.ZstdDecompressor()
    data: bytes = _own.decompressor.decompress(kept)
    return data
