"""The article that a new newsroom begins with."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from feedsvc import sources
from feedsvc.editor.init.first_article import NAME, first_article

OSLO = ZoneInfo("Europe/Oslo")
NOW = datetime(2026, 6, 1, 12, tzinfo=OSLO)


@pytest.mark.parametrize(
    ("language", "said"), [("en", ""), ("EN-gb", ""), ("de", "en"), ("eng", "en")]
)
def test_it_is_a_draft_with_sections_that_says_its_language(language: str, said: str) -> None:
    reading = sources.read(NAME, first_article(NOW, language).encode(), zone=OSLO)
    assert reading.problems == ()
    article = reading.article
    assert article is not None
    assert article.draft
    assert article.date == NOW
    assert article.standfirst
    assert (article.language or "") == said
    assert len([section for section in article.sections if section.heading]) == 3
