"""Names made from articles: URL names and label keys."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.characters import one_line
from feedsvc.model.slugs import distinct, label_key, slugify, unused

anything = st.text(st.characters(codec=None))  # lone surrogates too, as file names bring them
names = st.text()


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


@given(st.text())
def test_a_slug_of_ascii_is_made_as_any_other_is(text: str) -> None:
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    kept = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in folded)
    slug = "-".join(kept.split())[:200].rstrip("-")
    assert slugify(text) == (
        slug or "-".join(f"u{ord(c):x}" for c in one_line(text)[:8]) or "untitled"
    )
