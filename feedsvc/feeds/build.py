"""Builds the document of a feed from the store: its entries, their fragments and its times."""

import logging
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from feedsvc.errors import NoSuchFeed, RenderError
from feedsvc.feeds.delta import Part, departed, follow, pack_history, parts_of, unpack_history
from feedsvc.feeds.document import Document, Edition
from feedsvc.model.entry import Entry, Tombstone
from feedsvc.model.feed import MEDIA_TYPES, Feed, Format
from feedsvc.model.hashing import digest
from feedsvc.render import FeedView, feed_view, lay_out, render_fragment
from feedsvc.settings import Settings
from feedsvc.store import (
    Connection,
    archives,
    articles,
    documents,
    due_times,
    feeds,
    ledger,
    tombstones,
)
from feedsvc.store.documents import DocumentRow
from feedsvc.store.feeds import FeedRow, Selected
from feedsvc.summary import SUMMARIZER_VERSION, SectionText, summarize

Summaries = tuple[str, ...]
_log = logging.getLogger("feedsvc")
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)


class DocumentBuilder:
    """Builds one document, and holds the summaries and fragments made for it until they are kept.

    Args:
        settings: say what the document shows.
        id_base: what ids are made with.
        connection: open.
        now: the time at which the document is to be right.

    Attributes:
        summaries: the section summaries made: entry id -> (digest of their source, summaries).
        fragments: the fragments made: entry id -> (digest of their source, bytes).
    """

    beginning = _BEGINNING

    def __init__(
        self, settings: Settings, id_base: str, connection: Connection, now: datetime
    ) -> None:
        self._settings = settings
        self._id_base = id_base
        self._connection = connection
        self.now = now
        # Before this time, bytes may have been served that the store no longer knows.
        built = ledger.state_of(connection, "built")
        self._built = datetime.fromisoformat(built) if built else _BEGINNING
        self.summaries: dict[str, tuple[str, Summaries]] = {}
        self.fragments: dict[str, tuple[str, bytes]] = {}
        self._feed = ""
        self._parts: tuple[Part, ...] = ()
        self._whole = (0, 0)
        self._told: set[str] = set()  # ids of the entries that have a tombstone in the document

    def document(
        self, feed: Feed, format: Format, row: FeedRow | None, fingerprint: str
    ) -> Document:
        """The document of a feed.

        Args:
            feed, format: of the document.
            row: what the store knows of the feed; None: no article was ever in it.
            fingerprint: digest of all that it depends on besides articles and time.

        Raises:
            NoSuchFeed: it has no such archive.
        """
        connection, shows, now = self._connection, self._settings.feeds, self.now
        selected = feeds.shown_entries(connection, feed.name, now, shows)
        shown = {one.entry_id for one in selected}
        last = archives.last_archive(connection, feed.name, now, shown)
        stones: list[Tombstone] = []
        if feed.archive:
            found = archives.select_archive(connection, feed.name, feed.archive, now, shown)
            if found is None:
                raise NoSuchFeed(f"the archive of {feed.name!r} ends at {last}")
            selected = found
        else:
            after = now - shows.tombstones
            most = self._settings.limits.tombstones
            stones = tombstones.tombstones_told(connection, feed.name, after, now, most)
        opened = row.opened if row and row.opened <= now else _BEGINNING
        updated = max((one.updated for one in selected), default=opened)
        deleted = tombstones.last_deletion(connection, feed.name) or updated
        if not feed.archive:
            updated = max(updated, deleted)
        due = due_times.last_due(connection, feed.name, now, shows)
        left = max(due or updated, deleted)
        entered = due_times.last_entry(connection, feed.name, now)
        channel = feed_view(
            feed, self._id_base, updated, self._settings, format, stones, archives=last
        )
        body = self._body(channel, self._fragments(selected, format, fingerprint), format)
        return Document(
            body,
            MEDIA_TYPES[format],
            # What nobody may see yet must not move it, not even that a file was saved.
            min(max(updated, left, self._built), now),
            edition=Edition(
                row.version if row else 0,
                max((time for time in (due, entered) if time), default=None),
                due_times.next_due(connection, feed.name, now, shows),
            ),
            fingerprint=fingerprint,
        )

    def remember(self, connection: Connection, name: str) -> None:
        """Keep what the next document needs to know of this one, in a writing transaction."""

    def _body(self, channel: FeedView, fragments: dict[str, bytes], format: Format) -> bytes:
        """Join fragments, by entry id, to a document; note their places for `history`."""
        layout = lay_out(channel, list(fragments.values()), format)
        self._feed, self._whole = channel.feed.name, layout.whole
        self._parts = parts_of(list(fragments), list(fragments.values()), layout.places)
        self._told = {stone.entry_id for stone in channel.tombstones if format != "rss"}
        return layout.body

    def history(
        self, connection: Connection, document: Document, before: DocumentRow | None
    ) -> bytes:
        """The history of the built document and its last versions (delta.pack_history).

        Args:
            connection: open; perhaps opened later than the one that the document was built with.
            document: the built one.
            before: the document that was served last; None: there was none.
        """
        held = unpack_history(before.history) if before else None
        gone = departed(held, self._parts) - self._told
        untold = gone - self._still_there(connection, gone)
        digest = document.short_digest
        return pack_history(follow(held, digest, self._parts, self._whole, untold))

    def _still_there(self, connection: Connection, entry_ids: Collection[str]) -> set[str]:
        """Those of the entries that are still in the feed and only gave way to newer ones."""
        public = feeds.public_in(connection, entry_ids, self.now)
        return {entry_id for entry_id in entry_ids if self._feed in public.get(entry_id, ())}

    def _fragments(
        self, selected: Sequence[Selected], format: Format, fingerprint: str
    ) -> dict[str, bytes]:
        wanted = {one.entry_id: digest(one.digest, fingerprint) for one in selected}
        kept = documents.fragments_of(self._connection, wanted, format)
        found = {i: kept[i][1] for i in wanted if i in kept and kept[i][0] == wanted[i]}
        missing = [entry_id for entry_id in wanted if entry_id not in found]
        entries = articles.entries_of(self._connection, missing)
        summaries, self.summaries = summaries_of(self._connection, entries, self._settings)
        for entry_id, entry in entries.items():
            try:
                fragment = render_fragment(entry, summaries[entry_id], self._settings, format)
            except RenderError as error:
                _log.error("left out: %s", error)  # one bad entry must not stop the whole feed
                continue
            self.fragments[entry_id] = (wanted[entry_id], fragment)
            found[entry_id] = fragment
        return {one.entry_id: found[one.entry_id] for one in selected if one.entry_id in found}


