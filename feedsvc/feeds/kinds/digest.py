"""Builds the document of a digest: renders each closed period once, and again when it changes."""

import logging
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime

from feedsvc.errors import RenderError
from feedsvc.feeds.build import DocumentBuilder, summaries_of
from feedsvc.feeds.document import Document, Edition
from feedsvc.feeds.kinds import digest_periods
from feedsvc.feeds.kinds.digest_periods import ClosedPeriod, period_id
from feedsvc.model.entry import Tombstone
from feedsvc.model.feed import MEDIA_TYPES, Feed, Format, feed_path
from feedsvc.model.hashing import digest
from feedsvc.model.period import Period
from feedsvc.render import EntryView, entry_view, feed_view, period_view, render_view
from feedsvc.settings import Settings
from feedsvc.store import Connection, articles, documents, due_times
from feedsvc.store import digests as kept_digests
from feedsvc.store.feeds import FeedRow

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_log = logging.getLogger("feedsvc")


def period_url(name: str, period: Period, settings: Settings) -> str:
    """The address of the page of a period of a digest."""
    return f"{settings.site}{feed_path(name)}/{period.name}"


class DigestBuilder(DocumentBuilder):
    """Builds the document of one digest."""

    _changed = False

    def document(
        self, feed: Feed, format: Format, row: FeedRow | None, fingerprint: str
    ) -> Document:
        """The document of a digest (DocumentBuilder.document)."""
        assert feed.digest
        connection, settings, now = self._connection, self._settings, self.now
        shows, source = settings.feeds, feed.source
        stands = digest_periods.standing(connection, feed.name, now, settings)
        self._changed = bool(stands.changes)
        updated = stands.updated or _BEGINNING  # articles of the running period do not move it
        stones = [
            Tombstone(period_id(self._id_base, feed.name, one.period), one.updated)
            for one in stands.empty
        ]
        entries = self._entries(feed.name, stands.periods, format, fingerprint)
        channel = feed_view(feed, self._id_base, updated, settings, format, stones)
        due = due_times.last_due(connection, source, now, shows)
        entered = due_times.last_entry(connection, source, now)
        closed = stands.periods[0].period.end if stands.periods else None
        running, held = digest_periods.running_period(
            connection, source, feed.digest, now, settings
        )
        ends = [due_times.next_due(connection, source, now, shows), running.end if held else None]
        ends += [one.updated + shows.tombstones for one in stands.empty]
        return Document(
            self._body(channel, entries, format),
            MEDIA_TYPES[format],
            min(max(updated, self._built), now),
            edition=Edition(
                row.version if row else 0,
                max((time for time in (due, entered, closed) if time), default=None),
                min((time for time in ends if time), default=None),
            ),
            fingerprint=fingerprint,
        )

    def remember(self, connection: Connection, name: str) -> None:
        """Keep what the closed periods show, if that changed."""
        if self._changed:
            digest_periods.keep_periods(connection, name, self.now, self._settings, self._id_base)

    def _still_there(self, connection: Connection, entry_ids: Collection[str]) -> set[str]:
        """Those of the periods that still have articles and only gave way to newer ones."""
        names = {entry_id.rpartition("/")[2]: entry_id for entry_id in entry_ids}
        kept = kept_digests.kept_periods(connection, self._feed, names)
        return {names[name] for name, one in kept.items() if one.shown}

    def _entries(
        self, name: str, periods: Sequence[ClosedPeriod], format: Format, fingerprint: str
    ) -> dict[str, bytes]:
        """The newest periods by id, rendered: as many as a document may hold, and at least one."""
        ids = [period_id(self._id_base, name, one.period.name) for one in periods]
        kept = documents.fragments_of(self._connection, ids, format)
        found: dict[str, bytes] = {}
        size = 0
        for one, entry_id in zip(periods, ids, strict=True):
            made_of = (str(one.updated), str(one.total), *(a.digest for a in one.articles))
            key = digest(fingerprint, *made_of)
            if entry_id in kept and kept[entry_id][0] == key:
                fragment = kept[entry_id][1]
            else:
                try:
                    fragment = self._rendered(name, one, entry_id, format)
                except RenderError as error:
                    _log.error("left out: %s", error)  # one period must not stop the whole digest
                    continue
                self.fragments[entry_id] = (key, fragment)
            size += len(fragment)
            if found and size > self._settings.feeds.budget:
                break
            found[entry_id] = fragment
        return found

    def _rendered(self, name: str, one: ClosedPeriod, entry_id: str, format: Format) -> bytes:
        ids = [article.entry_id for article in one.articles]
        entries = articles.entries_of(self._connection, ids)
        summaries, made = summaries_of(self._connection, entries, self._settings)
        self.summaries |= made
        views = [entry_view(entries[i], summaries[i], self._settings) for i in ids]
        page = period_url(name, one.period, self._settings)

        def render(some: Sequence[EntryView]) -> bytes:
            period, updated = one.period, one.updated
            view = period_view(period, entry_id, page, updated, some, one.total, self._settings)
            return render_view(view, page, format)

        try:
            return render(views)
        except RenderError:
            return render([view for view in views if _can_be(render, view)])


def _can_be(render: Callable[[Sequence[EntryView]], bytes], view: EntryView) -> bool:
    """Whether an article can be rendered: one that cannot is left out of its period."""
    try:
        render([view])
    except RenderError as error:
        _log.error("left out: %s", error)
        return False
    return True
