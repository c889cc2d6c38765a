"""Podcasts: the RSS of a feed that site.toml calls one, with its episodes alone.

Directories refuse items without an enclosure, so articles that have none stand in the feed's Atom
and JSON Feed only. The entries are those of the feed: same ids, same times.
"""

from collections.abc import Collection, Iterator, Sequence

import msgspec

from feedsvc.feeds.kinds.articles import load_articles
from feedsvc.feeds.kinds.kind import (
    BEGINNING,
    At,
    EntryRef,
    FeedKind,
    Loaded,
    Selection,
    times_of,
)
from feedsvc.model.feed import Feed, Format
from feedsvc.model.hashing import digest
from feedsvc.render import FeedView, podcast_channel, podcast_item
from feedsvc.settings import PodcastSettings, Settings
from feedsvc.store import episodes, feeds, tombstones
from feedsvc.store.feeds import FeedRow


def podcast_of(feed: Feed, format: Format, settings: Settings) -> PodcastSettings | None:
    """What makes a document a podcast; None: it is none."""
    if format != "rss" or feed.archive or feed.digest:
        return None
    return settings.podcasts.get(feed.name)


class Podcast(FeedKind):
    """The podcast of one feed.

    Args:
        podcast: what site.toml says of it.
    """

    def __init__(self, podcast: PodcastSettings) -> None:
        self._podcast = podcast

    def fragments_as(self, feed: Feed, format: Format) -> str:
        """Items of a podcast have other bytes than those of plain RSS."""
        return "podcast"

    def made_with(self, feed: Feed, at: At) -> str:
        """A digest of the settings and the podcast's own (FeedKind.made_with)."""
        return digest(at.made_with, msgspec.json.encode(self._podcast))

    def select(self, feed: Feed, row: FeedRow | None, at: At) -> Selection:
        """The newest episodes (FeedKind.select). Apps know no archives, so all are in one."""
        podcast, name = self._podcast, feed.name
        medium, limit = podcast.medium, podcast.episodes + 1
        found = episodes.select_episodes(at.connection, name, medium, at.now, limit)
        shown = found[: podcast.episodes]
        opened = row.opened if row and row.opened <= at.now else BEGINNING
        updated = max((one.updated for one in shown), default=opened)
        left, valid_from, valid_until = times_of(name, at)
        deleted = tombstones.last_deletion(at.connection, name)
        return Selection(
            [
                EntryRef(one.entry_id, digest(one.digest, at.made_with, medium), None)
                for one in shown
            ],
            max(updated, deleted or updated),
            max(time for time in (updated, left, deleted) if time),
            valid_from,
            valid_until,
            cut=len(found) > len(shown),
        )

    def load(self, feed: Feed, refs: Sequence[EntryRef], at: At) -> Iterator[Loaded]:
        """Load articles as episodes (FeedKind.load)."""
        for one in load_articles([ref.id for ref in refs], at):
            yield one._replace(view=podcast_item(one.view, self._podcast))

    def superseded(self, feed: Feed, ids: Collection[str], at: At) -> set[str]:
        """Those of the entries that the feed still holds (FeedKind.superseded)."""
        public = feeds.public_in(at.connection, ids, at.now)
        return {entry_id for entry_id in ids if feed.name in public.get(entry_id, ())}

    def view(self, feed: Feed, made: FeedView, format: Format, at: At) -> FeedView:
        """The values of the feed with what directories are told (FeedKind.view)."""
        return podcast_channel(made, self._podcast, at.settings)
