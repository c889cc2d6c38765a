"""Entries as the bytes that a store keeps of them."""

import msgspec

from feedsvc.model.entry import Entry
from feedsvc.store.codec import pack_entry, pack_text


def kept(entry: Entry) -> bytes:
    """A whole entry as the bytes that are kept of it."""
    article, text = pack_text(entry.article)
    return pack_entry(msgspec.structs.replace(entry, article=article), text).encoded
