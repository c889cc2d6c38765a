"""Openings that look like headers of kinds that are not read, and others."""

from datetime import UTC, datetime

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
        "Desk (night): Foreign\n  and home\nStatus: draft\n\nText",
        "___\ntitle: T\n\ndraft: true\n___\n",
        "- - -\ndraft: true\n- - -\n",
        "* * *\nembargo: 2099-01-01\n* * *\n",
        "---js {title: 'T', draft: true}\n---\n",
        "---js\n{title: 'T'}\n---\n",
        "+++ {title: 'T', draft: true}\n+++\n",
        "--- title: T\ndraft: true\n---\n",
        "---\u2028title: T\u2028draft: true\u2028---",
        "[{'title': 'T', 'draft': true}]",
        "[meta]\ntitle = T\ndraft = true",
        "```yaml\ntitle: T\ndraft: true\n```\n",
        "~~~\ntitle: T\ndraft: true\n~~~\n",
        '```json\n{"title": "T", "draft": true}\n```\n',
        "= T\n:draft: true\n",
        "T\n####\n\n:date: 2026-10-03\n:status: draft\n",
        "-- title: T\n-- draft: true",
        "// draft: true",
        "@title T\n@draft true",
        "- title: T\n- draft: true",
        "// a line for a program\n---\ntitle: T\ndraft: true\n---\n",
        "# T\n\n---\ntitle: T\n\ndraft: true\n---\n",
        "{# title: T\ndraft: true #}\n# T",
        "%% draft: true %%\n# T",
        "<!doctype html>\n<html><head>\n<!--\ndraft: true\n-->",
        "d\u200braft: true\ntitle: T",
        "--- front matter ---\ntitle: T\ndraft: true\n---\n",
        "---toml draft = true\n---\n",
        "<hr>\ntitle: T\ndraft: true\n<hr>\n",
        "(((\ndraft: true\n)))",
        "1. Layout: post\n2. Draft: true\n",
        "**Layout:** post\n**Draft:** true\n\nText.",
        "Layout = post\ndraft = true\nText follows.",
        "[Status: draft]",
        "Layout\uff1apost\nDraft\uff1atrue",
        '<script type="json">{"draft": true}</script>',
        "<html><head><title>T</title>\n<!-- draft: true -->",
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
        "---\n\nA rule, and text.\n\n---\n\nStatus: it is late",
        "- - -\n\nText.",
        "```yaml\ndraft: true\n```\n\nText.",
        "Headline\n---\nStatus: draft\nof a text\n\nNext\n---\n",
        "Place: the harbour\nDate: 2020-01-01",
        "- Ferry: it sails\n- Draft: four metres",
        "# -*- coding: utf-8 -*-\n\n---\n\nText.",
        "@anna sails",
    ],
)
def test_others_are_not(text: str) -> None:
    refuse_unknown(text, key_lines=True)


def test_a_single_line_is_enough_where_the_format_has_no_such_headers() -> None:
    refuse_unknown("Layout: post", key_lines=False)
    with pytest.raises(UnreadableArticle) as refused:
        refuse_unknown("Draft: true\n\n<p>Text", key_lines=False)
    assert (refused.value.code, refused.value.line) == ("unknown-header", 1)


def test_a_date_counts_where_it_lies_ahead() -> None:
    text, now = "Desk: Foreign\nDate: 2026-06-02\n\nText", datetime(2026, 6, 1, tzinfo=UTC)
    with pytest.raises(UnreadableArticle) as refused:
        refuse_unknown(text, key_lines=True, now=now)
    assert (refused.value.code, refused.value.holds_back) == ("unknown-header", True)
    refuse_unknown(text, key_lines=True, now=datetime(2026, 6, 3, tzinfo=UTC))
