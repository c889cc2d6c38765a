"""Builds the document of a feed of any kind: the only way from a feed to bytes."""

import logging
from datetime import datetime, timedelta
from typing import NamedTuple

from feedsvc.errors import RenderError
from feedsvc.feeds.delta import Part, departed, follow, pack_history, parts_of, unpack_history
from feedsvc.feeds.document import Document, Edition
from feedsvc.feeds.kinds.kind import BEGINNING, At, FeedKind, Loaded, Selection
from feedsvc.model.feed import MEDIA_TYPES, Feed, Format
from feedsvc.render import EntryView, FeedView, feed_view, lay_out, render_view
from feedsvc.store import documents, ledger
from feedsvc.store.documents import DocumentRow
from feedsvc.store.feeds import LEAST_SHOWN, FeedRow

_log = logging.getLogger("feedsvc")
_SECOND = timedelta(seconds=1)


class Built(NamedTuple):
    """A document, and what is to be kept of its making.

    Attributes:
        document: without history.
        chosen: what it shows.
        fragments: the fragments made: entry id -> (digest of their source, bytes).
        parts, whole: as in delta.History.
        told: ids of the entries that have a tombstone in it.
    """

    document: Document
    chosen: Selection
    fragments: dict[str, tuple[str, bytes]]
    parts: tuple[Part, ...]
    whole: tuple[int, int]
    told: frozenset[str]


def build(kind: FeedKind, feed: Feed, format: Format, row: FeedRow | None, at: At) -> Built:
    """Build the document of a feed in one format.

    Args:
        kind: of the feed.
        feed: its definition.
        format: of the document.
        row: what the store knows of the feed that it follows; None: nothing was ever in that.
        at: the moment. It gets the section summaries that were made on the way.

    Raises:
        NoSuchFeed: there is no such archive, or nothing can be selected here.
    """
    chosen = kind.select(feed, row, at)
    made: dict[str, tuple[str, bytes]] = {}
    found = _fragments(kind, feed, chosen, format, at, made)
    channel = _channel(kind, feed, chosen, format, at)
    layout = lay_out(channel, list(found.values()), format)
    document = Document(
        layout.body,
        MEDIA_TYPES[format],
        _changed(chosen, at),
        edition=Edition(row.version if row else 0, chosen.valid_from, chosen.valid_until),
        fingerprint=kind.made_with(feed, at),
    )
    parts = parts_of(list(found), list(found.values()), layout.places)
    told = {stone.entry_id for stone in channel.tombstones if format != "rss"}
    return Built(document, chosen, made, parts, layout.whole, frozenset(told))


def _channel(kind: FeedKind, feed: Feed, chosen: Selection, format: Format, at: At) -> FeedView:
    view = feed_view(
        feed,
        at.id_base,
        chosen.updated,
        at.settings,
        format,
        chosen.tombstones,
        archives=chosen.archives,
    )
    if kind.keeps(feed) == "store":  # what anybody may have, and can be a topic (W3C WebSub 4)
        view = view._replace(hubs=at.settings.hubs)
    if chosen.cut:
        view = view._replace(chain=view.chain._replace(cut=True))
    return kind.view(feed, view, format, at)


def _changed(chosen: Selection, at: At) -> datetime | None:
    """When what a document shows last changed, as far as its entries tell."""
    if chosen.changed is None:
        return None
    # Before this time, bytes may have been served that the store no longer knows.
    built = ledger.state_of(at.connection, "built")
    known = datetime.fromisoformat(built) if built else BEGINNING
    # What nobody may see yet must not move it, not even that a file was saved.
    return min(max(chosen.changed, known), at.now)


def _fragments(
    kind: FeedKind,
    feed: Feed,
    chosen: Selection,
    format: Format,
    at: At,
    made: dict[str, tuple[str, bytes]],
) -> dict[str, bytes]:
    """The fragments of selected entries, by id: kept ones, and new ones, which `made` gets."""
    ids = [ref.id for ref in chosen.entries]
    kept = {}
    if kind.keeps(feed) != "no":
        kept = documents.fragments_of(at.connection, ids, kind.fragments_as(feed, format))
    missing = [ref for ref in chosen.entries if ref.id not in kept or kept[ref.id][0] != ref.key]
    loaded = kind.load(feed, missing, at)  # one after the other, and only as many as there is room
    left = {ref.id for ref in missing}
    found: dict[str, bytes] = {}
    size = 0
    for ref in chosen.entries:
        if ref.id in left:
            fragment = _rendered(next(loaded), format)
            if fragment is None:
                continue
            made[ref.id] = (ref.key, fragment)
        else:
            fragment = kept[ref.id][1]
        size += len(fragment)
        if len(found) >= LEAST_SHOWN and chosen.room is not None and size > chosen.room:
            break
        found[ref.id] = fragment
    return found


def _rendered(one: Loaded, format: Format) -> bytes | None:
    """The fragment of an entry; None where it cannot be rendered: that must not stop the feed.

    Of an entry that is made of articles, those that cannot be rendered are left out.
    """
    narrowed = one.narrowed
    try:
        return render_view(one.view, one.where, format)
    except RenderError as error:
        if narrowed is None:
            return _left_out(error)

    def fits(article: EntryView) -> bool:
        try:
            return bool(render_view(narrowed(lambda other: other is article), one.where, format))
        except RenderError as error:
            return bool(_left_out(error))

    try:
        return render_view(narrowed(fits), one.where, format)
    except RenderError as error:
        return _left_out(error)


def _left_out(error: RenderError) -> bytes | None:
    _log.error("left out: %s", error)
    return None


def history_of(
    kind: FeedKind, feed: Feed, built: Built, before: DocumentRow | None, at: At
) -> bytes:
    """The history of a built document and its last versions (delta.pack_history).

    Args:
        kind, feed: whose document it is.
        built: the document.
        before: the document that was served last; None: there was none.
        at: the moment, perhaps with a connection opened later than that of the building.
    """
    held = unpack_history(before.history) if before else None
    gone = departed(held, built.parts) - built.told
    untold = gone - kind.superseded(feed, gone, at)
    digest = built.document.short_digest
    return pack_history(follow(held, digest, built.parts, built.whole, untold))


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
