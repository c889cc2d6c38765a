from datetime import UTC, datetime

import pytest
from reading import BERLIN, article, codes, headed, reading

from feedsvc.model.article import Author, Correction

ALIASES = {
    "headline": ["title", "headline"],
    "standfirst": ["standfirst", "summary", "description", "deck"],
    "date": ["date", "publishDate", "pubDate"],
    "updated": ["updated", "lastmod", "modified"],
    "expires": ["expires", "expirydate", "expiryDate"],
    "embargo": ["embargo"],
    "language": ["language", "lang"],
    "slug": ["slug"],
    "id": ["id"],
    "category": ["category", "categories"],
}
CASES = [(field, name) for field, names in ALIASES.items() for name in names]


@pytest.mark.parametrize(("field", "name"), CASES)
def test_aliases_in_any_case(field: str, name: str) -> None:
    is_date = field in ("date", "updated", "expires", "embargo")
    value = "2024-06-01" if is_date else "value"
    for key in (name, name.upper(), name.capitalize()):
        found = article("a.md", f"---\n{key}: {value}\n---\n# H\n")
        expected = datetime(2024, 6, 1, tzinfo=UTC) if is_date else "value"
        assert getattr(found, field) == expected
        assert found.extra == {}


def test_the_earlier_alias_wins_and_the_other_is_kept() -> None:
    found = headed("deck: D\nsummary: S\nlastmod: 2024-01-02\nupdated: 2024-01-01\nheadline: H")
    assert (found.headline, found.standfirst) == ("T", "S")
    assert found.updated == datetime(2024, 1, 1, tzinfo=UTC)
    assert found.extra == {"deck": "D", "lastmod": "2024-01-02", "headline": "H"}


def test_an_empty_alias_does_not_win() -> None:
    assert headed("standfirst: ''\nsummary: S").standfirst == "S"


@pytest.mark.parametrize("key", ["tags", "topics", "keywords"])
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("[Web, web, 'C++', '']", ("Web", "C++")),
        ("one two", ("one two",)),
        ("one two, three", ("one two", "three")),
        ("2024", ("2024",)),
        ("[]", ()),
    ],
)
def test_tags(key: str, value: str, expected: tuple[str, ...]) -> None:
    assert headed(f"{key}: {value}").tags == expected


def test_the_first_category_counts() -> None:
    assert headed("categories: [World, Sport]", path="news/a.md").category == "World"
    assert headed("category: Science & Tech").category == "Science & Tech"


def test_zola_tables() -> None:
    text = (
        "+++\ntitle = 'T'\ndate = 2024-06-01\n[taxonomies]\ntags = ['a', 'b']\ncategories = ['C']\n"
        "authors = ['Ann']\n[extra]\nimage = 'i.png'\nid = 'intro'\nmath = true\n+++\n"
    )
    found = article("a.md", text)
    assert (found.tags, found.category, found.id) == (("a", "b"), "C", "")
    assert found.authors == (Author("Ann"),)
    assert found.image is not None
    assert found.extra == {"extra.id": "intro", "math": "true"}


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("author: Jane Doe, PhD", [Author("Jane Doe, PhD")]),
        ("author: Jane Doe; John Roe", [Author("Jane Doe"), Author("John Roe")]),
        ("authors: Jane Doe, John Roe", [Author("Jane Doe"), Author("John Roe")]),
        ("authors: Doe, Jane; Roe, John", [Author("Doe, Jane"), Author("Roe, John")]),
        ("authors: [Jane, John, JANE]", [Author("Jane"), Author("John")]),
        ("byline: By Jane Doe", [Author("Jane Doe")]),
        ("byline: BY  Jane Doe; John Roe", [Author("Jane Doe"), Author("John Roe")]),
        ("byline: Byron Miller", [Author("Byron Miller")]),
        ("author: jane@example.org (Jane Doe)", [Author("Jane Doe", "jane@example.org")]),
        ("author: Jane Doe <jane@example.org>", [Author("Jane Doe", "jane@example.org")]),
        ("author: jane@example.org", [Author("jane@example.org", "jane@example.org")]),
        (
            "author: {name: Jane, email: jane@example.org, url: https://jane.example/}",
            [Author("Jane", "jane@example.org", "https://jane.example/")],
        ),
        ("author: [{name: Jane, uri: javascript:x}, John]", [Author("Jane"), Author("John")]),
        ("author: {name: Jane, email: none}", [Author("Jane")]),
    ],
)
def test_authors(front: str, expected: list[Author]) -> None:
    assert list(headed(front).authors) == expected


def test_an_author_without_a_name_is_a_warning() -> None:
    assert codes("a.md", "---\ntitle: T\nauthor: [{x: y}]\n---\nx") == [(3, "warning", "author")]


@pytest.mark.parametrize(
    ("front", "draft", "status", "severity"),
    [
        ("draft: true", True, "", None),
        ("draft: yes", True, "", None),
        ("draft: false", False, "", None),
        ("draft: maybe", True, "", "warning"),
        ("published: false", True, "", None),
        ("published: no", True, "", None),
        ("published: true", False, "", None),
        ("published: true\ndraft: true", True, "", None),
        ("status: Draft", True, "", None),
        ("status: hidden", True, "", "info"),
        ("status: published", False, "", None),
        ("status: withdrawn", False, "withdrawn", None),
        ("status: final", False, "", "warning"),
        ("status: ''", False, "", None),
    ],
)
def test_publication(front: str, draft: bool, status: str, severity: str | None) -> None:
    found = reading("a.md", f"---\ntitle: T\n{front}\n---\nx")
    assert found.article is not None
    assert (found.article.draft, found.article.status) == (draft, status)
    assert [p.severity for p in found.problems] == ([severity] if severity else [])


