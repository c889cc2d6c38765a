"""What programs are given that are no feed readers, beside what the rules allow it to hold."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from answers import ask, pictures, stories
from expected import Expected

NEWS_AGE = timedelta(days=2)


def look_as_programs(expected: Expected, site: str, client: Any) -> None:
    """Markdown, the pictures of the sitemap, the news sitemap, and the feed of a partner.

    Args:
        expected: what they may hold.
        site: the newsroom's address.
        client: asks.
    """
    public, age = expected.public(), expected.now - NEWS_AGE
    for one in public:
        _text(client, one.slugs[-1], {one.said.number})
    for one in expected.articles.values():
        for slug in one.slugs:
            page = ask(client, f"/articles/{quote(slug)}")
            text = ask(client, f"/articles/{quote(slug)}/text.md")
            assert text.status == page.status, slug
    named = pictures(ask(client, "/sitemap.xml").body)
    assert named == {f"{site}/media/{one.media}" for one in public if one.media}
    news = stories(ask(client, "/news-sitemap.xml").body)
    assert {one.said.number for one in public if one.published > age} <= news
    assert news <= {one.said.number for one in public if one.published >= age}
    partner = ask(client, "/partner/flipboard.rss")
    world = [one.said.number for one in public if "category/world" in one.feeds]
    assert set(world[:1]) <= stories(partner.body) <= set(world)


def _text(client: Any, slug: str, held: set[int]) -> None:
    """An article as Markdown, whichever way it is asked for."""
    found = ask(client, f"/articles/{quote(slug)}/text.md")
    assert found.status == 200, slug
    assert stories(found.body) == held
    asked = ask(client, f"/articles/{quote(slug)}", Accept="text/markdown")
    assert asked.body == found.body
