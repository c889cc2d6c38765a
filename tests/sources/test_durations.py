"""How long files of sound are, by what they say themselves; broken ones say nothing."""

import io
import sys

import pytest

from feedsvc.sources.durations import lacks_library, seconds_of
from tests.sources.sound import m4a, mp3


@pytest.mark.parametrize(
    ("data", "seconds"),
    [(mp3(400), 10), (mp3(40), 1), (m4a(90), 90), (m4a(3 * 3600), 3 * 3600)],
    ids=["mp3", "short", "m4a", "hours"],
)
def test_a_file_says_how_long_it_is(data: bytes, seconds: int) -> None:
    assert seconds_of(io.BytesIO(data)) == seconds


@pytest.mark.parametrize(
    "data",
    [b"", b"no sound at all" * 50, m4a(90)[:70], m4a(0), b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f"],
    ids=["empty", "text", "cut", "none", "tag-without-end"],
)
def test_a_broken_file_says_nothing(data: bytes) -> None:
    assert seconds_of(io.BytesIO(data)) is None


def test_nothing_is_known_where_nothing_is_installed_that_reads_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "mutagen", None)
    monkeypatch.setattr("feedsvc.sources.durations.find_spec", lambda name: None)
    assert lacks_library()
    assert seconds_of(io.BytesIO(mp3(400))) is None


def test_a_file_of_parts_without_end_is_given_up() -> None:
    """Reading all of them would hold up the newsroom."""
    sound = io.BytesIO(b"FORM\x7f\xff\xff\xffAIFF" + b"COMM\0\0\0\0" * 100_000)
    assert seconds_of(sound) is None
    assert sound.tell() < 200_000  # of 800,000 bytes
