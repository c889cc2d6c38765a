"""Looks over all that is published: which addresses there are, and what is to be remembered."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from feedsvc.feeds import KINDS, hidden_feeds
from feedsvc.model.feed import EVERYTHING, FeedName
from feedsvc.model.hashing import digest
from feedsvc.newsroom import Newsroom
from feedsvc.static_site import addresses
from feedsvc.static_site.addresses import A_PAGE, Wanted
from feedsvc.static_site.memory import FeedStand, Kind, Memory
from feedsvc.store import site_addresses
from feedsvc.store.site_addresses import ArticleNames

_PORTION = 5000  # articles looked up at a time
SITEMAP_PART = 50_000  # addresses (web.sitemap)


class Overview(NamedTuple):
    """What decides how many parts the sitemap has, and what all pages show.

    Attributes:
        pages: of the sitemap that are no articles.
        masthead: a digest of the categories.
    """

    pages: int
    masthead: str


def overview(newsroom: Newsroom) -> Overview:
    """What all pages show of the site."""
    categories = newsroom.feeds.categories()
    return Overview(1 + len(categories), digest(*map(repr, categories)))


def sitemap_parts(newsroom: Newsroom, articles: int) -> int:
    """How many files the sitemap has beside the first; 0: that is all."""
    parts = -(-(overview(newsroom).pages + articles) // SITEMAP_PART)
    return parts if parts > 1 else 0


def stand_of(newsroom: Newsroom, name: str, count: int) -> FeedStand:
    """What the lists of a feed show.

    Args:
        newsroom: of the site.
        name: of the feed.
        count: how many public articles it has.
    """
    title = newsroom.feeds.feed(name).title if count else ""
    if not KINDS[FeedName.parse(name).kind].archives:
        return FeedStand(count, title=title)
    standing = newsroom.feeds.standing(name)
    return FeedStand(count, standing.shown, standing.archives, title)


def everything(
    newsroom: Newsroom, memory: Memory, styles: list[str], *, searches: bool
) -> list[Wanted]:
    """All addresses of a site; what is to be remembered of it is noted.

    Args:
        newsroom: of the site.
        memory: gets what is to be remembered.
        styles: as for addresses.general.
        searches: whether searches are answered.
    """
    now = newsroom.feeds.moment()
    found = [
        *addresses.general(newsroom, styles, searches=searches),
        *addresses.months(newsroom),
        addresses.not_found(),
    ]
    with newsroom.store.reading() as connection:
        counts = site_addresses.counts_of_feeds(connection, now)
        ids = list(site_addresses.every_name(connection, now))
    parts = sitemap_parts(newsroom, counts.get(EVERYTHING, 0))
    found += (addresses.file(f"/sitemap-{n}.xml", "list") for n in range(1, parts + 1))
    hidden = hidden_feeds(newsroom.settings)
    stands = {
        name: stand_of(newsroom, name, 0 if name in hidden else counts.get(name, 0))
        for name in addresses.feed_names(counts, newsroom.settings)
    }
    _note(memory, "feed", stands)
    for name, stand in stands.items():
        found += of_feed(newsroom, name, stand, now)
    named: list[ArticleNames] = []
    left = iter(ids)
    while some := set(islice(left, _PORTION)):
        with newsroom.store.reading() as connection:
            named += site_addresses.names_of(connection, some, now).values()
    named.sort(key=lambda one: (str(one.published), one.entry_id))  # neighbours share much
    _note(memory, "article", {one.entry_id: one for one in named})
    claims: dict[str, bool] = {}
    found += addresses.media(sorted({path for one in named for path in one.media}), newsroom)
    for one in named:
        found += addresses.of_article(one)
        claims |= {f"{a}\x00{one.entry_id}": True for a in addresses.claims_of(one)}
    _note(memory, "claim", claims)
    return found


def of_feed(newsroom: Newsroom, name: str, stand: FeedStand, now: datetime) -> Iterator[Wanted]:
    """All addresses of a feed: its documents and pages, archive, digests and their periods.

    Args:
        newsroom: of the site.
        name: of the feed.
        stand: what its lists show.
        now: decides which articles are public.
    """
    kind = KINDS[FeedName.parse(name).kind]
    yield from addresses.head_of(name)
    yield from addresses.digests_of(name)
    yield from addresses.archive_documents(name, range(1, stand.archives + 1))
    if kind.numbered:
        yield from addresses.numbered_pages(name, range(1, -(-stand.count // A_PAGE) + 1))
    if kind.digests and stand.count:
        with newsroom.store.reading() as connection:
            times = site_addresses.times_of_feed(connection, name, now)
        yield from addresses.periods_of(name, times, now, newsroom.settings.zone)


def _note(memory: Memory, kind: Kind, found: dict[str, Any]) -> None:
    """Let there be these of a kind, and no others."""
    for key, value in found.items():
        memory.put(kind, key, value)
    for key, _ in memory.every(kind):
        if key not in found:
            memory.put(kind, key, None)
