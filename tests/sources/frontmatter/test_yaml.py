"""YAML of front matter: every value stays the text that it was, and it is bounded."""

import json

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import article, headed, reading

from feedsvc.errors import UnreadableArticle
from feedsvc.model.characters import legal
from feedsvc.settings.limits import DEFAULTS
from feedsvc.sources.frontmatter import is_key
from feedsvc.sources.frontmatter import split as front_matter
from feedsvc.sources.frontmatter.yaml import Value, mapping


def split(text: str) -> front_matter.FrontMatter:
    return front_matter.split_front_matter(text, is_key)


def test_values_with_signs_of_yaml_keep_their_words_and_lines() -> None:
    header = 'title: "A: b"\ndate: 2024-01-01T10:00:00Z\ntags: [a, b c]\nauthor: Desk 3\nx: null\n'
    assert split(f"---\n{header}---\n").fields == {
        "title": front_matter.Field("A: b", 2),
        "date": front_matter.Field("2024-01-01T10:00:00Z", 3),
        "tags": front_matter.Field(["a", "b c"], 4),
        "author": front_matter.Field("Desk 3", 5),
        "x": front_matter.Field(None, 6),
    }


@pytest.mark.parametrize("value", ["no", "1.10", "0o17", "2024-06-01", "12:30:00", "1_000", "0x1F"])
def test_values_stay_text(value: str) -> None:
    assert headed(f"foo: {value}\nbar: [{value}]").extra == {"foo": value, "bar": f'["{value}"]'}
    assert article("a.md", f"---\ntitle: {value}\n---\n").headline == value


@pytest.mark.parametrize("value", ["", "~", "null", "NULL"])
def test_null_is_absent(value: str) -> None:
    assert headed(f"standfirst: {value}\nfoo: {value}\nsummary: S").standfirst == "S"
    assert headed(f"foo: {value}").extra == {}
    assert headed("foo: 'null'").extra == {"foo": "null"}


def test_object_tags_are_text() -> None:
    front = "a: !!python/object/apply:os.system ['true']\nb: !!int 1\nc: !ruby/object:X {d: e}"
    assert headed(front).extra == {"a": '["true"]', "b": "1", "c": '{"d":"e"}'}


def test_aliases() -> None:
    assert headed("a: &x [1, 2]\nb: *x\nc: &y word\nd: *y").extra == {
        "a": '["1","2"]',
        "b": '["1","2"]',
        "c": "word",
        "d": "word",
    }


def _laughs() -> str:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    return "\n".join(rows)


@pytest.mark.parametrize(
    "front",
    [
        _laughs(),
        "a: " + "[" * 21 + "]" * 21,
        "a: " + "[" * 20000,
        "- " * 20000,
        "a: &x " + "[" * 15 + "]" * 15 + "\nb: " + "[" * 10 + "*x" + "]" * 10,
        "a: [" + "x," * (DEFAULTS.front_matter_values + 1) + "]",
    ],
)
def test_yaml_is_bounded(front: str) -> None:
    found = reading("a.md", f"---\n{front}\n---\n")
    assert [p.code for p in found.problems] == ["front-matter-deep"]


def test_the_last_value_that_a_header_may_hold() -> None:
    """The table, its key and the list are values too."""
    most = DEFAULTS.front_matter_values - 3
    found, _ = mapping(f"a: [{'x,' * most}]", 1)
    assert found["a"][0] == ["x"] * most
    with pytest.raises(UnreadableArticle) as refused:
        mapping(f"a: [{'x,' * (most + 1)}]", 1)
    assert refused.value.code == "front-matter-deep"


_plain = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufffe\uffff"),
    max_size=60,
)
_values = st.recursive(
    _plain,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(_plain, inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


@given(_plain.filter(lambda text: legal(text) == text), _values)
@settings(deadline=None, max_examples=200)
def test_any_value_round_trips_as_text(text: str, value: object) -> None:
    dumped = yaml.safe_dump({"title": "T", "x1": text, "x2": value}, allow_unicode=True)
    found = article("a.md", f"---\n{dumped}---\nBody")
    assert found.extra["x1"] == text
    kept = found.extra["x2"]
    assert (kept if isinstance(value, str) else json.loads(kept)) == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<<: {a: 1, b: 2}\nb: 3", {"a": "1", "b": "3"}),
        ("x: &x {a: 1}\n<<: [*x, {a: 2, c: 3}]", {"x": {"a": "1"}, "a": "1", "c": "3"}),
        ("x: {<<: {a: 1}}", {"x": {"a": "1"}}),
    ],
)
def test_merge_keys_give_the_keys_that_are_not_there(text: str, found: dict[str, Value]) -> None:
    assert {key: value for key, (value, _) in mapping(text, 1)[0].items()} == found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: 1\n<<: b", "front-matter"),
        ("a: 1\n<<:", "front-matter"),
        ("<<: {a: 1}\n<<: {a: 2}", "duplicate-key"),
    ],
)
def test_merge_keys_that_name_no_keys_or_stand_twice_are_refused(text: str, code: str) -> None:
    with pytest.raises(UnreadableArticle) as refused:
        mapping(text, 1)
    assert (refused.value.code, refused.value.line) == (code, 3)
