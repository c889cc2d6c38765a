"""Content codings are undone whole, or not at all, and within limits."""

import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.editor.check_url.coding import decode

PACKING: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}


@given(st.binary(max_size=5_000), st.sampled_from(sorted(PACKING)))
def test_what_was_coded_comes_back(data: bytes, name: str) -> None:
    assert decode(PACKING[name](data), name) == (data, "", False)
    assert decode(PACKING[name](PACKING["gzip"](data)), f"gzip, {name}").data == data


@given(st.binary(min_size=1), st.sampled_from(["gzip", "deflate", "br", "zstd"]))
def test_what_is_no_coding_is_told(data: bytes, name: str) -> None:
    found = decode(data, name)
    assert found.fault or found.data != data


@pytest.mark.parametrize("name", ["gzip", "deflate", "br"])
def test_half_of_it_is_told(name: str) -> None:
    packed = PACKING[name](bytes(range(256)) * 40)
    assert "not all of it" in decode(packed[: len(packed) // 2], name).fault


@pytest.mark.parametrize("name", sorted(PACKING))
def test_more_than_may_come_out_is_cut(name: str) -> None:
    found = decode(PACKING[name](b"a" * 9_000_000), name, most=1_000)
    assert found.too_large
    assert found.data == b"a" * 1_000


def test_other_names() -> None:
    assert decode(b"a", "") == decode(b"a", "identity") == (b"a", "", False)
    assert "not known" in decode(b"a", "rot13").fault
