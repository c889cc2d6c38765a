"""Content codings (RFC 9110 8.4.1) at the levels that documents are coded at."""

import gzip
from collections.abc import Callable

import brotli
import zstandard
from zlib_ng import gzip_ng


class Level:
    """One way to make a coding: how it is named in tags, and how hard it tries.

    Args:
        name: coding and level, such as `br5`.
        code: bytes to coded bytes, the same each time.
    """

    def __init__(self, name: str, code: Callable[[bytes], bytes]) -> None:
        self.name = name
        self.code = code


def _gzip(level: int) -> Level:
    # A quarter of the time of zlib's level 6, for 6 % more bytes: a poll waits for it.
    code: Callable[..., bytes] = gzip_ng.compress
    return Level(f"gzip{level}", lambda body: code(body, level, mtime=0))


def _gzip_well(level: int) -> Level:
    return Level(f"gzip{level}", lambda body: gzip.compress(body, level, mtime=0))


def _brotli(level: int) -> Level:
    return Level(f"br{level}", lambda body: bytes(brotli.compress(body, quality=level)))


def _zstandard(level: int) -> Level:
    return Level(f"zstd{level}", lambda body: zstandard.ZstdCompressor(level=level).compress(body))


# What an answer can wait for, and what it cannot: content coding (RFC 9110 8.4.1) -> level. The
# one that makes the fewest bytes comes first.
CODINGS: dict[str, Level] = {"br": _brotli(5), "zstd": _zstandard(3), "gzip": _gzip(5)}


# At level 19 zstd's window may pass the 8 MB that RFC 9659 allows; a feed never fills it.
BETTER: dict[str, Level] = {"br": _brotli(11), "zstd": _zstandard(19), "gzip": _gzip_well(9)}
