"""Digests: feeds whose entries are the days or weeks that are over, each with its articles."""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial

import msgspec

from feedsvc.feeds.kinds import digest_periods
from feedsvc.feeds.kinds.articles import load_articles
from feedsvc.feeds.kinds.digest_periods import ClosedPeriod, period_id
from feedsvc.feeds.kinds.kind import (
    BEGINNING,
    At,
    EntryRef,
    FeedKind,
    Loaded,
    Selection,
    times_of,
)
from feedsvc.model.entry import Tombstone
from feedsvc.model.feed import DigestKind, Feed, digest_name, feed_path
from feedsvc.model.hashing import digest
from feedsvc.model.period import Period
from feedsvc.render import EntryView, period_view
from feedsvc.settings import Settings
from feedsvc.store import digests as kept_digests
from feedsvc.store.feeds import FeedRow


def period_url(name: str, period: Period, settings: Settings) -> str:
    """The address of the page of a period of a digest."""
    return f"{settings.site}{feed_path(name)}/{period.name}"


def digest_of(feed: Feed, kind: DigestKind) -> Feed:
    """The definition of a digest of a feed."""
    return msgspec.structs.replace(
        feed,
        name=digest_name(feed.name, kind),
        title=f"{feed.title} – {kind} digest",
        label=f"{kind.capitalize()} digest",
        digest=kind,
    )


class Digest(FeedKind):
    """Digests of other feeds. Each closed period is rendered once, and again when it changes."""

    def select(self, feed: Feed, row: FeedRow | None, at: At) -> Selection:
        """The newest closed periods, and tombstones of those that became empty."""
        assert feed.digest
        connection, settings, now, source = at.connection, at.settings, at.now, feed.source
        stands = digest_periods.standing(connection, feed.name, now, settings)
        updated = stands.updated or BEGINNING  # articles of the running period do not move it
        _, valid_from, due = times_of(source, at)
        began = [valid_from, stands.periods[0].period.end if stands.periods else None]
        running, held = digest_periods.running_period(
            connection, source, feed.digest, now, settings
        )
        ends = [due, running.end if held else None]
        ends += [one.updated + settings.feeds.tombstones for one in stands.empty]
        keep = partial(
            digest_periods.keep_periods,
            name=feed.name,
            now=now,
            settings=settings,
            id_base=at.id_base,
        )
        return Selection(
            [_ref(feed.name, one, at) for one in stands.periods],
            updated,
            updated,
            max((time for time in began if time), default=None),
            min((time for time in ends if time), default=None),
            [
                Tombstone(period_id(at.id_base, feed.name, one.period), one.updated)
                for one in stands.empty
            ],
            cut=True,
            room=settings.feeds.budget,
            remember=keep if stands.changes else None,
        )

    def load(self, feed: Feed, refs: Sequence[EntryRef], at: At) -> Iterator[Loaded]:
        """Load periods, each with its articles, one after the other (FeedKind.load)."""
        for ref in refs:
            one: ClosedPeriod = ref.of
            page = period_url(feed.name, one.period, at.settings)
            found = load_articles([article.entry_id for article in one.articles], at)
            show = partial(_shown, one, ref.id, page, at.settings, [each.view for each in found])
            yield Loaded(ref.id, show(lambda view: True), page, show)

    def superseded(self, feed: Feed, ids: Collection[str], at: At) -> set[str]:
        """Those of the periods that still have articles (FeedKind.superseded)."""
        names = {entry_id.rpartition("/")[2]: entry_id for entry_id in ids}
        kept = kept_digests.kept_periods(at.connection, feed.name, names)
        return {names[name] for name, one in kept.items() if one.shown}


def _ref(name: str, one: ClosedPeriod, at: At) -> EntryRef:
    made_of = (str(one.updated), str(one.total), *(article.digest for article in one.articles))
    key = digest(at.made_with, *made_of)
    return EntryRef(period_id(at.id_base, name, one.period.name), key, one)


def _shown(
    one: ClosedPeriod,
    entry_id: str,
    page: str,
    settings: Settings,
    views: Sequence[EntryView],
    keep: Callable[[EntryView], bool],
) -> EntryView:
    some = [view for view in views if keep(view)]
    return period_view(one.period, entry_id, page, one.updated, some, one.total, settings)
