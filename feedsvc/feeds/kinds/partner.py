"""Feeds for partners: the newest articles of a category, as one partner wants to have them.

They are unlisted: who shows articles elsewhere is told the address, and readers have the others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import msgspec

from feedsvc.errors import NoSuchFeed
from feedsvc.feeds.kinds.articles import load_articles, refs_of
from feedsvc.feeds.kinds.kind import (
    BEGINNING,
    At,
    EntryRef,
    Loaded,
    NamedKind,
    Selection,
    times_of,
)
from feedsvc.model.feed import EVERYTHING, Feed, FeedName, Format, part_name
from feedsvc.model.hashing import digest
from feedsvc.render import FeedView, partner_channel, partner_item
from feedsvc.settings import Settings, category_title
from feedsvc.store import articles, feeds, tombstones
from feedsvc.store.feeds import FeedRow, Selected

_WORD = "partner"
# Under these names fragments are kept.
_FORMS = {"flipboard": "flip-rss", "smartnews": "smart-rs", "msn": "msn-rss"}


class Partners(NamedKind):
    """Feeds of partners, named in site.toml. They follow all that is published."""

    word = _WORD
    title = "Partner"
    group = "Partners"
    named = False
    unlisted = True

    def follows(self, name: FeedName) -> str:
        """The feed of everything: which category a partner has is said by settings alone."""
        return EVERYTHING

    def fragments_as(self, feed: Feed, format: Format) -> str:
        """Each partner has its own (FeedKind.fragments_as)."""
        return _FORMS[FeedName.parse(feed.name).slug] if format == "rss" else f"all-{format}"

    def describe(self, slug: str, label: str, settings: Settings) -> Feed:
        """The definition of a partner's feed, called as the feed that readers have."""
        partner = settings.partners[slug]
        title, subtitle = settings.title, settings.subtitle
        if partner.category:
            own = settings.categories.get(partner.category)
            title += f": {category_title(partner.category, label, settings)}"
            subtitle = own.description if own else ""
        return Feed(part_name(_WORD, slug), _WORD, partner.title or title, subtitle, slug)

    def define(self, name: FeedName, row: FeedRow | None, at: At) -> Feed:
        """The definition of a feed that site.toml has (NamedKind.define)."""
        if name.slug not in at.settings.partners:
            raise NoSuchFeed(f"site.toml has no [partners.{name.slug}]")
        source = feeds.feed_row(at.connection, source_of(name.slug, at.settings))
        label = at.settings.partners[name.slug].category
        return self.describe(name.slug, source.label if source else label, at.settings)

    def made_with(self, feed: Feed, at: At) -> str:
        """A digest of the settings and the partner's own (FeedKind.made_with)."""
        partner = at.settings.partners[FeedName.parse(feed.name).slug]
        own = msgspec.json.encode(partner)
        return digest(at.made_with, feed.name, own, at.settings.theme.logo)

    def select(self, feed: Feed, row: FeedRow | None, at: At) -> Selection:
        """The newest entries of the partner's category (FeedKind.select)."""
        partner = FeedName.parse(feed.name).slug
        source = source_of(partner, at.settings)
        found = feeds.newest_entries(at.connection, source, at.now, at.settings.feeds)
        shown = _in_one_language(found, at) if partner == "msn" else found
        updated = max((one.updated for one in shown), default=BEGINNING)
        left, valid_from, valid_until = times_of(source, at)
        deleted = tombstones.last_deletion(at.connection, source)
        changed = max(time for time in (updated, left, deleted) if time)
        return Selection(refs_of(shown, at), updated, changed, valid_from, valid_until, cut=True)

    def load(self, feed: Feed, refs: Sequence[EntryRef], at: At) -> Iterator[Loaded]:
        """Load articles in full, with their lead pictures, as the partner has them."""
        partner = FeedName.parse(feed.name).slug
        shows = msgspec.structs.replace(at.settings.feeds, content="full", lead_image=True)
        whole = msgspec.structs.replace(at.settings, feeds=shows)
        for one in load_articles([ref.id for ref in refs], replace(at, settings=whole)):
            yield one._replace(view=partner_item(one.view, partner))

    def view(self, feed: Feed, made: FeedView, format: Format, at: At) -> FeedView:
        """The values of the feed as the partner has them (FeedKind.view)."""
        partner = FeedName.parse(feed.name).slug
        source = source_of(partner, at.settings)
        return partner_channel(made, partner, source, at.settings)


def source_of(partner: str, settings: Settings) -> str:
    """The name of the feed whose articles a partner has."""
    category = settings.partners[partner].category
    return part_name("category", category) if category else EVERYTHING


def _in_one_language(found: list[Selected], at: At) -> list[Selected]:
    """Those of the entries that are in the site's language."""
    heads = articles.heads_of(at.connection, [one.entry_id for one in found])
    site = at.settings.language.partition("-")[0].casefold()

    def fits(one: Selected) -> bool:
        language = heads[one.entry_id].article.language
        return not language or language.partition("-")[0].casefold() == site

    return [one for one in found if fits(one)]
