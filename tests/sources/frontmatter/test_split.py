import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import article, codes, headed, reading

from feedsvc.errors import UnreadableArticle
from feedsvc.model.characters import one_line
from feedsvc.settings.limits import DEFAULTS
from feedsvc.sources.frontmatter import is_key
from feedsvc.sources.frontmatter import split as front_matter
from feedsvc.sources.html.bidi import closed


def split(text: str) -> front_matter.FrontMatter:
    return front_matter.split_front_matter(text, is_key)


def test_yaml() -> None:
    front = split("---\ntitle: A\n# comment\ntags: [a, b]\nmore:\n  deep: 1.10\n---\nBody\n")
    assert front.fields["title"] == front_matter.Field("A", 2)
    assert front.fields["tags"] == front_matter.Field(["a", "b"], 4)
    assert front.fields["more"] == front_matter.Field({"deep": "1.10"}, 5)
    assert (front.body, front.body_line) == ("Body\n", 8)


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: A\n---\nB",
        "---\ntitle: A\n...\nB",
        "\n \n---  \ntitle: A\n--- \nB",
        "+++\ntitle = 'A'\n+++\nB",
        "Title: A\n\nB",
        "TITLE : A\n\nB",
        "title:\n  A\n\nB",
    ],
)
def test_forms(text: str) -> None:
    front = split(text)
    assert {key.lower(): field.value for key, field in front.fields.items()} == {"title": "A"}
    assert front.body == "B"
    assert text.split("\n")[front.body_line - 1] == "B"


@pytest.mark.parametrize(
    "text", ["Kharkiv: a hub\n\nText", "Text\n---\n", "Note: this\n", "# Title: A\n", "", "-- -"]
)
def test_no_front_matter(text: str) -> None:
    assert split(text) == front_matter.FrontMatter({}, text, 1)


def test_html_has_no_key_lines() -> None:
    assert article("a.html", "Title: x\n\n<h1>H</h1>").headline == "H"


def test_toml_values_stay_text() -> None:
    text = "+++\ntitle = 'T'\na = 1.10\nb = true\nc = 2024-06-01\nd = 7\n[e]\nf = [1]\n+++\n"
    expected = {"a": "1.10", "b": "true", "c": "2024-06-01", "d": "7", "e": '{"f":["1"]}'}
    assert article("a.md", text).extra == expected


def test_toml_dates() -> None:
    found = article("a.md", "+++\ntitle='T'\ndate = 2024-06-01T10:00:00+02:00\n+++\n")
    assert found.date is not None
    assert found.date.isoformat() == "2024-06-01T08:00:00+00:00"


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("---\ntitle: A\n", 1, "front-matter-open"),
        ("\n\n+++\ntitle = 'A'\n---\n", 3, "front-matter-open"),
        ("---\ntitle: A\n b: c\n---\n", 3, "front-matter"),
        ("---\ntitle: 'A\n---\n", 2, "front-matter"),
        ("---\n- a\n- b\n---\n", 1, "front-matter"),
        ("---\nJust a rule\n---\n", 1, "front-matter"),
        ("---\ntitle: A\x7f\n---\n", 2, "front-matter"),
        ("---\n[a, b]: c\n---\n", 2, "front-matter"),
        ("---\ntitle: *a\n---\n", 2, "front-matter"),
        ("---\na: &a [*a]\n---\n", 2, "front-matter"),
        ("---\nx: {a: 1, a: 2}\n---\n", 2, "duplicate-key"),
        ("+++\ntitle = A\n+++\n", 2, "front-matter"),
        ("+++\na = 1\na = 2\n+++\n", 3, "front-matter"),
        ("Title: A\nno key here\n\nBody", 2, "header-line"),
    ],
)
def test_errors_name_their_line(text: str, line: int, code: str) -> None:
    assert codes("a.md", text) == [(line, "error", code)]


def test_a_line_that_is_no_key_says_what_to_do() -> None:
    (problem,) = reading("a.txt", "Title: A\nsome words\n\nBody").problems
    assert problem.message == (
        "'some words' is not `Key: value`; leave an empty line after the header"
    )


def test_repeated_keys() -> None:
    assert codes("a.md", "---\ntitle: A\nfoo: 1\nfoo: 2\n---\nx") == [
        (4, "warning", "duplicate-key")
    ]
    assert headed("foo: 1\nfoo: 2").extra == {"foo": "2"}
    assert article("a.txt", "Title: A\nFoo: 1\nFoo: 2\n\nx").extra == {"Foo": "2"}


