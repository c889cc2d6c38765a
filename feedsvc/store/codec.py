"""Encodes entries and documents as the bytes that the store keeps.

An entry is plain JSON followed by its compressed text. The text is compressed by the process that
reads the file, of which there may be many; the rest is known only to the one that writes.
"""

import threading
from typing import NamedTuple

import msgspec
import zstandard

from feedsvc.model.article import Article, Section
from feedsvc.model.entry import Entry
from feedsvc.model.hashing import digest

LEVEL = 3
_LENGTH = 4  # bytes in front that say how long the JSON is
_entries = msgspec.json.Decoder(Entry)
_texts = msgspec.json.Decoder(tuple[str, tuple[Section, ...]])
_own = threading.local()  # no two threads may use one compressor or decompressor at once


class Text(NamedTuple):
    """An article's content and sections, compressed.

    Attributes:
        digest: of them before compression.
        packed: the compressed bytes.
        size: about the length of the content, in bytes.
    """

    digest: str
    packed: bytes
    size: int


NO_TEXT = Text("", b"", 0)


def pack_text(article: Article) -> tuple[Article, Text]:
    """Split an article into the article without its content and sections, and these, compressed."""
    text = msgspec.json.encode((article.content, article.sections))
    size = len(text) - sum(len(section.text) for section in article.sections)
    packed = Text(digest(text), pack_bytes(text), size)
    return msgspec.structs.replace(article, content="", sections=()), packed


class Packed(NamedTuple):
    """An entry as the store keeps it.

    Attributes:
        encoded: its bytes.
        digest: of the entry and its text.
        weight: about how many bytes it adds to a document.
    """

    encoded: bytes
    digest: str
    weight: int


def pack_entry(entry: Entry, text: Text) -> Packed:
    """Encode an entry and its text; equal entries give equal bytes.

    Args:
        entry: whose article is without content and sections.
        text: these, as pack_text gives them.
    """
    head = msgspec.json.encode(entry, order="deterministic")
    encoded = len(head).to_bytes(_LENGTH) + head + text.packed
    # Markup grows when a feed escapes it, and each section adds a summary. Measured with 2,000 real
    # articles, few documents come out larger than this.
    weight = (len(head) + text.size) * 5 // 4 + 500
    return Packed(encoded, digest(head, text.digest), weight)


def unpack_entry(kept: bytes) -> Entry:
    """The whole entry, with its text, from the bytes that the store kept."""
    end = _LENGTH + int.from_bytes(kept[:_LENGTH])
    entry = _entries.decode(kept[_LENGTH:end])
    content, sections = _texts.decode(unpack_bytes(kept[end:]))
    article = msgspec.structs.replace(entry.article, content=content, sections=sections)
    return msgspec.structs.replace(entry, article=article)


def unpack_head(kept: bytes) -> Entry:
    """The entry without its content and sections, which take longest to unpack."""
    return _entries.decode(kept[_LENGTH : _LENGTH + int.from_bytes(kept[:_LENGTH])])


def pack_bytes(data: bytes) -> bytes:
    """Compress bytes for the store: fewer of them are written sooner."""
    if not hasattr(_own, "compressor"):
        _own.compressor = zstandard.ZstdCompressor(level=LEVEL)
    packed: bytes = _own.compressor.compress(data)
    return packed


def unpack_bytes(kept: bytes) -> bytes:
    """The bytes that `pack_bytes` compressed."""
    if not hasattr(_own, "decompressor"):
        _own.decompressor = zstandard.ZstdDecompressor()
    data: bytes = _own.decompressor.decompress(kept)
    return data
