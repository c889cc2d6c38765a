"""Names made from articles: URL names, label keys, ids, and text that XML can hold."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from feedsvc.model.characters import first_illegal, legal, one_line
from feedsvc.model.entry import tag_uri
from feedsvc.model.slugs import distinct, label_key, slugify, unused

anything = st.text(st.characters(codec=None))  # lone surrogates too, as file names bring them
names = st.text()

# RFC 4151 2.1, with the characters of RFC 3986 3.3 in `specific`
_COMP = r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
_AUTHORITY = rf"([A-Za-z0-9._-]+@)?{_COMP}(\.{_COMP})*"
_DATE = r"\d{4}(-\d\d(-\d\d)?)?"
_SPECIFIC = r"([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-F]{2})*"
TAG = re.compile(rf"tag:{_AUTHORITY},{_DATE}:{_SPECIFIC}")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Hello, World!", "hello-world"),
        ("  a -- b__c  ", "a-b-c"),
        ("Straße", "strasse"),
        ("ÉCOLE", "école"),
        ("e\u0301cole", "école"),
        ("Київ 2024", "київ-2024"),
        ("हिन्दी", "हिन्दी"),
        ("C++", "c"),
        ("🙂", "u1f642"),
        ("...", "u2e-u2e-u2e"),
        ("", "untitled"),
        (" \n", "untitled"),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_slugs_are_readable(text: str, slug: str) -> None:
    assert slugify(text) == slug


@given(anything)
def test_a_slug_is_one_path_segment_that_stays_itself(text: str) -> None:
    slug = slugify(text)
    assert slug
    assert not re.search(r"[\s/\\.?#%&\"'<>]", slug)
    assert slugify(slug) == slug


@given(names)
def test_a_slug_does_not_depend_on_how_accents_are_coded(text: str) -> None:
    assert slugify(unicodedata.normalize("NFD", text)) == slugify(
        unicodedata.normalize("NFC", text)
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Web Sub", "web-sub"),
        ("Web Sub", "WEB_SUB"),
        ("É", "e\u0301"),
        (" a ", "A"),
        ("a  b", "a-b"),
    ],
)
def test_labels_that_are_the_same(one: str, other: str) -> None:
    assert label_key(one) == label_key(other)


@pytest.mark.parametrize(("one", "other"), [("C", "C++"), ("C", "C#"), ("C++", "C#"), ("a", "á")])
def test_labels_that_differ(one: str, other: str) -> None:
    assert label_key(one) != label_key(other)


@given(names)
def test_a_label_key_stays_itself_and_is_empty_only_for_nothing(label: str) -> None:
    key = label_key(label)
    assert label_key(key) == key
    assert bool(key) == bool(label.strip())


def test_distinct_keeps_order_and_the_first_spelling() -> None:
    assert distinct(["b", " Web  Sub ", "", "web-sub", "B", "a"]) == ("b", "Web Sub", "a")


@given(st.lists(names), st.sets(names))
def test_unused_is_the_name_or_the_name_with_a_number(more: list[str], taken: set[str]) -> None:
    for name in more:
        found = unused(name, taken)
        assert found not in taken
        assert re.fullmatch(re.escape(name) + r"(-[2-9]|-[1-9]\d+)?", found)
        taken.add(found)


def test_unused_takes_the_lowest_number() -> None:
    assert unused("a", {"a", "a-2", "a-4"}) == "a-3"


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


@given(anything)
@example("".join(map(chr, range(0x20))) + "\ud800\udfff\ufffe\uffff\x7f\x85\u2028")
def test_legal_text_can_stand_in_xml(text: str) -> None:
    element = etree.Element("title", label=legal(text))
    element.text = legal(text)
    assert etree.fromstring(etree.tostring(element)).tag == "title"
    assert legal(legal(text)) == legal(text)
    assert first_illegal(legal(text)) == -1
    at = first_illegal(text)
    assert (at == -1) == (legal(text) == text)
    assert at == -1 or (legal(text[:at]) == text[:at] and legal(text[at]) == "")


@given(names)
def test_one_line_has_single_spaces(text: str) -> None:
    folded = one_line(text)
    assert folded == folded.strip()
    assert folded.split(" ") == (text.split() or [""])
