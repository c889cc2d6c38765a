"""When an article last changed for its readers: `updated` moves only when they see a difference.

Pure: what the ledger remembers goes in, what it is to remember comes out.
"""

import hashlib
from datetime import UTC, datetime

import msgspec

from feedsvc.model.article import Article
from feedsvc.model.ledger_record import Record

_HIDDEN = (
    *("path", "slug", "id", "date", "embargo", "updated", "expires", "aliases", "extra"),
    *("draft", "status", "reason"),
)


_DATED = "at:"  # what earlier digests, which took date and embargo as they were written, lack


def visible_digest(article: Article) -> str:
    """A digest of what readers see of an article but its date; where its file lies is no part."""
    seen = msgspec.structs.asdict(article)
    for name in _HIDDEN:
        del seen[name]
    return hashlib.sha256(msgspec.json.encode(seen)).hexdigest()


def visible_at(visible: str, published: datetime) -> str:
    """A digest of what readers see of an article, whatever its header says of its date.

    Args:
        visible: visible_digest of the article.
        published: when it is published.
    """
    whole = hashlib.sha256(f"{visible} {published.isoformat()}".encode()).hexdigest()
    return _DATED + whole[: -len(_DATED)]


def looks_the_same(record: Record, visible: str, source: str) -> bool:
    """Whether readers see no difference to what is remembered.

    Args:
        record: of the article.
        visible: visible_at, now.
        source: digest of the file's bytes, now.
    """
    if record.visible.startswith(_DATED):
        return record.visible == visible
    return record.source == source


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
        published: when the article is to be.
        same: whether it looks to readers as it did.
    """
    stated = article.updated.astimezone(UTC) if article.updated else published
    if stated > now:
        stated = published
    back = retracted is not None and not is_withheld(article)
    if known is None or (known.updated > now and not back):  # nobody has seen it: no stamp binds
        updated = max(stated, published)
        return max(updated, known.shown) if known and known.shown else updated
    if same and not back:
        return known.updated
    before = max(known.updated, retracted) if retracted and back else known.updated
    told = stated if article.updated and stated > before else now
    return max(told, published)


def is_withheld(article: Article) -> bool:
    """Whether its header keeps an article from readers, whatever the time."""
    return article.draft or article.status == "withdrawn"


def corrections_of(
    article: Article, known: Record | None, now: datetime
) -> tuple[datetime | None, str]:
    """When an article was last corrected, and digests of its corrections' texts.

    A correction that is new since the last reading was made when it says, or else just now; of
    those that a new article brings along, only the times that they say are known.
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
