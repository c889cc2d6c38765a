"""The content codings of documents (RFC 9110 8.4.1), each at a quick and a thorough level."""

import gzip
from collections.abc import Callable

import brotli
import zstandard
from zlib_ng import gzip_ng


class Level:
    """A content coding at one compression level.

    Args:
        name: coding and level as entity tags name them, such as `br5`.
        code: compresses bytes; the same bytes give the same result each time.
    """

    def __init__(self, name: str, code: Callable[[bytes], bytes]) -> None:
        self.name = name
        self.code = code


def _gzip(level: int) -> Level:
    # A poll waits for it: it takes a quarter of the time of zlib's level 6, for 6 % more bytes.
    code: Callable[..., bytes] = gzip_ng.compress
    return Level(f"gzip{level}", lambda body: code(body, level, mtime=0))


def _gzip_well(level: int) -> Level:
    return Level(f"gzip{level}", lambda body: gzip.compress(body, level, mtime=0))


def _brotli(level: int) -> Level:
    return Level(f"br{level}", lambda body: bytes(brotli.compress(body, quality=level)))


def _zstandard(level: int) -> Level:
    return Level(f"zstd{level}", lambda body: zstandard.ZstdCompressor(level=level).compress(body))


# Levels that are quick enough while a client waits: content coding (RFC 9110 8.4.1) -> level. The
# coding that makes the fewest bytes comes first.
CODINGS: dict[str, Level] = {"br": _brotli(5), "zstd": _zstandard(3), "gzip": _gzip(5)}


# Levels that take too long for that; they are made ahead. At level 19 zstd's window may pass the
# 8 MB that RFC 9659 allows, but a feed never fills it.
BETTER: dict[str, Level] = {"br": _brotli(11), "zstd": _zstandard(19), "gzip": _gzip_well(9)}
