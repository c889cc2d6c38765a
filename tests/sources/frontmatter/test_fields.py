from datetime import UTC, datetime

import pytest
from reading import BERLIN, codes, headed, reading

from feedsvc.model.article import Correction


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


def test_a_value_of_the_wrong_kind_is_left_out() -> None:
    text = "---\ntitle: T\nsummary: {a: b}\ntags: {a: b}\n---\nx"
    assert codes("a.md", text) == [(3, "warning", "wrong-type"), (4, "warning", "wrong-type")]
    assert headed("summary: [only]").standfirst == "only"
