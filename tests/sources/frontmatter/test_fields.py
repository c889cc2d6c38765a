from datetime import UTC, datetime

import pytest
from reading import BERLIN, article, codes, headed, reading

from feedsvc.model.article import LONGEST_ID, Correction


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
    assert headed("url: mailto:x").aliases == ()


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


def test_a_value_of_the_wrong_kind_is_left_out() -> None:
    text = "---\ntitle: T\nsummary: {a: b}\ntags: {a: b}\n---\nx"
    assert codes("a.md", text) == [(3, "warning", "wrong-type"), (4, "warning", "wrong-type")]
    assert headed("summary: [only]").standfirst == "only"


@pytest.mark.parametrize(
    "written",
    [
        "last_update: {author: Desk, date: 2024-06-02}",
        "last_update: {Date: 2024-06-02, author: Desk}",
        "lastmod: 0001-01-01\nlast_modified_at: 2024-06-02",
        "lastmod: last modified\nlast_modified_at: 2024-06-02",
    ],
)
def test_the_last_change_is_told_by_the_first_key_that_has_a_date(written: str) -> None:
    assert headed(written).updated == datetime(2024, 6, 2, tzinfo=UTC)


def test_a_text_in_a_list_of_one_is_the_text() -> None:
    found = headed("summary: [One text]\ncategory: [News]")
    assert (found.standfirst, found.category) == ("One text", "News")
    two = "---\ntitle: T\nsummary: [One, two]\n---\nx"
    assert article("a.md", two).standfirst == ""
    assert codes("a.md", two) == [(3, "warning", "wrong-type")]


def test_a_last_change_without_a_date_is_none() -> None:
    assert headed("last_update: {author: 2024-06-02}").updated is None


def test_an_id_that_is_too_long_is_an_error_with_its_line() -> None:
    text = "---\ntitle: T\nid: {}\n---\nx"
    longest = "urn:a:".ljust(LONGEST_ID, "a")
    assert codes("a.md", text.format(longest)) == []
    assert codes("a.md", text.format(f"{longest}a")) == [(3, "error", "id-too-long")]
