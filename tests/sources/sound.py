"""Tiny files of sound, made frame by frame: silence of a known length."""

import struct


def mp3(frames: int) -> bytes:
    """MPEG-1 Layer III of 128 kbit/s and 44.1 kHz: each frame has a header and 413 bytes."""
    return (bytes.fromhex("fffb9064") + bytes(413)) * frames


def m4a(seconds: int) -> bytes:
    """An MP4 file (ISO/IEC 14496-12) whose one track is sound, and says how long it is."""
    rate = 44_100
    mdhd = _box(b"mdhd", struct.pack(">5I2H", 0, 0, 0, rate, seconds * rate, 0x55C4, 0))
    hdlr = _box(b"hdlr", bytes(8) + b"soun" + bytes(13))
    sample = bytes(6) + struct.pack(">H8x4HI", 1, 2, 16, 0, 0, rate << 16) + _aac()
    stsd = _box(b"stsd", struct.pack(">2I", 0, 1) + _box(b"mp4a", sample))
    track = _box(b"trak", _box(b"mdia", mdhd + hdlr + _box(b"minf", _box(b"stbl", stsd))))
    film = _box(b"mvhd", struct.pack(">5I", 0, 0, 0, rate, seconds * rate) + bytes(80))
    return _box(b"ftyp", b"M4A \0\0\0\0M4A isom") + _box(b"moov", film + track) + _box(b"mdat", b"")


def _aac() -> bytes:
    """What a player needs to know of AAC-LC with two channels (ISO/IEC 14496-1 7.2.6)."""
    own = bytes.fromhex("05021210")
    decoder = bytes.fromhex("4015") + bytes(11) + own
    stream = bytes(3) + bytes((4, len(decoder))) + decoder + bytes.fromhex("060102")
    return _box(b"esds", bytes(4) + bytes((3, len(stream))) + stream)


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + kind + body
