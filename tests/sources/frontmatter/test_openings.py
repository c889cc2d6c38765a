"""Openings that look like headers of kinds that are not read, and others."""

import pytest

from feedsvc.errors import UnreadableArticle
from feedsvc.sources.frontmatter.openings import refuse_unknown


@pytest.mark.parametrize(
    "text",
    [
        "\n\n----\ntitle: T\n----\n",
        "===\ndraft = true\n===\n",
        "{{{\n'draft': true\n}}}\n",
        "<!--\n\nembrago: 2099-01-01\n-->",
        ".. date: 2026-01-01\n",
        "#+date: 2026-01-01\n",
        "Layout: post\nstatus: draft\n\nText",
    ],
)
def test_they_are_refused_with_their_line(text: str) -> None:
    with pytest.raises(UnreadableArticle) as refused:
        refuse_unknown(text, key_lines=True)
    assert (refused.value.code, refused.value.holds_back) == ("unknown-header", True)
    assert refused.value.line == 1 + len(text) - len(text.lstrip("\n"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Text.",
        "----\n\nA rule, and text.",
        "=====\nTitle\n=====\n",
        "Layout: post\nA line of text\nstatus: draft",
        "Where: the harbour\nWhen: at nine",
        "<!-- Title: the ferry -->",
        "{% raw %}\ndraft: true",
        "> draft: true",
        "[draft]: /url",
    ],
)
def test_others_are_not(text: str) -> None:
    refuse_unknown(text, key_lines=True)


def test_a_single_line_is_enough_where_the_format_has_no_such_headers() -> None:
    refuse_unknown("Layout: post", key_lines=False)
    with pytest.raises(UnreadableArticle):
        refuse_unknown("Draft: true\n\n<p>Text", key_lines=False)
