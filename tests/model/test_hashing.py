"""One digest of several parts."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.hashing import digest


@given(st.lists(st.text() | st.binary(), max_size=4), st.lists(st.text() | st.binary(), max_size=4))
def test_digests_tell_parts_apart(one: list, other: list) -> None:
    def as_bytes(parts: list) -> list[bytes]:
        return [part.encode() if isinstance(part, str) else part for part in parts]

    assert (digest(*one) == digest(*other)) == (as_bytes(one) == as_bytes(other))


def test_each_part_stands_behind_its_length() -> None:
    """Digests are kept, so the bytes that they are made of stay the same for ever."""
    assert digest("a", b"bc", "é") == hashlib.sha256(b"1:a2:bc2:\xc3\xa9").hexdigest()
    assert digest() == hashlib.sha256(b"").hexdigest()


def test_a_name_that_is_no_text_has_a_digest_of_its_own() -> None:
    assert len({digest("\udcff"), digest("\udcfe"), digest("?"), digest("")}) == 4
