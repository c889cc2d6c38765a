"""Undoes content codings (RFC 9110 8.4), within a limit of what may come out. Pure."""

import zlib
from typing import NamedTuple

import brotli
import zstandard

MOST_BYTES = 20 * 1024 * 1024  # of a document, without its coding
_CHUNK = 16 * 1024
_GZIP = b"\x1f\x8b\x08"


class Decoded(NamedTuple):
    """The bytes without their coding, as far as they go; and what is wrong, in words."""

    data: bytes
    fault: str = ""
    too_large: bool = False


def codings_of(header: str) -> list[str]:
    """The codings of a Content-Encoding, in the order in which they were applied."""
    names = (name.strip().casefold().removeprefix("x-") for name in header.split(","))
    return [name for name in names if name not in ("", "identity")]


def looks_like_gzip(body: bytes) -> bool:
    """Whether bytes begin as those of gzip do (RFC 1952 2.3.1)."""
    return body.startswith(_GZIP)


def decode(body: bytes, header: str, most: int = MOST_BYTES) -> Decoded:
    """The bytes of a document.

    Args:
        body: as it was sent.
        header: the value of Content-Encoding.
        most: bytes that may come out.
    """
    data = body
    for name in reversed(codings_of(header)):
        undo = _UNDOING.get(name)
        if undo is None:
            return Decoded(data, f"its coding {name[:40]} is not known")
        try:
            data = undo(data, most)
        except _TooLarge as large:
            return Decoded(large.data, f"it is more than {most >> 20} MB without {name}", True)
        except (zlib.error, brotli.error, zstandard.ZstdError, EOFError) as error:
            return Decoded(b"", f"it is no {name}, or not all of it ({error})")
    return Decoded(data)


class _TooLarge(Exception):
    def __init__(self, data: bytes) -> None:
        self.data = data


def _zlib(data: bytes, most: int, bits: int) -> bytes:
    found = bytearray()
    left = data
    while left:
        undo = zlib.decompressobj(bits)
        found += undo.decompress(left, most + 1 - len(found))
        if len(found) > most:
            raise _TooLarge(bytes(found[:most]))
        if not undo.eof:
            raise EOFError("it ends too early")
        left = undo.unused_data if undo.unused_data.startswith(_GZIP) else b""
    return bytes(found)


def _gzip(data: bytes, most: int) -> bytes:
    return _zlib(data, most, 16 + zlib.MAX_WBITS)


def _deflate(data: bytes, most: int) -> bytes:
    try:
        return _zlib(data, most, zlib.MAX_WBITS)
    except zlib.error:  # some servers send it without the frame that RFC 9110 8.4.1.2 wants
        return _zlib(data, most, -zlib.MAX_WBITS)


def _brotli(data: bytes, most: int) -> bytes:
    undo = brotli.Decompressor()
    found = bytearray()
    some = undo.process(data, output_buffer_limit=_CHUNK)
    while some or not (undo.can_accept_more_data() or undo.is_finished()):
        found += some
        if len(found) > most:
            raise _TooLarge(bytes(found[:most]))
        some = undo.process(b"", output_buffer_limit=_CHUNK)
    if not undo.is_finished():
        raise EOFError("it ends too early")
    return bytes(found)


def _zstd(data: bytes, most: int) -> bytes:
    with zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(data) as reader:
        found = reader.read(most + 1)
    if len(found) > most:
        raise _TooLarge(found[:most])
    return found


_UNDOING = {"gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd}
