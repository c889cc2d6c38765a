"""The documents of a newsroom: kept ones while they hold, else made of kept fragments."""

import contextlib
import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from feedsvc.documents import Document, Shelf, Turns, digest
from feedsvc.errors import NoSuchFeed, RenderError, StoreError
from feedsvc.feeds import MEDIA_TYPES, Feed, Format, describe, split_name
from feedsvc.model import Entry
from feedsvc.render import maker, render_fragment, splice, view_channel
from feedsvc.settings import Settings
from feedsvc.store import Connection, Store, articles, documents, feeds, ledger
from feedsvc.store.feeds import FeedRow, Selected
from feedsvc.summary import SUMMARISER_VERSION, SectionText, summarise

MEMORY = 64 * 1024 * 1024  # bytes of documents held ready in a process
_log = logging.getLogger("feedsvc")
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
Summaries = tuple[str, ...]


class Publication:
    """Gives documents of feeds.

    Args:
        settings: what documents say of the site, and how much of articles.
        store: open.
    """

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        self._shelf = Shelf(MEMORY)
        self._turns = Turns()
        self._makers: dict[str, str] = {}  # id_base -> maker

    def feed(self, name: str, row: FeedRow | None, now: datetime) -> Feed:
        """The definition of a feed that is open at a time.

        Raises:
            NoSuchFeed: nothing published has ever stood in it.
        """
        try:
            kind, slug = split_name(name)
        except ValueError:
            raise NoSuchFeed(f"no feed is called {name!r}") from None
        declared = kind == "feed" or (kind == "category" and slug in self._settings.categories)
        is_open = row is not None and row.opened <= now
        if not declared and not is_open:
            raise NoSuchFeed(f"no published article has the {kind} {slug!r}")
        # Before that only an article that nobody is to see yet has named it.
        return describe(name, row.label if row and is_open else slug, self._settings)

    def document(self, name: str, format: Format, now: datetime) -> Document:
        """The document of a feed as it is at a time.

        Raises:
            NoSuchFeed: nothing published has ever stood in it.
        """
        with self._store.reading() as connection:
            row = feeds.feed_row(connection, name)
            made_by = self._maker(connection)
        feed = self.feed(name, row, now)
        version = row.version if row else 0
        key = (name, format)
        ready = self._shelf.get(key)
        if ready is None or not ready.holds(version, made_by, now):
            with self._turns.of(key):
                ready = self._shelf.get(key)
                if ready is None or not ready.holds(version, made_by, now):
                    ready = self._kept_or_made(feed, format, now)
                    self._shelf.put(key, ready)
        return ready

    def _maker(self, connection: Connection) -> str:
        id_base = self._id_base(connection)
        if id_base not in self._makers:
            self._makers = {id_base: maker(self._settings, id_base)}
        return self._makers[id_base]

    def _id_base(self, connection: Connection) -> str:
        return ledger.recall(connection, "id_base") or self._settings.tag_authority

    def _kept_or_made(self, feed: Feed, format: Format, now: datetime) -> Document:
        with self._store.reading() as connection:
            row = feeds.feed_row(connection, feed.name)
            made_by = self._maker(connection)
            kept = documents.document_of(connection, feed.name, format)
            if kept and kept.holds(row.version if row else 0, made_by, now):
                return kept
            made = _Making(self._settings, self._id_base(connection), connection, now)
            document = made.document(feed, format, row, made_by)
        try:
            return self._keep(feed.name, format, document, made, row.changed if row else now)
        except StoreError:
            return document  # a store that cannot be written holds up no reader

    def _keep(
        self, name: str, format: Format, document: Document, made: "_Making", changed: datetime
    ) -> Document:
        with self._store.writing() as connection:
            kept = documents.document_of(connection, name, format)
            if kept and kept.version > document.version and kept.maker == document.maker:
                return document
            document.last_modified = _last_modified(document, kept, changed, made.now)
            documents.put_summaries(connection, made.summaries)
            documents.put_fragments(connection, made.fragments, format)
            documents.put_document(connection, name, format, document)
        return document

    def summaries(self, entries: dict[str, Entry]) -> dict[str, Summaries]:
        """The section summaries of entries by id, each made once and then kept."""
        with self._store.reading() as connection:
            found, made = _summaries(connection, entries, self._settings)
        if made:
            with contextlib.suppress(StoreError), self._store.writing() as connection:
                documents.put_summaries(connection, made)
        return found