def test_published_may_be_the_date() -> None:
    assert headed("published: 2024-06-01").date == datetime(2024, 6, 1, tzinfo=UTC)
    both = headed("published: 2024-06-01\ndate: 2024-06-02")
    assert both.date == datetime(2024, 6, 2, tzinfo=UTC)
    assert both.extra == {"published": "2024-06-01"}
    assert not both.draft


def test_times_are_in_the_site_zone() -> None:
    found = headed("date: 2024-06-01 10:00", zone=BERLIN)
    assert found.date == datetime(2024, 6, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize("key", ["date", "updated", "embargo", "expires"])
def test_a_bad_date_is_an_error_with_its_line(key: str) -> None:
    text = f"---\ntitle: T\nx: y\n{key}: June 2024\n---\nx"
    assert codes("a.md", text) == [(4, "error", "date-incomplete")]
    assert reading("a.md", text).problems[0].message.startswith(f"{key}: 'June 2024'")


@pytest.mark.parametrize(
    ("written", "expected"), [("en", "en"), ("pt_BR", "pt-BR"), ("zh-Hant-TW", "zh-Hant-TW")]
)
def test_language(written: str, expected: str) -> None:
    assert headed(f"lang: {written}").language == expected


def test_a_wrong_language_is_left_out() -> None:
    assert headed("lang: en us!").language == ""
    assert codes("a.md", "---\ntitle: T\nlang: en us!\n---\nx") == [(3, "warning", "language")]


def test_addresses() -> None:
    assert headed("url: https://example.org/x y").url == "https://example.org/x%20y"
    found = headed("url: /old/\naliases: [/a, /b, /a]")
    assert (found.url, found.aliases) == ("", ("/old/", "/a", "/b"))
    assert headed("aliases: /only").aliases == ("/only",)
    assert codes("a.md", "---\ntitle: T\nurl: javascript:x\n---\nx") == [(3, "warning", "url")]


def test_corrections() -> None:
    assert headed("correction: The name was wrong.").corrections == (
        Correction("The name was wrong."),
    )
    front = (
        "correction:\n - {date: 2024-06-02, text: One}\n - Two\n - {time: 2024-06-03, text: Three}"
    )
    assert headed(front).corrections == (
        Correction("One", datetime(2024, 6, 2, tzinfo=UTC)),
        Correction("Two"),
        Correction("Three", datetime(2024, 6, 3, tzinfo=UTC)),
    )
    text = "---\ntitle: T\ncorrection: {date: soon, text: x}\n---\nx"
    assert codes("a.md", text) == [(3, "error", "date-incomplete")]
    text = "---\ntitle: T\ncorrection: {text: ''}\n---\nx"
    assert codes("a.md", text) == [(3, "warning", "correction")]


def test_unknown_keys_are_kept() -> None:
    found = headed("weight: 1\nmap: {b: [1, x], a: ~}\nlist: [a]\nempty:")
    assert found.extra == {"weight": "1", "map": '{"b":["1","x"],"a":null}', "list": '["a"]'}


def test_a_value_of_the_wrong_kind_is_left_out() -> None:
    text = "---\ntitle: T\nsummary: {a: b}\ntags: {a: b}\n---\nx"
    assert codes("a.md", text) == [(3, "warning", "wrong-type"), (4, "warning", "wrong-type")]
    assert headed("summary: [only]").standfirst == "only"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("A **bold** word", "A bold word"),
        ("*It* and _that_ __here__", "It and that here"),
        ("M*A*S*H, 2 * 3 * 4, snake_case_name", "M*A*S*H, 2 * 3 * 4, snake_case_name"),
        ("a < b and c > d", "a < b and c > d"),
        ("AT&amp;T &#8217;s &copy; &mdash;", "AT&T \u2019s \u00a9 \u2014"),
        ("R&D &unknown; &copy", "R&D &unknown; &copy"),
        ("<em>New</em><br/>line <b class='x'>b</b>", "New line b"),
        ("List<String> and <T>", "List<String> and <T>"),
        ("[The link](https://x.y/a_(b)) ![img](c.png)", "The link img"),
        ("[not a link] (x)", "[not a link] (x)"),
        ("use `<b>` and `*x*`", "use <b> and *x*"),
        ("a \\*star\\*", "a *star*"),
        ("{{< ref x >}}Title", "Title"),
        ("**New on x**&mdash;Text_", "New on x\u2014Text_"),
    ],
)
def test_headlines_in_markdown_are_plain(written: str, expected: str) -> None:
    quoted = written.replace("\\", "\\\\").replace('"', '\\"')
    found = article("a.md", f'---\ntitle: "{quoted}"\nsummary: "{quoted}"\n---\nx')
    assert (found.headline, found.standfirst) == (expected, expected)


def test_headlines_in_plain_text_are_as_written() -> None:
    assert article("a.txt", "Title: A **b** &amp; <em>c</em>\n\nx").headline == (
        "A **b** &amp; <em>c</em>"
    )
