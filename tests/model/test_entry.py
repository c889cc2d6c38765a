"""Ids of articles that name none."""

import re
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from feedsvc.model.entry import tag_uri

names = st.text()

# RFC 4151 2.1, with the characters of RFC 3986 3.3 in `specific`
_COMP = r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
_AUTHORITY = rf"([A-Za-z0-9._-]+@)?{_COMP}(\.{_COMP})*"
_DATE = r"\d{4}(-\d\d(-\d\d)?)?"
_SPECIFIC = r"([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-F]{2})*"
TAG = re.compile(rf"tag:{_AUTHORITY},{_DATE}:{_SPECIFIC}")


@given(names)
@example("a b/ü?x#y&z.md")
@example("100%/:@[]^`{|}\\\x7f\x00")
def test_a_tag_uri_keeps_to_its_grammar(path: str) -> None:
    uri = tag_uri("news.example,2026", path)
    assert uri.isascii()
    assert TAG.fullmatch(uri)


@given(names, names)
def test_different_paths_have_different_tag_uris(one: str, other: str) -> None:
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    assert (tag_uri("a.example,2026", one) == tag_uri("a.example,2026", other)) == same
