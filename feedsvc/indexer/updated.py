"""Decides when an article's `updated` time changes: only when readers see a difference.

Pure: takes what the ledger remembers, and returns what it is to remember.
"""

import hashlib
import unicodedata
from datetime import UTC, datetime

import msgspec

from feedsvc.indexer.visible_content import as_seen
from feedsvc.model.article import Article
from feedsvc.model.ledger_record import Record
from feedsvc.model.slugs import label_key
from feedsvc.model.status import holds_of

_HIDDEN = (
    *("path", "slug", "id", "date", "embargo", "updated", "expires", "aliases", "extra"),
    *("media", "episode"),
    *("draft", "status", "reason", "minor", "holding", "faulty"),
)
_LATER = ("image_alt", "image_credit", "untitled")  # earlier digests lack them
_LENGTH = 64  # characters that the ledger keeps


def visible_digest(article: Article) -> str:
    """A digest of what readers see of an article except its date; its path does not count.

    Nor does what was measured of media files: they may change or come late, and no text does.
    """
    seen = msgspec.structs.asdict(article)
    media = (article.image, *article.enclosures)
    if any(media):
        urls = [(as_seen(one.url, article.path), one.type) for one in media if one]
        seen["image"], seen["enclosures"] = None, urls
    seen["content"] = as_seen(article.content, article.path)
    seen["sections"] = [
        (one.id, one.heading, one.level, " ".join(one.text.split())) for one in article.sections
    ]
    seen["tags"] = sorted(map(label_key, article.tags))
    for name in _HIDDEN:
        del seen[name]
    for name in _LATER:
        if not seen[name]:
            del seen[name]
    text = unicodedata.normalize("NFC", msgspec.json.encode(seen).decode())
    return hashlib.sha256(text.encode()).hexdigest()


def visible_at(visible: str, published: datetime) -> str:
    """A digest of what readers see of an article, with the time at which it is published.

    Args:
        visible: visible_digest of the article, after a mark of the rules by which it was read and
            a colon, which stay in front.
        published: when it is published.
    """
    rules, mark, seen = visible.rpartition(":")
    whole = hashlib.sha256(f"{seen} {published.isoformat()}".encode()).hexdigest()
    return f"{rules}{mark}{whole}"[:_LENGTH]


def looks_the_same(record: Record, visible: str, source: str) -> bool:
    """Whether readers see no difference between an article and its record, by an editor's doing.

    What other rules read in the same bytes, such as those of a newer feedsvc, is no difference.

    Args:
        record: of the article.
        visible: the article's visible_at now.
        source: the digest of the file's bytes now.
    """
    rules, _, seen = record.visible.rpartition(":")  # the first feedsvc kept no rules
    rules_now, _, seen_now = visible.rpartition(":")
    length = min(len(seen), len(seen_now))
    if length and seen[:length] == seen_now[:length]:
        return True
    return rules != rules_now and record.source == source


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
    if (same or article.minor) and not back:
        return known.updated
    before = max(known.updated, retracted) if retracted and back else known.updated
    told = stated if article.updated and stated > before else now
    return max(told, published)


def corrections_of(
    article: Article, known: Record | None, now: datetime, *, same_bytes: bool
) -> tuple[datetime | None, str]:
    """When an article was last corrected, and the digests of its corrections' texts.

    A correction that is new since the last reading has the time that it states, else the time of
    reading. The corrections of a new article only have the times that they state. None is new in
    a file of the same bytes.
    """
    told = {_short_digest(c.text): c.time for c in article.corrections}
    if same_bytes and known is not None and known.corrections is not None:
        return known.corrected, " ".join(told)
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
