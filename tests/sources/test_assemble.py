"""Header, body and path make one article."""

from datetime import UTC, datetime

from reading import article, codes


def test_the_header_goes_first() -> None:
    found = article("w/2024-06-01-x.md", "---\ntitle: T\nslug: My Own\ndate: 2024-06-02\n---\n")
    assert (found.slug, found.date) == ("my-own", datetime(2024, 6, 2, tzinfo=UTC))


def test_a_title_alone_is_an_article() -> None:
    assert codes("a.md", "---\ntitle: T\n---\n") == [(1, "info", "no-text")]
    assert codes("a.md", "---\ntitle: T\nstandfirst: What it says\n---\n") == []
