"""Entries and documents as the bytes that are kept of them.

Of an entry the long text is compressed, and the rest is plain JSON: the text is packed where a
file is read, which many processes can do at once; the rest is known only in the one that writes.
"""

import threading
from typing import NamedTuple

import msgspec
import zstandard

from feedsvc.documents import digest
from feedsvc.model import Article, Entry, Section

LEVEL = 3
_LENGTH = 4  # bytes of the number in front
_entries = msgspec.json.Decoder(Entry)
_texts = msgspec.json.Decoder(tuple[str, tuple[Section, ...]])
_own = threading.local()  # neither kind of coder may be used by two threads at once


class Text(NamedTuple):
    """An article's content and sections: digest, and compressed."""

    digest: str
    packed: bytes


NO_TEXT = Text("", b"")


def pack_text(article: Article) -> tuple[Article, Text]:
    """An article without its content and sections, and these."""
    text = msgspec.json.encode((article.content, article.sections))
    if not hasattr(_own, "compressor"):
        _own.compressor = zstandard.ZstdCompressor(level=LEVEL)
    packed = Text(digest(text), _own.compressor.compress(text))
    return msgspec.structs.replace(article, content="", sections=()), packed


def pack_entry(entry: Entry, text: Text) -> tuple[bytes, str]:
    """An entry whose article is without its text, with that text: bytes to keep, and digest.

    The same for equal entries.
    """
    head = msgspec.json.encode(entry, order="deterministic")
    return len(head).to_bytes(_LENGTH) + head + text.packed, digest(head, text.digest)


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


def encode_entry(entry: Entry) -> bytes:
    """A whole entry as the bytes that are kept of it."""
    article, text = pack_text(entry.article)
    return pack_entry(msgspec.structs.replace(entry, article=article), text)[0]
