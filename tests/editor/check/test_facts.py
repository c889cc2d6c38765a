"""What is kept of an article for proofreading."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from feedsvc.editor.check.content import content_of
from feedsvc.editor.check.facts import Facts, facts_of, headline_key
from feedsvc.editor.check.site_urls import Site
from feedsvc.model.article import PAGE, SITE, Article
from feedsvc.model.entry import Entry, Term
from feedsvc.settings.site import Settings

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SETTINGS = Settings(base_url="https://news.example")


def facts(content: str = "", private: bool = False, path: str = "a.md", **article: Any) -> Facts:
    made = Article(path=path, headline="The  Quay", slug="a", content=content, **article)
    entry = Entry(
        id="id:a",
        slug="a",
        published=NOW,
        updated=NOW,
        article=made,
        category=Term("board", "Board"),
        private=private,
    )
    return facts_of(entry, content_of(content), Site(SETTINGS), SETTINGS)


def test_where_it_stands_follows_the_time_unless_it_is_held() -> None:
    found = facts(expires=NOW + HOUR)
    times = (NOW - HOUR, NOW, NOW + HOUR)
    assert [found.standing(time) for time in times] == ["embargoed", "published", "expired"]
    draft = facts(draft=True, expires=NOW + HOUR)
    assert {draft.standing(time) for time in times} == {"draft"}


def test_links_within_the_site_are_kept_and_those_elsewhere_are_not() -> None:
    links = (f"{SITE}/articles/b.md", f"{PAGE}#part", "https://x.example/", f"{SITE}/feed.atom")
    found = facts("".join(f'<a href="{link}">x</a>' for link in links))
    assert found.links == (f"{SITE}/articles/b.md",)


@pytest.mark.parametrize(
    ("anchor", "there"),
    [("", True), ("top", True), ("TOP", True), ("part", True), ("par", False), ("Part", False)],
)
def test_a_link_can_lead_to_an_id_to_the_top_or_to_the_whole(anchor: str, there: bool) -> None:
    assert facts('<h2 id="part">Part</h2><p id="other">X</p>').has(anchor) is there


def test_old_addresses_are_paths_each_once() -> None:
    aliases = ("/old/", "https://x.example/old", "/", "2019/a%20b.html")
    assert facts(aliases=aliases).aliases == ("old", "2019/a b.html")


def test_a_key_opens_two_articles_of_one_private_category() -> None:
    one, draft = facts(private=True), facts(private=True, draft=True, path="b.md")
    assert one.shares_key(draft)
    assert not one.shares_key(facts(path="c.md"))
    assert not facts().shares_key(one)


def test_headlines_differ_by_more_than_case_and_white_space() -> None:
    key = headline_key(" the\tQUAY ", "en-GB")
    assert facts().headline == key != headline_key("The Quays", "en")
