"""Decides when an article's `updated` time changes: only when readers see a difference.

Pure: takes what the ledger remembers, and returns what it is to remember.
"""

import hashlib
from datetime import UTC, datetime

import msgspec

from feedsvc.model.article import Article
from feedsvc.model.ledger_record import Record
from feedsvc.model.status import holds_of

_HIDDEN = (
    *("path", "slug", "id", "date", "embargo", "updated", "expires", "aliases", "extra"),
    *("draft", "status", "reason"),
)
_LATER = ("image_alt", "image_credit")  # earlier digests lack them
_DATED = "at:"  # earlier digests lack it: they hashed date and embargo as written in the header


def visible_digest(article: Article) -> str:
    """A digest of what readers see of an article except its date; its path does not count."""
    seen = msgspec.structs.asdict(article)
    for name in _HIDDEN:
        del seen[name]
    for name in _LATER:
        if not seen[name]:
            del seen[name]
    return hashlib.sha256(msgspec.json.encode(seen)).hexdigest()


def visible_at(visible: str, published: datetime) -> str:
    """A digest of what readers see of an article, with the time at which it is published.

    Args:
        visible: visible_digest of the article.
        published: when it is published.
    """
    whole = hashlib.sha256(f"{visible} {published.isoformat()}".encode()).hexdigest()
    return _DATED + whole[: -len(_DATED)]


def looks_the_same(record: Record, visible: str, source: str) -> bool:
    """Whether readers see no difference between an article and its record.

    Args:
        record: of the article.
        visible: the article's visible_at now.
        source: the digest of the file's bytes now.
    """
    # A media file that changes changes what is measured of it, not what an editor says.
    same = record.source == source
    return same or (record.visible.startswith(_DATED) and record.visible == visible)


def published_at(article: Article, first_seen: datetime) -> datetime:
    """When an article is to be published: the later of date and embargo, in UTC."""
    dated = article.date or first_seen
    return max(dated, article.embargo or dated).astimezone(UTC)


def updated_at(
    article: Article,
    known: Record | None,
    published: datetime,
    now: datetime,
    *,
    same: bool,
    retracted: datetime | None,
) -> datetime:
    """The time of an article's last change that readers see.

    Args:
        article, known, now, retracted: as for `settle`.
        published: when the article is published.
        same: whether readers see no difference to the earlier record.
    """
    stated = article.updated.astimezone(UTC) if article.updated else published
    if stated > now:
        stated = published
    back = retracted is not None and not holds_of(article, private=False)
    if known is None or (known.updated > now and not back):  # nobody has seen it yet
        updated = max(stated, published)
        return max(updated, known.shown) if known and known.shown else updated
    if same and not back:
        return known.updated
    before = max(known.updated, retracted) if retracted and back else known.updated
    told = stated if article.updated and stated > before else now
    return max(told, published)


def corrections_of(
    article: Article, known: Record | None, now: datetime
) -> tuple[datetime | None, str]:
    """When an article was last corrected, and the digests of its corrections' texts.

    A correction that is new since the last reading has the time that it states, else the time of
    reading. The corrections of a new article only have the times that they state.
    """
    told = {_short_digest(c.text): c.time for c in article.corrections}
    if not told:
        return None, ""
    before = set() if known is None or known.corrections is None else set(known.corrections.split())
    if known is None or known.corrections is None:
        times = [time for time in told.values() if time and time <= now]
    else:
        new = [time for text, time in told.items() if text not in before]
        times = [time if time and time <= now else now for time in new]
        times += [known.corrected] if known.corrected else []
    return max((time.astimezone(UTC) for time in times), default=None), " ".join(told)


def _short_digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
