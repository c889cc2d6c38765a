"""Every coding gives the same bytes back."""

import gzip
from datetime import UTC, datetime

import brotli
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.feeds.content_codings import BETTER, CODINGS
from feedsvc.feeds.document import Document

DECODERS = {
    "br": brotli.decompress,
    "zstd": zstandard.ZstdDecompressor().decompress,
    "gzip": gzip.decompress,
}
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def make(body: bytes, media_type: str = "application/atom+xml", **more) -> Document:
    return Document(body, media_type, NOW, **more)


@given(st.binary())
def test_every_coding_gives_the_same_bytes_back(body: bytes) -> None:
    document = make(body)
    assert document.coded("") == body
    for coding, decode in DECODERS.items():
        assert decode(document.coded(coding)) == body
        assert decode(BETTER[coding].code(body)) == body
        assert make(body).coded(coding) == document.coded(coding)
    assert DECODERS.keys() == CODINGS.keys() == BETTER.keys()