@pytest.mark.parametrize("key", ["date", "pubDate", "embargo", "id", "published", "Draft"])
def test_repeated_keys_that_decide_on_publication_are_errors(key: str) -> None:
    text = f"---\ntitle: A\n{key}: 2024-06-01\n{key}: 2024-06-02\n---\nx"
    assert codes("a.md", text) == [(4, "error", "duplicate-key")]
    same = f"---\ntitle: A\n{key}: 2024-06-01\n{key}: 2024-06-01\n---\nx"
    assert (4, "warning", "duplicate-key") in codes("a.md", same)


@pytest.mark.parametrize("front", ["a." * 20000 + "b = 1", "a = " + "[" * 30000, "a=" + "[" * 30])
def test_toml_is_bounded(front: str) -> None:
    assert reading("a.md", f"+++\n{front}\n+++\n").article is None


def test_toml_numbers_are_bounded() -> None:
    assert codes("a.md", "+++\na = " + "9" * 5000 + "\n+++\n") == [(2, "error", "front-matter")]


@pytest.mark.parametrize("form", ["---\na: {}\n---\n", "+++\na = '{}'\n+++\n", "Title: {}\n\nx"])
def test_long_front_matter_is_an_error(form: str) -> None:
    text = form.format("x " * DEFAULTS.front_matter_kilobytes * 1024)
    found = reading("a.md", text if "Title" not in form else "Title: x\n" + " y\n" * 40000)
    assert [p.code for p in found.problems] == ["front-matter-large"]


def test_escapes_bring_no_illegal_characters() -> None:
    assert headed('foo: "a\\x01b\\0c"').extra == {"foo": "abc"}
    assert article("a.md", '+++\ntitle = "a\\u0001b"\n+++\n').headline == "ab"


_plain = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufffe\uffff"),
    max_size=60,
)


@given(_plain.filter(lambda text: one_line(text) != ""))
@settings(deadline=None, max_examples=200)
def test_any_headline_round_trips_in_plain_text(text: str) -> None:
    found = article(
        "a.txt", f"---\n{yaml.safe_dump({'title': text}, allow_unicode=True)}---\nBody."
    )
    assert found.headline == closed(one_line(text))  # but for a direction that was left open


def test_split_raises_inside() -> None:
    with pytest.raises(UnreadableArticle) as caught:
        split("---\n")
    assert (caught.value.code, caught.value.line) == ("front-matter-open", 1)


def test_yaml_that_nothing_opens_ends_with_its_mark() -> None:
    front = split("title: Rain\ntags:\n  - wet\n---\nIt rains.\n\n---\n")
    assert {key: field.value for key, field in front.fields.items()} == {
        "title": "Rain",
        "tags": ["wet"],
    }
    assert (front.body, front.body_line) == ("It rains.\n\n---\n", 5)


def test_a_rule_further_down_ends_no_header() -> None:
    assert split("Title: Rain\n\nIt rains.\n---\n").body == "It rains.\n---\n"


def test_many_lines_that_no_mark_ends_take_no_time() -> None:
    for line in ("title: x\n", "title:" + " x" * 50 + "\n"):
        with pytest.raises(UnreadableArticle, match="the header is longer"):
            split(line * 20_000)


def test_json_between_named_marks_is_a_header() -> None:
    front = split('---json\n{"title": "J",\n "tags": ["a"]}\n---\nText.\n')
    assert {key: (one.value, one.line) for key, one in front.fields.items()} == {
        "title": ("J", 2),
        "tags": (["a"], 3),
    }
    assert (front.body, front.body_line) == ("Text.\n", 5)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('---json\n{"title": "J"}\n draft: true\n---\n', 3),
        ('---json\n{"title": "J",\n "draft": tru}\n---\n', 3),
        ('{"title": "J",\n "draft":\n}\n\nText', 3),
        ('{"title": "J", "a": "' + "x" * 70_000, 1),
    ],
)
def test_json_that_cannot_be_read_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(UnreadableArticle) as caught:
        split(text)
    assert caught.value.line == line


def test_a_key_that_json_has_twice_is_known() -> None:
    found = split('{"title": "J", "draft": true,\n"title": "J", "draft": false}\n\nText')
    assert [(one.key, one.same) for one in found.repeated] == [("title", True), ("draft", False)]