def summaries_of(
    connection: Connection, entries: dict[str, Entry], settings: Settings
) -> tuple[dict[str, Summaries], dict[str, tuple[str, Summaries]]]:
    """The section summaries of entries, kept ones or new ones.

    Returns:
        all summaries by entry id; and those newly made, each with the digest of its source.
    """
    kept = documents.summaries_of(connection, entries)
    found: dict[str, Summaries] = {}
    made: dict[str, tuple[str, Summaries]] = {}
    for entry_id, entry in entries.items():
        source = _summary_digest(entry, settings)
        if entry_id in kept and kept[entry_id][0] == source:
            found[entry_id] = kept[entry_id][1]
        else:
            found[entry_id] = _summarize(entry, settings)
            made[entry_id] = (source, found[entry_id])
    return found, made


def last_modified(
    document: Document, kept: DocumentRow | None, changed: datetime, now: datetime
) -> datetime | None:
    """The Last-Modified time of a document: when its bytes last changed (RFC 9110 8.8.2).

    It is never before that of the document served last, and later where the bytes differ.

    Args:
        document: just made; its last_modified is the time of the entries that it shows.
        kept: the document that was served last; None: there was none.
        changed: when the feed last changed.
        now: when the document was made.
    """
    if kept is None or kept.last_modified is None or document.last_modified is None:
        return document.last_modified
    if kept.digest == document.digest:
        return kept.last_modified
    times = [document.last_modified, kept.last_modified + _SECOND]
    if kept.fingerprint != document.fingerprint:
        times.append(now)  # other settings, or another renderer
    elif kept.version != document.version:
        times.append(changed)  # a deletion, for instance, leaves no time in the entries
    return max(times)


def _summary_digest(entry: Entry, settings: Settings) -> str:
    article = entry.article
    return digest(
        msgspec.json.encode(article.sections),
        article.standfirst,
        article.language or settings.language,
        f"{settings.feeds.summary} {settings.feeds.section_sentences} {SUMMARIZER_VERSION}"
        f" {settings.limits.summary_sentences}",
    )


def _summarize(entry: Entry, settings: Settings) -> Summaries:
    article = entry.article
    return summarize(
        [SectionText(section.heading, section.text) for section in article.sections],
        standfirst=article.standfirst,
        language=article.language or settings.language,
        method=settings.feeds.summary,
        sentences=settings.feeds.section_sentences,
        read=settings.limits.summary_sentences,
    )