class _Making:
    """Making one document: what had to be made for it is left to be kept."""

    def __init__(
        self, settings: Settings, id_base: str, connection: Connection, now: datetime
    ) -> None:
        self._settings = settings
        self._id_base = id_base
        self._connection = connection
        self.now = now
        # Before it, the store may have served bytes that it no longer knows of.
        built = ledger.state_of(connection, "built")
        self._built = datetime.fromisoformat(built) if built else _BEGINNING
        self.summaries: dict[str, tuple[str, Summaries]] = {}
        self.fragments: dict[str, tuple[str, bytes]] = {}

    def document(self, feed: Feed, format: Format, row: FeedRow | None, made_by: str) -> Document:
        selected = feeds.select_entries(
            self._connection, feed.name, self.now, self._settings.feeds.entries
        )
        opened = row.opened if row and row.opened <= self.now else _BEGINNING
        updated = max((one.updated for one in selected), default=opened)
        expired = feeds.last_expiry(self._connection, feed.name, self.now) or updated
        channel = view_channel(feed, self._id_base, updated, self._settings, format)
        body = splice(channel, self._fragments(selected, format, made_by), format)
        return Document(
            body,
            MEDIA_TYPES[format],
            # Of what is not to be seen yet, nothing may move it: not even that a file was saved.
            min(max(updated, expired, self._built), self.now),
            version=row.version if row else 0,
            valid_until=feeds.next_due(self._connection, feed.name, self.now),
            maker=made_by,
        )

    def _fragments(self, selected: Sequence[Selected], format: Format, made_by: str) -> list[bytes]:
        wanted = {one.entry_id: digest(one.digest, made_by) for one in selected}
        kept = documents.fragments_of(self._connection, wanted, format)
        found = {i: kept[i][1] for i in wanted if i in kept and kept[i][0] == wanted[i]}
        missing = [entry_id for entry_id in wanted if entry_id not in found]
        entries = articles.entries_of(self._connection, missing)
        summaries, self.summaries = _summaries(self._connection, entries, self._settings)
        for entry_id, entry in entries.items():
            try:
                fragment = render_fragment(entry, summaries[entry_id], self._settings, format)
            except RenderError as error:
                _log.error("left out: %s", error)  # one entry takes no feed down
                continue
            self.fragments[entry_id] = (wanted[entry_id], fragment)
            found[entry_id] = fragment
        return [found[one.entry_id] for one in selected if one.entry_id in found]


def _summaries(
    connection: Connection, entries: dict[str, Entry], settings: Settings
) -> tuple[dict[str, Summaries], dict[str, tuple[str, Summaries]]]:
    """Section summaries of entries, and which of them had to be made, with their digests."""
    kept = documents.summaries_of(connection, entries)
    found: dict[str, Summaries] = {}
    made: dict[str, tuple[str, Summaries]] = {}
    for entry_id, entry in entries.items():
        source = _summary_digest(entry, settings)
        if entry_id in kept and kept[entry_id][0] == source:
            found[entry_id] = kept[entry_id][1]
        else:
            found[entry_id] = _summarise(entry, settings)
            made[entry_id] = (source, found[entry_id])
    return found, made


def _last_modified(
    document: Document, kept: Document | None, changed: datetime, now: datetime
) -> datetime | None:
    """When these bytes came to be; never before, and where they differ after, what was served last.

    Args:
        document: made now; its own time is that of what it shows.
        kept: what was served last.
        changed: when the feed last changed.
        now: when the document was made.
    """
    if kept is None or kept.last_modified is None or document.last_modified is None:
        return document.last_modified
    if kept.digest == document.digest:
        return kept.last_modified
    times = [document.last_modified, kept.last_modified + _SECOND]
    if kept.maker != document.maker:
        times.append(now)  # other settings, or another renderer
    elif kept.version != document.version:
        times.append(changed)  # such as a deletion, which leaves no time of its own
    return max(times)


def _summary_digest(entry: Entry, settings: Settings) -> str:
    article = entry.article
    return digest(
        msgspec.json.encode(article.sections),
        article.standfirst,
        article.language or settings.language,
        f"{settings.feeds.summary} {settings.feeds.section_sentences} {SUMMARISER_VERSION}",
    )


def _summarise(entry: Entry, settings: Settings) -> Summaries:
    article = entry.article
    return summarise(
        [SectionText(section.heading, section.text) for section in article.sections],
        standfirst=article.standfirst,
        language=article.language or settings.language,
        method=settings.feeds.summary,
        sentences=settings.feeds.section_sentences,
    )
